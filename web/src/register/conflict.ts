/**
 * Two people changed one row: what each changed, against the row both began with. Pure.
 *
 * Invariants: what only one of them changed is taken without a question and shown; what both
 * changed differently is asked for, and nothing is sent before every such field has an answer.
 */
import type { FieldInfo, Values } from "./types";
import { sameTyped, typedOf, type Form, type Typed } from "./values";

export type Side = "mine" | "theirs";
export type Choices = Readonly<Partial<Record<string, Side>>>;

export interface Difference {
  readonly field: FieldInfo;
  readonly base: Typed;
  readonly mine: Typed;
  readonly theirs: Typed;
  /** The side that alone changed it; null when both did. */
  readonly by: Side | null;
}

type Marks = Readonly<Record<string, string>>;

/** The masked fields that they changed behind their masks, which may look the same. */
export function changedBehind(base: Marks = {}, theirs: Marks = {}): ReadonlySet<string> {
  return new Set(Object.keys({ ...base, ...theirs }).filter((name) => base[name] !== theirs[name]));
}

/** The fields in which my form and the row as it is now do not agree; `unseen` are those that they changed behind a mask. */
export function differences(base: Values, mine: Form, theirs: Values, fields: readonly FieldInfo[], unseen: ReadonlySet<string> = new Set()): readonly Difference[] {
  return fields.flatMap((field) => {
    const [was, now] = [typedOf(base[field.name], field), typedOf(theirs[field.name], field)];
    const typed = mine[field.name] ?? was;
    if (sameTyped(typed, now, field)) return [];
    const [iChanged, theyChanged] = [!sameTyped(typed, was, field), !sameTyped(now, was, field) || unseen.has(field.name)];
    return [{ field, base: was, mine: typed, theirs: now, by: iChanged && theyChanged ? null : iChanged ? ("mine" as const) : ("theirs" as const) }];
  });
}

export function sideOf(difference: Difference, choices: Choices): Side | null {
  return choices[difference.field.name] ?? difference.by;
}

/** The fields that still want an answer. */
export function open(list: readonly Difference[], choices: Choices): readonly Difference[] {
  return list.filter((difference) => sideOf(difference, choices) === null);
}

/** The form after the choice: their row with mine where mine was chosen. */
export function merged(mine: Form, list: readonly Difference[], choices: Choices): Form {
  const taken = list.filter((difference) => sideOf(difference, choices) === "theirs");
  return { ...mine, ...Object.fromEntries(taken.map(({ field, theirs }) => [field.name, theirs])) };
}
