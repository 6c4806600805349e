/** 批量办理 one action on the chosen cases; what became of each is told row by row. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { problemOf } from "../api/problem";
import { WithRegister } from "../register/Frame";
import { useLanguage } from "../shell/language";
import { ActionForm } from "./ActionForm";
import { actOnAll, loopsQuery } from "./loops";
import { common } from "./steps";
import type { CasesDone, CaseSummary } from "./types";

/** What became of the chosen cases, with the titles to tell them by. */
export interface Told {
  readonly answer: CasesDone;
  readonly titles: ReadonlyMap<string, string>;
}

export function BulkTold({ told, onDismiss }: { told: Told; onDismiss: () => void }) {
  const { t } = useLanguage();
  const refused = told.answer.items.filter((item) => !item.done);
  return (
    <div className="bulk note" role="status">
      <p className="note-title">{t("loop.bulk_done", { done: told.answer.items.length - refused.length, refused: refused.length })}</p>
      <ul>
        {refused.map((item) => {
          const problem = problemOf(409, item.problem);
          return <li key={item.id}>{told.titles.get(item.id)}: {problem.title}{problem.detail === null ? "" : ` ${problem.detail}`}</li>;
        })}
      </ul>
      <p className="note-actions"><Button onClick={onDismiss}>{t("problem.dismiss")}</Button></p>
    </div>
  );
}

export function Bulk({ cases, onDone, onLeave }: { cases: readonly CaseSummary[]; onDone: (told: Told) => void; onLeave: () => void }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const loops = useQuery(loopsQuery);
  const [key, setKey] = useState<string | null>(null);
  const actions = common(loops.data ?? [], cases);
  const loop = loops.data?.find((one) => one.key === cases[0]?.loop);
  const action = actions.find((one) => one.key === key);
  return (
    <div className="bulk">
      <p className="offers">
        <b>{t("loop.picked", { n: cases.length })}</b>
        {actions.length === 0 ? <span className="soft">{t("loop.no_common")}</span> : actions.map((one) => <Button key={one.key} size="small" aria-expanded={key === one.key} onClick={() => setKey(key === one.key ? null : one.key)}>{one.label[t.language]}</Button>)}
        <Button size="small" onClick={onLeave}>{t("loop.unpick")}</Button>
      </p>
      {action === undefined || loop === undefined ? null : (
        <WithRegister name={loop.key}>
          {(info) => (
            <ActionForm
              key={action.key} info={info} loop={loop} action={action} place="bulk" row={null}
              send={(input) => actOnAll(cases, input)}
              onDone={(answer) => {
                onDone({ answer, titles: new Map(cases.map((one) => [one.id, one.title])) });
                void queries.invalidateQueries({ queryKey: ["cases"] });
                void queries.invalidateQueries({ queryKey: ["register", loop.key] });
              }}
              onLeave={() => setKey(null)}
            />
          )}
        </WithRegister>
      )}
    </div>
  );
}
