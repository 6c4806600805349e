/** A case that moved while somebody decided: what they saw is what they send, until they have looked at the new. */
import { useState } from "react";
import type { ProblemError } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ConflictNote } from "../shell/States";
import type { CaseView, LoopInfo } from "./types";

/**
 * The case as it was when the form was opened. The feed goes on telling what it is now,
 * and an action sent with that version would pass over what somebody else just did.
 */
export function useSeen(one: CaseView): { readonly seen: CaseView; readonly movedTo: string | null; readonly look: () => void } {
  const [seen, setSeen] = useState(one);
  return { seen, movedTo: one.version === seen.version ? null : one.state, look: () => setSeen(one) };
}

/** Whether a refusal says that the case is no longer what the person saw. */
export function wasMoved(problem: ProblemError | null): boolean {
  return problem !== null && (problem.status === 412 || problem.code === "not_now");
}

/** The state that somebody else made, from what a 412 shows. */
export function stateIn(current: unknown): string | null {
  return typeof current === "object" && current !== null && "state" in current && typeof current.state === "string" ? current.state : null;
}

export function MovedNote({ loop, yours, state, onLooked }: { loop: LoopInfo; yours: string; state: string | null; onLooked: () => void }) {
  const { t } = useLanguage();
  const stands = loop.states.find((known) => known.key === state)?.label[t.language];
  return (
    <ConflictNote title={t("loop.moved")} onDismiss={onLooked}>
      <dl className="versions">
        <dt>{t("loop.yours")}</dt>
        <dd>{yours}</dd>
        <dt>{t("loop.theirs")}</dt>
        <dd>{stands ?? t("loop.changed")}</dd>
      </dl>
      <p>{t("loop.moved_next")}</p>
    </ConflictNote>
  );
}
