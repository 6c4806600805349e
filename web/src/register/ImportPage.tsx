/** 导入: template, file, dry run, faults by row, and only then the real thing, all or nothing. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useRef, useState, type DragEvent } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Crumbs, WithRegister } from "./Frame";
import { ImportRunPanel } from "./ImportRunPanel";
import { accepted, bytesWords, isAccepted, outcomeOf } from "./importState";
import { files, importQuery, startImport } from "./registers";
import { mayEnter, type ImportMode, type RegisterInfo } from "./types";

const route = getRouteApi("/seat/registers/$key/import");

export function ImportPage() {
  const { key } = route.useParams();
  return <WithRegister name={key}>{(info) => <Import key={info.key} info={info} />}</WithRegister>;
}

function Import({ info }: { info: RegisterInfo }) {
  const { t } = useLanguage();
  const { run } = route.useSearch();
  const navigate = route.useNavigate();
  // The browser forgets the file at a reload; the run stays, and the file is asked for once more.
  const [file, setFile] = useState<File | null>(null);
  const start = useMutation({
    mutationFn: ({ what, mode }: { what: File; mode: ImportMode }) => startImport(info.key, what, mode),
    onSuccess: ({ id }) => void navigate({ search: { run: id } }),
  });
  const shown = useQuery({ ...importQuery(info.key, run ?? ""), enabled: run !== undefined });
  const outcome = shown.data === undefined ? null : outcomeOf(shown.data);
  const take = (chosen: File) => {
    setFile(chosen);
    start.mutate({ what: chosen, mode: "dry_run" });
  };
  if (!mayEnter(info)) {
    return (
      <Empty what={t("register.may_not_write")} next={t("register.may_not_write_next")}>
        <Link to="/registers/$key" params={{ key: info.key }}>{t("register.to_list")}</Link>
      </Empty>
    );
  }
  return (
    <section className="sheet sheet-row" aria-label={t("register.import")}>
      <header className="sheet-head">
        <Crumbs info={info}><span>{t("register.import")}</span></Crumbs>
      </header>
      <div className="import">
        <section className="import-step">
          <h3>1 {t("register.import.template")}</h3>
          <p className="soft">{t("register.import.template_why")}</p>
          <a className="bar-button" href={files.template(info.key, t.language)} download={`${info.label[t.language]}.xlsx`}>↓ {t("register.import.template_get")}</a>
        </section>
        <section className="import-step">
          <h3>2 {t("register.import.file")}</h3>
          <FileDrop file={file} busy={start.isPending || outcome === "running"} onFile={take} />
          {start.error === null ? null : <ProblemNote problem={asProblem(start.error)} onDismiss={start.reset} />}
        </section>
        {run === undefined ? null : (
          <section className="import-step" aria-label={t("register.import.check")}>
            <h3>3 {t(shown.data?.mode === "apply" ? "register.import.apply" : "register.import.check")}</h3>
            {shown.data === undefined ? (
              shown.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(shown.error)} onRetry={() => void shown.refetch()} />
            ) : (
              <>
                {shown.error === null ? null : <ProblemNote problem={asProblem(shown.error)} onRetry={() => void shown.refetch()} />}
                <ImportRunPanel info={info} run={shown.data} />
              </>
            )}
            {outcome === "clean" ? (
              <p className="note-actions">
                {file === null ? <span className="soft">{t("register.import.file_again")}</span> : (
                  <Button type="primary" size="large" disabled={start.isPending} onClick={() => start.mutate({ what: file, mode: "apply" })}>{t("register.import.apply_now")}</Button>
                )}
              </p>
            ) : null}
            {outcome === "applied" ? <Link className="bar-button bar-main" to="/registers/$key" params={{ key: info.key }}>{t("register.to_list")}</Link> : null}
          </section>
        )}
      </div>
    </section>
  );
}

function FileDrop({ file, busy, onFile }: { file: File | null; busy: boolean; onFile: (file: File) => void }) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const take = (chosen: FileList | null) => {
    const first = chosen?.item(0) ?? null;
    if (first === null) return;
    const fits = isAccepted(first.name);
    setRefused(fits ? null : first.name);
    if (fits) onFile(first);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!busy) take(event.dataTransfer.files);
  };
  return (
    <div className={`file-drop ${over ? "file-over" : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      <input ref={input} type="file" hidden accept={accepted.join(",")} onChange={(event) => { take(event.target.files); event.target.value = ""; }} />
      <p>{file === null ? t("register.import.drop") : <><b>{file.name}</b> <span className="soft figures">{bytesWords(file.size)}</span></>}</p>
      <Button disabled={busy} onClick={() => input.current?.click()}>{t(file === null ? "register.import.choose" : "register.import.choose_other")}</Button>
      {refused === null ? null : <p className="field-wrong" role="alert">■ {t("register.import.wrong_kind", { name: refused })}</p>}
    </div>
  );
}
