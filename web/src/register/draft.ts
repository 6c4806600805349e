/**
 * A row while it is being written, as it survives a reload: the version and the values it began
 * with, and what stands in the form. Pure.
 *
 * Invariant: a draft of an older build or of another form of the register is read field by field;
 * what does not fit is left out, never believed.
 */
import type { FieldInfo, Row, Values } from "./types";
import { formOf, isEmpty, newForm, sameTyped, type Form, type Typed } from "./values";

export interface Writing {
  /** Zero for a row that is not there yet. */
  readonly version: number;
  readonly base: Values;
  readonly form: Form;
  /** The marks of the values behind masks, as the row had them; see `Row.marks`. */
  readonly marks?: Readonly<Record<string, string>>;
}

export function begin(row: Row | null, fields: readonly FieldInfo[]): Writing {
  if (row === null) return { version: 0, base: {}, form: newForm(fields) };
  return { version: row.version, base: row.values, form: formOf(row.values, fields), ...(row.marks === undefined ? {} : { marks: row.marks }) };
}

/** What the form began with: the row, or the defaults. */
function start(writing: Writing, fields: readonly FieldInfo[]): Form {
  return writing.version === 0 ? newForm(fields) : formOf(writing.base, fields);
}

export function changed(writing: Writing, fields: readonly FieldInfo[]): readonly string[] {
  const first = start(writing, fields);
  return fields.filter((field) => !sameTyped(writing.form[field.name] ?? "", first[field.name] ?? "", field)).map((field) => field.name);
}

export function toText(writing: Writing): string {
  return JSON.stringify(writing);
}

function isTyped(value: unknown, like: Typed): value is Typed {
  if (typeof like === "string") return typeof value === "string";
  return Array.isArray(value) && value.every((part) => typeof part === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The draft, or null when there is none that can be read. */
export function fromText(text: string, fields: readonly FieldInfo[]): Writing | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(body) || !isRecord(body["form"]) || !isRecord(body["base"]) || !Number.isSafeInteger(body["version"])) return null;
  const marks = isRecord(body["marks"]) ? { marks: Object.fromEntries(Object.entries(body["marks"]).filter((pair): pair is [string, string] => typeof pair[1] === "string")) } : {};
  const writing = { version: Number(body["version"]), base: body["base"] as Values, form: {}, ...marks };
  const first = start(writing, fields);
  const typed = body["form"];
  const form = Object.fromEntries(
    fields.map((field) => {
      const [kept, otherwise] = [typed[field.name], first[field.name] ?? ""];
      return [field.name, isTyped(kept, otherwise) ? kept : otherwise];
    }),
  );
  const read = { ...writing, form };
  return changed(read, fields).length === 0 ? null : read;
}

/** Whether anything was written into a form at all. */
export function isBlank(form: Form): boolean {
  return Object.values(form).every(isEmpty);
}
