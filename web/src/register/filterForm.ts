/** A question while it is being written: what is typed, and what it becomes. Pure. */
import type { Translator } from "../messages/translate";
import { arity, offeredFor, type Filter, type Operator } from "./operators";
import type { FieldInfo } from "./types";
import { faultOf, typedOf, valueOf, words, type Fault, type Typed } from "./values";

export interface FilterForm {
  readonly field: FieldInfo;
  readonly op: Operator;
  readonly typed: readonly Typed[];
}

const four: readonly Typed[] = ["", "", "", ""];

/** An empty form of the right number of values; `in` holds its keys in one list. */
export function blank(field: FieldInfo, op: Operator = offeredFor(field)[0] ?? "empty"): FilterForm {
  if (op === "in") return { field, op, typed: [[]] };
  return { field, op, typed: op === "empty" ? ["true"] : four.slice(0, arity(op) ?? 1) };
}

export function formOfFilter(filter: Filter, field: FieldInfo): FilterForm {
  if (filter.op === "in") return { field, op: "in", typed: [filter.values] };
  const time = field.kind === "time" && filter.op !== "empty";
  return { field, op: filter.op, typed: filter.values.map((value) => (time ? typedOf(value, field) : value)) };
}

/** A filter asks for values that no row may hold: bounds of today do not count. */
function asking(field: FieldInfo): FieldInfo {
  return { ...field, required: true, min: null, max: null, max_chars: null };
}

function numberFault(typed: Typed): Fault | null {
  const text = typeof typed === "string" ? typed.trim() : "";
  return text !== "" && Number.isFinite(Number(text)) ? null : { message: "register.fault.point" };
}

export function faultsOf({ field, op, typed }: FilterForm): readonly (Fault | null)[] {
  if (op === "empty") return [null];
  if (op === "in_box") return typed.map(numberFault);
  // A part of a word need not be a whole value; chosen keys need only be there.
  const kind = op === "within" || op === "outside" ? "region" : op === "in" || field.kind === "choices" ? "text" : field.kind;
  return typed.map((one) => {
    if (op === "in" && typeof one !== "string") return one.length === 0 ? { message: "register.fault.required" as const } : null;
    return faultOf(one, { ...asking(field), kind });
  });
}

export function toFilter({ field, op, typed }: FilterForm): Filter {
  const value = (one: Typed): readonly string[] => {
    if (typeof one !== "string") return one;
    if (op === "empty" || op === "in_box" || field.kind === "choices") return [one.trim()];
    const read = valueOf(one, field);
    return [typeof read === "string" ? read : JSON.stringify(read)];
  };
  return { field: field.name, op, values: typed.flatMap(value) };
}

/** The words of a chip's values; a reference's title is looked up elsewhere. */
export function valueWords(filter: Filter, field: FieldInfo, t: Translator, title?: string): string {
  if (filter.op === "empty") return t(filter.values[0] === "false" ? "register.op.filled" : "register.op.empty");
  const one = (text: string): string => {
    if (field.kind === "boolean") return t(text === "true" ? "register.yes" : "register.no");
    if (field.kind === "choices") return words([text], field, t);
    return words(text, field, t, title);
  };
  const separator = filter.op === "between" ? " – " : t.language === "zh" ? "、" : ", ";
  const unit = field.unit === null ? "" : ` ${field.unit[t.language]}`;
  return filter.op === "in_box" ? filter.values.join(", ") : filter.values.map(one).join(separator) + unit;
}
