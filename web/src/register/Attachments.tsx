/** 附件: photos, certificates, drawings that belong to a row: dropped, chosen, or taken by the phone's camera. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef, useState } from "react";
import { asProblem, type ProblemError } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Exact } from "../time/Clocks";
import { bytesWords } from "./importState";
import { attach, attachmentsQuery, detach, files } from "./registers";
import type { Attachment, RegisterInfo, Row } from "./types";

interface Going {
  readonly name: string;
  /** Part sent, 0 to 1. */
  readonly part: number;
}

export function Attachments({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const list = useQuery(attachmentsQuery(info.key, row.id));
  const refresh = () => queries.invalidateQueries({ queryKey: attachmentsQuery(info.key, row.id).queryKey });
  const [going, setGoing] = useState<Going | null>(null);
  const [over, setOver] = useState(false);
  const [stop, setStop] = useState<AbortController | null>(null);
  const adding = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      const control = new AbortController();
      setStop(control);
      for (const file of chosen) {
        setGoing({ name: file.name, part: 0 });
        await attach(info.key, row.id, file, (part) => setGoing({ name: file.name, part }), control.signal);
        await refresh();
      }
    },
    onSettled: () => {
      setGoing(null);
      setStop(null);
      return refresh();
    },
  });
  const mayWrite = info.may_write && row.retired_at === null;
  const take = (chosen: FileList | null) => {
    if (mayWrite && !adding.isPending && chosen !== null && chosen.length > 0) adding.mutate([...chosen]);
  };
  const problem = adding.error === null || stopped(asProblem(adding.error)) ? null : asProblem(adding.error);
  return (
    <section
      className={`block ${over ? "block-over" : ""}`}
      aria-label={t("register.attachments")}
      onDragOver={(event) => {
        if (!mayWrite || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <header className="block-head">
        <h3>{t("register.attachments")}</h3>
        {mayWrite ? <Choosers busy={adding.isPending} onTake={take} /> : null}
      </header>
      {going === null ? null : (
        <p className="block-words sending" role="status">
          <span className="clip">{t("register.attaching")} {going.name}</span>
          <progress className="progress" value={going.part} max={1} aria-label={going.name} />
          <button type="button" className="link" onClick={() => stop?.abort()}>{t("register.cancel")}</button>
        </p>
      )}
      {problem === null ? null : <ProblemNote problem={problem} onDismiss={adding.reset} />}
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : list.data.length === 0 ? (
        <p className="soft block-words">{t(mayWrite ? "register.attachments_none" : "register.attachments_none_read")}</p>
      ) : (
        <ul className="attachments">
          {list.data.map((one) => (
            <Item key={one.id} info={info} row={row} item={one} mayWrite={mayWrite} onGone={refresh} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What was stopped by hand is no problem to tell. */
function stopped(problem: ProblemError): boolean {
  return problem.status === 0 && problem.message === "stopped";
}

function Choosers({ busy, onTake }: { busy: boolean; onTake: (chosen: FileList | null) => void }) {
  const { t } = useLanguage();
  const any = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const inputs = [
    { ref: camera, words: "register.attach_camera", phone: true },
    { ref: any, words: "register.attach", phone: false },
  ] as const;
  return (
    <span className="choosers">
      {inputs.map(({ ref, words, phone }) => (
        <span key={words} className={phone ? "phone-only" : ""}>
          <input
            ref={ref}
            type="file"
            hidden
            multiple={!phone}
            {...(phone ? { accept: "image/*", capture: "environment" as const } : {})}
            data-kind={phone ? "camera" : "file"}
            onChange={(event) => {
              onTake(event.target.files);
              event.target.value = "";
            }}
          />
          <Button size="small" disabled={busy} onClick={() => ref.current?.click()}>{t(words)}</Button>
        </span>
      ))}
    </span>
  );
}

function Item({ info, row, item, mayWrite, onGone }: { info: RegisterInfo; row: Row; item: Attachment; mayWrite: boolean; onGone: () => Promise<void> }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [small, setSmall] = useState(item.thumbnail);
  const removing = useMutation({ mutationFn: () => detach(info.key, row.id, item.id), onSettled: onGone });
  const shown = item.preview !== "none";
  const href = files.attachment(info.key, row.id, item.id, shown);
  const by = item.by.name === "" ? t.label("register.actor", item.by.kind) : item.by.name;
  return (
    <li>
      <a className="thumb" href={href} {...(shown ? { target: "_blank", rel: "noreferrer" } : { download: item.name })} aria-hidden={!small} tabIndex={small ? 0 : -1}>
        {small ? <img src={files.thumbnail(info.key, row.id, item.id)} alt={item.name} loading="lazy" onError={() => setSmall(false)} /> : <span className="thumb-kind">{kindWords(item)}</span>}
      </a>
      <div className="attachment-words">
        <a href={href} {...(shown ? { target: "_blank", rel: "noreferrer" } : { download: item.name })} className="clip" title={item.name}>{item.name}</a>
        <span className="soft figures">{bytesWords(item.bytes)} · {by} · <Exact at={item.created_at} /></span>
        {item.location === null && item.taken === null ? null : (
          <span className="soft figures" title={t("register.attachment_says")}>
            {t("register.attachment_camera")} {item.taken ?? ""}{item.taken !== null && item.location !== null ? " · " : ""}
            {item.location === null ? "" : `${item.location.longitude.toFixed(5)}, ${item.location.latitude.toFixed(5)}`}
          </span>
        )}
        <span className="note-actions">
          {shown ? <a className="link" href={files.attachment(info.key, row.id, item.id, false)} download={item.name}>{t("register.attachment_save")}</a> : null}
          {mayWrite && !asking ? <button type="button" className="link" aria-label={t("register.detach", { name: item.name })} onClick={() => setAsking(true)}>{t("register.detach_word")}</button> : null}
          {asking ? (
            <>
              <Button size="small" autoFocus disabled={removing.isPending} onClick={() => removing.mutate()}>{t("register.detach_sure")}</Button>
              <Button size="small" onClick={() => setAsking(false)}>{t("register.cancel")}</Button>
            </>
          ) : null}
        </span>
      </div>
      {removing.error === null ? null : <ProblemNote problem={asProblem(removing.error)} onDismiss={removing.reset} />}
    </li>
  );
}

/** `PDF`, `JPG`: the ending, as far as it says something. */
function kindWords(item: Attachment): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(item.name)?.[1];
  return (ending ?? item.media_type.split("/")[1] ?? "").slice(0, 5).toUpperCase();
}
