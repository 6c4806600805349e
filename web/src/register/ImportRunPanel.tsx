/** One run: how far, which heading became which field, what is wrong in which row, what came of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { outcomeOf, progressOf } from "./importState";
import { cancelImport, files, importQuery, isRunning } from "./registers";
import type { ImportRun, RegisterInfo } from "./types";

const marks = { running: "↻", clean: "✓", applied: "✓", faulty: "■", refused: "■", failed: "■", cancelled: "‖" } as const;

export function ImportRunPanel({ info, run }: { info: RegisterInfo; run: ImportRun }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const outcome = outcomeOf(run);
  const cancelling = useMutation({
    mutationFn: () => cancelImport(info.key, run.id),
    onSettled: () => queries.invalidateQueries({ queryKey: importQuery(info.key, run.id).queryKey }),
  });
  useEffect(() => {
    if (outcome === "applied") void queries.invalidateQueries({ queryKey: ["register", info.key, "rows"] });
  }, [outcome, queries, info.key]);
  const part = progressOf(run);
  const wrong = outcome === "faulty" || outcome === "refused" || outcome === "failed";
  return (
    <div className="run">
      <div className={`note ${wrong ? "note-wrong" : ""}`} role="status">
        <p className="note-title">
          <span aria-hidden="true" className="note-mark">{marks[outcome]}</span>
          {outcome === "running" ? t(`register.import.state.${run.state}`) : t(`register.import.outcome.${outcome}`, { n: run.rows_faulty, file: run.file })}
        </p>
        {run.message === null ? null : <p>{run.message[t.language]}</p>}
        {wrong ? <p className="soft">{t(`register.import.next.${outcome}`)}</p> : null}
        {outcome === "running" ? (
          <>
            <progress className="progress" max={1} {...(part === null ? {} : { value: part })} aria-label={t("register.import.progress")} />
            <p className="figures">{run.rows_total === null ? t("register.import.rows", { n: run.rows_done }) : t("register.import.rows_of", { n: run.rows_done, total: run.rows_total })}</p>
          </>
        ) : (
          <Counts run={run} />
        )}
        <p className="note-actions">
          {isRunning(run) ? <Button disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>{t("register.import.cancel")}</Button> : null}
          {run.rows_faulty > 0 && !isRunning(run) ? <a className="bar-button" href={files.report(info.key, run.id)} download>↓ {t("register.import.report")}</a> : null}
        </p>
      </div>
      {cancelling.error === null ? null : <ProblemNote problem={asProblem(cancelling.error)} onDismiss={cancelling.reset} />}
      <Headings info={info} run={run} />
      <FaultTable info={info} run={run} />
    </div>
  );
}

function Counts({ run }: { run: ImportRun }) {
  const { t } = useLanguage();
  const would = run.mode === "dry_run";
  return (
    <dl className="counts figures">
      <div><dt>{t("register.import.total")}</dt><dd>{run.rows_total ?? run.rows_done}</dd></div>
      <div><dt>{t(would ? "register.import.would_create" : "register.import.created")}</dt><dd>{run.created}</dd></div>
      <div><dt>{t(would ? "register.import.would_update" : "register.import.updated")}</dt><dd>{run.updated}</dd></div>
      <div><dt>{t("register.import.unchanged")}</dt><dd>{run.unchanged}</dd></div>
      <div><dt>{t("register.import.faulty")}</dt><dd className={run.rows_faulty > 0 ? "field-wrong" : ""}>{run.rows_faulty}</dd></div>
    </dl>
  );
}

/** Each heading of the sheet and the field it was understood as. */
function Headings({ info, run }: { info: RegisterInfo; run: ImportRun }) {
  const { t } = useLanguage();
  if (run.columns.length === 0) return null;
  const missing = run.columns.filter((column) => column.field === null).length;
  return (
    <details open={missing > 0}>
      <summary>{t("register.import.headings", { n: run.columns.length, missing })}</summary>
      <ul className="headings">
        {run.columns.map((column, at) => {
          const field = info.fields.find((one) => one.name === column.field);
          return (
            <li key={`${column.heading}.${at}`} className={field === undefined ? "heading-unknown" : ""}>
              <span>{column.heading === "" ? "—" : column.heading}</span> <span aria-hidden="true">→</span>{" "}
              {field === undefined ? <b>▲ {t("register.import.no_field")}</b> : <b>{field.label[t.language]}</b>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function FaultTable({ info, run }: { info: RegisterInfo; run: ImportRun }) {
  const { t } = useLanguage();
  if (run.faults.length === 0) return null;
  const name = (fault: ImportRun["faults"][number]) => info.fields.find((field) => field.name === fault.field)?.label[t.language] ?? fault.heading ?? "—";
  return (
    <div className="grid-box run-faults">
      <table className="grid" aria-label={t("register.import.faults")}>
        <thead>
          <tr>
            <th scope="col" className="right">{t("register.import.row")}</th>
            <th scope="col">{t("register.field")}</th>
            <th scope="col">{t("register.import.what")}</th>
          </tr>
        </thead>
        <tbody>
          {run.faults.map((fault, at) => (
            <tr key={`${fault.row}.${fault.field ?? ""}.${at}`}>
              <td className="right figures">{fault.row}</td>
              <td>{name(fault)}</td>
              <td className="fault-words">{fault.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {run.faults.length >= 100 ? <p className="soft block-words">{t("register.import.first_hundred")}</p> : null}
    </div>
  );
}
