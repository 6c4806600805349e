/** 删除个人信息: the key of a row's personal values is destroyed; nothing brings them back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { erase } from "./registers";
import { LEAST_REASON, MOST_REASON } from "./Reveal";
import type { RegisterInfo, Row } from "./types";

export function Erasure({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const erasing = useMutation({
    mutationFn: () => erase(info.key, row.id, reason.trim()),
    onSuccess: () => setAsking(false),
    onSettled: () => queries.invalidateQueries({ queryKey: ["register", info.key] }),
  });
  const readable = (row.masked ?? []).some((name) => row.erased?.includes(name) !== true);
  if (!info.may_write || !info.may_read_personal || !readable) return null;
  return (
    <section className="retirement" aria-label={t("register.erase")}>
      {asking ? (
        <div className="note note-conflict">
          <p className="note-title">{t("register.erase_ask")}</p>
          <p className="soft">{t("register.erase_means")}</p>
          <Input value={reason} autoFocus maxLength={MOST_REASON} placeholder={t("register.erase_reason")} aria-label={t("register.erase_reason")} onChange={(event) => setReason(event.target.value)} />
          <p className="note-actions">
            <Button danger disabled={reason.trim().length < LEAST_REASON || erasing.isPending} onClick={() => erasing.mutate()}>{t("register.erase")}</Button>
            <Button onClick={() => { setAsking(false); erasing.reset(); }}>{t("register.cancel")}</Button>
          </p>
        </div>
      ) : (
        <Button onClick={() => setAsking(true)}>{t("register.erase")}…</Button>
      )}
      {erasing.error === null ? null : <ProblemNote problem={asProblem(erasing.error)} onDismiss={erasing.reset} />}
    </section>
  );
}
