/**
 * What a list shows, as it stands in the address, in a saved view and in the question to the
 * server. Pure.
 *
 * Invariants: address → state → address gives the same; whatever the register does not know is
 * dropped before it is asked, so that an old link still opens.
 */
import type { Query } from "../api/request";
import { fits, operatorOf, type Filter } from "./operators";
import type { FieldInfo, RegisterInfo } from "./types";

export interface Sort {
  readonly field: string;
  readonly down: boolean;
}

export interface ListState {
  readonly search: string;
  readonly filters: readonly Filter[];
  /** The first counts most. */
  readonly sort: readonly Sort[];
  /** Null: as this seat remembers, else as the register says. */
  readonly columns: readonly string[] | null;
  readonly retired: boolean;
}

/** The same in the address; what is not said is left out. */
export interface ListSearch {
  readonly q?: string;
  readonly f?: string;
  readonly sort?: string;
  readonly cols?: string;
  readonly retired?: boolean;
}

export const emptyList: ListState = { search: "", filters: [], sort: [], columns: null, retired: false };

const guarded: Readonly<Record<string, string>> = { "%": "%25", ",": "%2C", ";": "%3B", "=": "%3D" };
const guard = (value: string) => value.replaceAll(/[%,;=]/g, (sign) => guarded[sign] ?? sign);

function unguard(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `state.in=wet,dry;region.within=14` */
function filtersToText(filters: readonly Filter[]): string {
  return filters.map(({ field, op, values }) => `${field}.${op}=${values.map(guard).join(",")}`).join(";");
}

function filterOf(text: string): Filter[] {
  const match = /^(\w+)\.(\w+)=(.*)$/s.exec(text);
  const [, field = "", word = "", values = ""] = match ?? [];
  const op = operatorOf(word);
  return op === null ? [] : [{ field, op, values: values.split(",").map(unguard) }];
}

const sortToText = (sort: readonly Sort[]) => sort.map(({ field, down }) => (down ? `-${field}` : field)).join(",");

function sortOf(text: string): Sort[] {
  const words = text.split(",").filter((word) => /^-?\w+$/.test(word));
  return words.map((word) => ({ field: word.replace(/^-/, ""), down: word.startsWith("-") }));
}

/** The router reads `1408` as a number and `true` as a boolean. */
function wordOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Whatever stands in the address becomes something a list knows; the rest is dropped. */
export function listSearch(raw: Readonly<Record<string, unknown>>): ListSearch {
  return toSearch(stateOf({ q: wordOf(raw["q"]), f: wordOf(raw["f"]), sort: wordOf(raw["sort"]), cols: wordOf(raw["cols"]), retired: wordOf(raw["retired"]) === "true" }));
}

export function stateOf(search: ListSearch): ListState {
  const columns = (search.cols ?? "").split(",").filter((name) => /^\w+$/.test(name));
  return {
    search: search.q ?? "",
    filters: (search.f ?? "").split(";").flatMap(filterOf),
    sort: sortOf(search.sort ?? ""),
    columns: columns.length === 0 ? null : [...new Set(columns)],
    retired: search.retired === true,
  };
}

export function toSearch(state: ListState): ListSearch {
  return {
    ...(state.search.trim() === "" ? {} : { q: state.search }),
    ...(state.filters.length === 0 ? {} : { f: filtersToText(state.filters) }),
    ...(state.sort.length === 0 ? {} : { sort: sortToText(state.sort) }),
    ...(state.columns === null ? {} : { cols: state.columns.join(",") }),
    ...(state.retired ? { retired: true } : {}),
  };
}

/** The text of a saved view. */
export function toViewState(state: ListState): string {
  return new URLSearchParams(Object.entries(toSearch(state)).map(([name, value]) => [name, String(value)])).toString();
}

export function fromViewState(text: string): ListSearch {
  return listSearch(Object.fromEntries(new URLSearchParams(text)));
}

function fieldOf(info: RegisterInfo, name: string): FieldInfo | undefined {
  return info.fields.find((field) => field.name === name);
}

/** The state without what this register does not know or does not allow. */
export function known(state: ListState, info: RegisterInfo): ListState {
  const columns = state.columns?.filter((name) => fieldOf(info, name) !== undefined) ?? null;
  return {
    search: info.searchable ? state.search : "",
    filters: state.filters.filter((filter) => fits(filter, fieldOf(info, filter.field))),
    sort: state.sort.filter(({ field }) => fieldOf(info, field)?.sort === true),
    columns: columns === null || columns.length === 0 ? null : columns,
    retired: state.retired,
  };
}

/** The question to the server; export asks the same. */
export function toQuery(state: ListState): Query {
  return [
    ...(state.search.trim() === "" ? [] : [["search", state.search.trim()] as const]),
    ...state.filters.flatMap(({ field, op, values }) => values.map((value) => [op === "eq" ? field : `${field}.${op}`, value] as const)),
    ...state.sort.map(({ field, down }) => ["sort", down ? `-${field}` : field] as const),
    ...(state.retired ? [["retired", "true"] as const] : []),
  ];
}

/** A heading pressed: up, down, as the register orders; `add` keeps the other headings. */
export function pressed(sort: readonly Sort[], field: string, add: boolean): readonly Sort[] {
  const at = sort.find((one) => one.field === field);
  const next: readonly Sort[] = at === undefined ? [{ field, down: false }] : at.down ? [] : [{ field, down: true }];
  if (!add) return next;
  if (at === undefined) return [...sort, ...next];
  return sort.flatMap((one) => (one.field === field ? next : [one]));
}

/** The columns to show: chosen in the address, remembered on this seat, or said by the register. */
export function columnsOf(state: Pick<ListState, "columns">, remembered: string | null, info: RegisterInfo): readonly FieldInfo[] {
  const named = (names: readonly string[]) => names.flatMap((name) => fieldOf(info, name) ?? []);
  const chosen = named(state.columns ?? []);
  if (chosen.length > 0) return chosen;
  const kept = named((remembered ?? "").split(","));
  if (kept.length > 0) return kept;
  const listed = info.fields.filter((field) => field.list || field.name === info.title);
  // The name of a row stands first.
  return [...listed.filter((field) => field.name === info.title), ...listed.filter((field) => field.name !== info.title)];
}
