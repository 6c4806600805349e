/** 停用 and 恢复: asked once more in place; when others still point here, who they are. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { asProblem, type ProblemError } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ConflictNote, ProblemNote } from "../shell/States";
import { emptyList, toSearch } from "./listState";
import { restoreRow, retireRow, rowQuery } from "./registers";
import { readReferrers } from "./refusals";
import type { RegisterInfo, Row } from "./types";

export function Retirement({ info, row }: { info: RegisterInfo; row: Row }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const retired = row.retired_at !== null;
  const act = useMutation({
    mutationFn: () => (retired ? restoreRow(info.key, row) : retireRow(info.key, row)),
    onSuccess: (next) => {
      setAsking(false);
      queries.setQueryData(rowQuery(info.key, row.id).queryKey, next);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["register", info.key] }),
  });
  const problem = act.error === null ? null : asProblem(act.error);
  return (
    <section className="retirement" aria-label={t(retired ? "register.restore" : "register.retire")}>
      {asking ? (
        <div className="note">
          <p className="note-title">{t(retired ? "register.restore_ask" : "register.retire_ask")}</p>
          <p className="soft">{t(retired ? "register.restore_means" : "register.retire_means")}</p>
          <p className="note-actions">
            <Button type="primary" autoFocus disabled={act.isPending} onClick={() => act.mutate()}>{t(retired ? "register.restore" : "register.retire")}</Button>
            <Button onClick={() => { setAsking(false); act.reset(); }}>{t("register.cancel")}</Button>
          </p>
        </div>
      ) : (
        <Button onClick={() => setAsking(true)}>{t(retired ? "register.restore" : "register.retire")}…</Button>
      )}
      {problem === null ? null : <Refusal problem={problem} row={row} onDismiss={act.reset} />}
    </section>
  );
}

function Refusal({ problem, row, onDismiss }: { problem: ProblemError; row: Row; onDismiss: () => void }) {
  const { t } = useLanguage();
  const referrers = readReferrers(problem);
  if (referrers.length === 0) {
    if (problem.status === 412) return <ConflictNote title={t("problem.conflict")} onDismiss={onDismiss}><p>{t("register.conflict_look")}</p></ConflictNote>;
    return <ProblemNote problem={problem} onDismiss={onDismiss} />;
  }
  return (
    <ConflictNote title={t("register.referred")} onDismiss={onDismiss}>
      <ul>
        {referrers.map((one) => (
          <li key={`${one.register}.${one.field}`}>
            <Link to="/registers/$key" params={{ key: one.register }} search={toSearch({ ...emptyList, filters: [{ field: one.field, op: "eq", values: [row.id] }] })}>
              {one.label[t.language]} <span className="figures">{t("list.count", { n: one.rows })}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="soft">{t("register.referred_next")}</p>
    </ConflictNote>
  );
}
