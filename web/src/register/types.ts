/**
 * The shapes of the register API. Written by hand, because a register's rows are data: the fields
 * come with `RegisterInfo`, so the generated schema cannot know them.
 */
import type { Language } from "../messages/translate";

/** Words in every language of the house. */
export type Label = Readonly<Record<Language, string>>;

export type FieldKind =
  | "text" | "long_text" | "integer" | "decimal" | "money" | "boolean" | "date" | "time"
  | "choice" | "choices" | "reference" | "region" | "point" | "line" | "polygon";

export interface ChoiceInfo {
  readonly key: string;
  readonly label: Label;
  /** Under which heading it stands. */
  readonly group?: Label | null;
}

/** What a form is told of one field while it is filled in; what is null stays as it is declared. */
export interface FieldGuide {
  readonly name: string;
  readonly shown: boolean;
  readonly required: boolean | null;
  readonly label: Label | null;
  readonly help: Label | null;
  readonly unit: Label | null;
  readonly choices: readonly ChoiceInfo[] | null;
}

export interface FormGuide {
  readonly fields: readonly FieldGuide[];
}

export interface FieldInfo {
  readonly name: string;
  readonly label: Label;
  readonly help: Label | null;
  readonly kind: FieldKind;
  /** Decimal places of a decimal; money has two. */
  readonly scale: number | null;
  /** A sign, or words. */
  readonly unit: Label | null;
  readonly required: boolean;
  readonly unique: boolean;
  /** Personal data: comes masked. */
  readonly personal: boolean;
  readonly list: boolean;
  readonly filter: boolean;
  /** Rows can be found by an equal value of this personal field. */
  readonly lookup?: boolean;
  readonly sort: boolean;
  readonly search: boolean;
  /** Of decimals and money in the smallest unit. */
  readonly min: number | null;
  readonly max: number | null;
  readonly max_chars: number | null;
  /** The words of a choice; of a text, what the form's guide offers. */
  readonly choices: readonly ChoiceInfo[] | null;
  /** The register that a reference points into. */
  readonly reference: string | null;
  readonly default: string | null;
}

export interface RegisterInfo {
  readonly key: string;
  readonly label: Label;
  /** The field that names a row. */
  readonly title: string;
  /** The field with the row's region, where access depends on it. */
  readonly scope: string | null;
  /** The field with the row's place on the map. */
  readonly geometry: string | null;
  /** Its rows are cases: its loop alone writes them. */
  readonly managed: boolean;
  readonly may_write: boolean;
  /** Personal fields may be read uncovered, each with a reason. */
  readonly may_read_personal?: boolean;
  readonly searchable: boolean;
  /** The address that tells what a form asks next, as a URI template of the fields that it goes by. */
  readonly guide?: string | null;
  readonly fields: readonly FieldInfo[];
}

export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

/** A geometry as RFC 7946 has it. */
export type Shape =
  | { readonly type: "LineString"; readonly coordinates: readonly (readonly number[])[] }
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly (readonly number[])[])[] };

/** One value as JSON carries it; what it means is said by the field's kind. */
export type Value = string | number | boolean | readonly string[] | Point | Shape | null;
export type Values = Readonly<Record<string, Value>>;

export interface Row {
  readonly id: string;
  readonly version: number;
  readonly retired_at: string | null;
  readonly synthetic: boolean;
  readonly created_at: string;
  readonly values: Values;
  /** By reference field: the title of the row referred to; by region field: the region with what it lies in. */
  readonly titles: Readonly<Record<string, string>>;
  /** The fields that came masked. */
  readonly masked?: readonly string[];
  /** By masked field: a mark that is another one when the value behind the mask is. */
  readonly marks?: Readonly<Record<string, string>>;
  /** The fields whose values were erased for good. */
  readonly erased?: readonly string[];
}

export interface RowPage {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly as_of: string;
  readonly position: number;
}

export interface HistoryChange {
  readonly field: string;
  readonly before: Value;
  readonly after: Value;
}

export interface HistoryEntry {
  readonly position: number | null;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly verb: string;
  readonly version: number;
  readonly changes: readonly HistoryChange[];
}

/** A saved view; `state` is the list's query as `listState` writes it. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  /** Its owner alone, or everybody of the owner's role. */
  readonly audience: "me" | "role";
  /** Whether it may be changed here. */
  readonly mine: boolean;
  readonly by: string;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly created_at: string;
  readonly preview: "picture" | "document" | "none";
  /** Whether there may be a small picture of it. */
  readonly thumbnail: boolean;
  /** Where and when its camera says it was taken. */
  readonly location: Point | null;
  readonly taken: string | null;
  readonly by: { readonly kind: string; readonly id: string; readonly name: string };
}

/** Where rows of another register point at this one. */
export interface Referrer {
  readonly register: string;
  readonly label: Label;
  readonly field: string;
  readonly rows: number;
}

export type ImportMode = "dry_run" | "apply";
export type ImportState = "reading" | "checking" | "staging" | "applying" | "done" | "refused" | "cancelled" | "failed";

export interface ImportFault {
  /** The row of the sheet, as the sheet counts. */
  readonly row: number;
  readonly field: string | null;
  readonly heading: string | null;
  readonly code: string;
  readonly message: string;
}

export interface ImportRun {
  readonly id: string;
  readonly file: string;
  readonly mode: ImportMode;
  readonly state: ImportState;
  readonly rows_total: number | null;
  readonly rows_done: number;
  readonly rows_faulty: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly message: Label | null;
  readonly columns: readonly { readonly heading: string; readonly field: string | null }[];
  readonly faults: readonly ImportFault[];
}

/** Whether the person may enter and change rows at a form. */
export function mayEnter(info: RegisterInfo): boolean {
  return info.may_write && !info.managed;
}
