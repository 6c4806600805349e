/** 变更记录: who changed what, when, from what to what; the newest first. */
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { dateTime, instant } from "../time/format";
import { Erased, ValueWords } from "./Cell";
import { historyQuery } from "./registers";
import type { HistoryChange, HistoryEntry, RegisterInfo, Row } from "./types";

export function History({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const history = useQuery(historyQuery(info.key, row.id));
  const entries = [...(history.data ?? [])].reverse();
  return (
    <section className="block" aria-label={t("register.history")}>
      <header className="block-head">
        <h3>{t("register.history")}</h3>
        <span className="soft figures">{history.data === undefined ? "" : t("list.count", { n: entries.length })}</span>
      </header>
      {history.data === undefined ? (
        history.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(history.error)} onRetry={() => void history.refetch()} />
      ) : (
        <ol className="history">
          {entries.map((entry) => (
            <Entry key={entry.version} info={info} row={row} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ info, row, entry }: { info: RegisterInfo; row: Row; entry: HistoryEntry }) {
  const { t } = useLanguage();
  // What a new row began with is told without the empty fields.
  const told = entry.changes.filter((change) => change.before !== null || change.after !== null);
  return (
    <li>
      <p>
        <b>{t.label("register.verb", entry.verb)}</b> {entry.actor.name === "" ? t.label("register.actor", entry.actor.kind) : entry.actor.name} <span className="soft figures">v{entry.version}</span>
      </p>
      <p className="soft">
        <span className="figures">{dateTime(instant(entry.at), t.language)}</span> · <Ago at={entry.at} />
      </p>
      {told.length === 0 ? null : (
        <details open={entry.verb !== "created"}>
          <summary className="soft">{t("register.changes", { n: told.length })}</summary>
          <dl className="changes">
            {told.map((change) => (
              <Change key={change.field} info={info} row={row} change={change} />
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

function Change({ info, row, change }: { info: RegisterInfo; row: Row; change: HistoryChange }) {
  const { t } = useLanguage();
  const field = info.fields.find((one) => one.name === change.field);
  if (field === undefined) return null;
  const now = row.values[field.name];
  const title = (value: typeof now) => (value === now ? row.titles[field.name] : undefined);
  const masked = field.personal;
  if (row.erased?.includes(field.name) === true) {
    return (
      <>
        <dt>{field.label[t.language]}</dt>
        <dd><Erased /></dd>
      </>
    );
  }
  return (
    <>
      <dt>{field.label[t.language]}</dt>
      <dd className="figures">
        {change.before === null ? null : (
          <>
            <del><ValueWords value={change.before} field={field} title={title(change.before)} masked={masked} /></del> <span aria-label={t("register.becomes")}>→</span>{" "}
          </>
        )}
        <ins><ValueWords value={change.after} field={field} title={title(change.after)} masked={masked} /></ins>
      </dd>
    </>
  );
}
