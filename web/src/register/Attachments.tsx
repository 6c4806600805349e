/** 附件: photos, certificates, drawings that belong to a row. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Exact } from "../time/Clocks";
import { bytesWords } from "./importState";
import { attach, attachmentsQuery, detach, files } from "./registers";
import type { Attachment, RegisterInfo, Row } from "./types";

export function Attachments({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const list = useQuery(attachmentsQuery(info.key, row.id));
  const refresh = () => queries.invalidateQueries({ queryKey: attachmentsQuery(info.key, row.id).queryKey });
  const input = useRef<HTMLInputElement>(null);
  const adding = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      for (const file of chosen) await attach(info.key, row.id, file);
    },
    onSettled: refresh,
  });
  const mayWrite = info.may_write && row.retired_at === null;
  // A server of an older version keeps no files.
  if (list.error !== null && asProblem(list.error).status === 404) return null;
  return (
    <section className="block" aria-label={t("register.attachments")}>
      <header className="block-head">
        <h3>{t("register.attachments")}</h3>
        {mayWrite ? (
          <>
            <input ref={input} type="file" multiple hidden onChange={(event) => { adding.mutate([...(event.target.files ?? [])]); event.target.value = ""; }} />
            <Button size="small" disabled={adding.isPending} onClick={() => input.current?.click()}>{t(adding.isPending ? "register.attaching" : "register.attach")}</Button>
          </>
        ) : null}
      </header>
      {adding.error === null ? null : <ProblemNote problem={asProblem(adding.error)} onDismiss={adding.reset} />}
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

function Item({ info, row, item, mayWrite, onGone }: { info: RegisterInfo; row: Row; item: Attachment; mayWrite: boolean; onGone: () => Promise<void> }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const removing = useMutation({ mutationFn: () => detach(info.key, row.id, item.id), onSettled: onGone });
  return (
    <li>
      <a href={files.attachment(info.key, row.id, item.id)} download={item.name} className="clip">{item.name}</a>
      <span className="soft figures">{bytesWords(item.bytes)} · {item.by} · <Exact at={item.created_at} /></span>
      {mayWrite ? (
        asking ? (
          <span className="note-actions">
            <Button size="small" autoFocus disabled={removing.isPending} onClick={() => removing.mutate()}>{t("register.detach_sure")}</Button>
            <Button size="small" onClick={() => setAsking(false)}>{t("register.cancel")}</Button>
          </span>
        ) : (
          <button type="button" className="bar-button" aria-label={t("register.detach", { name: item.name })} title={t("register.detach", { name: item.name })} onClick={() => setAsking(true)}>✕</button>
        )
      ) : null}
      {removing.error === null ? null : <ProblemNote problem={asProblem(removing.error)} onDismiss={removing.reset} />}
    </li>
  );
}
