/** Which questions may be asked of which kind of field, and how many values each takes. Pure. */
import type { FieldInfo, FieldKind } from "./types";

export const operators = ["eq", "ne", "in", "contains", "starts", "lt", "lte", "gt", "gte", "gte_or_empty", "between", "empty", "within", "outside", "in_box"] as const;
export type Operator = (typeof operators)[number];

/** One question: `values` are as the server reads them. */
export interface Filter {
  readonly field: string;
  readonly op: Operator;
  readonly values: readonly string[];
}

const ordered: readonly Operator[] = ["lt", "lte", "gt", "gte", "gte_or_empty", "between"];

/** What the server understands. */
const understood: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: ["eq", "ne", "in", "contains", "starts", ...ordered, "empty"],
  long_text: ["eq", "ne", "in", "contains", "starts", ...ordered, "empty"],
  integer: ["eq", "ne", "in", ...ordered, "empty"],
  decimal: ["eq", "ne", "in", ...ordered, "empty"],
  money: ["eq", "ne", "in", ...ordered, "empty"],
  date: ["eq", "ne", "in", ...ordered, "empty"],
  time: ["eq", "ne", "in", ...ordered, "empty"],
  boolean: ["eq", "ne", "in", "empty"],
  choice: ["eq", "ne", "in", "empty"],
  choices: ["contains", "empty"],
  reference: ["eq", "ne", "in", "empty"],
  region: ["eq", "ne", "in", "within", "outside", "empty"],
  point: ["in_box", "empty"],
  line: ["in_box", "empty"],
  polygon: ["in_box", "empty"],
};

/** What a person is offered, the likeliest first. */
const offered: Readonly<Record<FieldKind, readonly Operator[]>> = {
  text: ["contains", "starts", "eq", "ne", "empty"],
  long_text: ["contains", "starts", "empty"],
  integer: ["between", "gte", "lte", "eq", "ne", "empty"],
  decimal: ["between", "gte", "lte", "eq", "ne", "empty"],
  money: ["between", "gte", "lte", "eq", "ne", "empty"],
  date: ["between", "gte", "lte", "eq", "empty"],
  time: ["between", "gte", "lte", "empty"],
  boolean: ["eq", "empty"],
  choice: ["in", "ne", "empty"],
  choices: ["contains", "empty"],
  reference: ["eq", "ne", "empty"],
  region: ["within", "eq", "empty"],
  point: ["in_box", "empty"],
  line: ["in_box", "empty"],
  polygon: ["in_box", "empty"],
};

/** A personal field is found by an equal value, and asked nothing else. */
const found: readonly Operator[] = ["eq"];

export function offeredFor(field: Pick<FieldInfo, "kind" | "lookup">): readonly Operator[] {
  return field.lookup === true ? found : offered[field.kind];
}

export function isAskable(field: FieldInfo): boolean {
  return field.filter || field.lookup === true;
}

/** Null: any number from one. */
export function arity(op: Operator): number | null {
  if (op === "in" || op === "within" || op === "outside") return null;
  if (op === "between") return 2;
  return op === "in_box" ? 4 : 1;
}

function isOperator(word: string): word is Operator {
  return (operators as readonly string[]).includes(word);
}

export function operatorOf(word: string): Operator | null {
  return isOperator(word) ? word : null;
}

/** Whether the server would take it: the field may be asked for, in this way, with so many values. */
export function fits(filter: Filter, field: FieldInfo | undefined): boolean {
  if (field === undefined || !isAskable(field) || !(field.lookup === true ? found : understood[field.kind]).includes(filter.op)) return false;
  const wanted = arity(filter.op);
  const given = filter.values.length;
  if (wanted === null ? given === 0 : given !== wanted) return false;
  if (filter.op === "empty") return filter.values[0] === "true" || filter.values[0] === "false";
  return filter.values.every((value) => value.trim() !== "");
}
