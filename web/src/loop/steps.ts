/** The states of a loop as a line that a case walks along. Pure. */
import type { ActionInfo, CaseSummary, LoopInfo } from "./types";

export interface StepMark {
  readonly key: string;
  readonly label: LoopInfo["states"][number]["label"];
  readonly place: "done" | "here" | "ahead";
}

/**
 * The states in the order of the declaration. Of the ends only one is shown: the one where the case
 * is, else the first, which is the ordinary one.
 */
export function line(loop: LoopInfo, state: string): readonly StepMark[] {
  const ends = loop.states.filter((one) => one.end);
  const end = ends.find((one) => one.key === state) ?? ends[0];
  const shown = loop.states.filter((one) => !one.end || one === end);
  const at = shown.findIndex((one) => one.key === state);
  return shown.map((one, index) => ({ key: one.key, label: one.label, place: index < at ? "done" : index === at ? "here" : "ahead" }));
}

/** The actions that make sense for every one of some cases. */
export function common(loops: readonly LoopInfo[], cases: readonly CaseSummary[]): readonly ActionInfo[] {
  const [first] = cases;
  if (first === undefined || cases.some((one) => one.loop !== first.loop)) return [];
  const actions = loops.find((one) => one.key === first.loop)?.actions ?? [];
  return actions.filter((action) => cases.every((one) => action.from.includes(one.state)));
}
