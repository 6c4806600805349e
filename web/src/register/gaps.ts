/** 缺口: what rows of one register lack in another, as the server tells it. */
import { queryOptions } from "@tanstack/react-query";
import { address, request, type Query } from "../api/request";
import type { Language } from "../messages/translate";
import type { RegisterInfo } from "./types";

export interface GapListInfo {
  readonly key: string;
  readonly label: string;
  readonly needing: string;
  readonly filling: string;
}

export interface GapSlot {
  readonly key: string;
  readonly label: string;
  readonly needed: number;
  readonly missing: number;
  readonly fill: Fill;
}

export interface GapGroup {
  readonly id: string;
  readonly title: string;
  readonly needed: number;
  readonly missing: number;
  readonly by_slot: readonly number[];
}

export interface GapRow {
  readonly id: string;
  readonly title: string;
  readonly region: string | null;
  readonly under: string | null;
  readonly fill: Fill;
  readonly missing: readonly string[];
}

export interface GapList extends GapListInfo {
  readonly on: string;
  readonly may_fill: boolean;
  readonly slots: readonly GapSlot[];
  readonly groups: readonly GapGroup[];
  readonly items: readonly GapRow[];
  readonly total: number;
  readonly next: string | null;
  readonly as_of: string;
}

/** What a new row begins with. */
export type Fill = Readonly<Record<string, string>>;

/** What is asked, as the address of the page holds it. */
export interface GapSearch {
  readonly on?: string;
  readonly slot?: string;
  readonly group?: string;
  readonly after?: string;
}

const text = (value: unknown, shape: RegExp): string | undefined => (typeof value === "string" && shape.test(value) ? value : undefined);

export function gapSearch(raw: Readonly<Record<string, unknown>>): GapSearch {
  const on = text(raw["on"], /^\d{4}-\d{2}-\d{2}$/);
  const slot = text(raw["slot"], /^[a-z_]{1,60}$/);
  const group = text(raw["group"], /^[\da-f-]{36}$/);
  // An address that looks like a number is read as one.
  const place = raw["after"];
  const after = text(typeof place === "number" ? String(place) : place, /^[\w-]{1,40}$/);
  return { ...(on === undefined ? {} : { on }), ...(slot === undefined ? {} : { slot }), ...(group === undefined ? {} : { group }), ...(after === undefined ? {} : { after }) };
}

/** What a form is to begin with, from its address. */
export function fillSearch(raw: Readonly<Record<string, unknown>>): { fill?: Fill } {
  const fill = raw["fill"];
  if (typeof fill !== "object" || fill === null) return {};
  const pairs = Object.entries(fill).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1].length <= 200);
  return pairs.length === 0 ? {} : { fill: Object.fromEntries(pairs) };
}

/** The register whose new rows begin with this. */
export function begunWith(info: RegisterInfo, fill: Fill): RegisterInfo {
  return { ...info, fields: info.fields.map((field) => ({ ...field, default: fill[field.name] ?? field.default })) };
}

function question({ on, slot, group, after }: GapSearch): Query {
  const pairs = [["on", on], ["slot", slot], ["group", group], ["after", after]] as const;
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

const ROOT = "/api/v1/gaps";

export const gapListsQuery = queryOptions({
  queryKey: ["gaps"],
  queryFn: async ({ signal }) => (await request<{ readonly items: readonly GapListInfo[] }>(ROOT, { signal })).items,
});

export function gapsQuery(key: string, search: GapSearch) {
  return queryOptions({
    // Under its registers' key, so that a row that is written makes it old.
    queryKey: ["register", "gaps", key, address("", question(search))],
    queryFn: ({ signal }) => request<GapList>(`${ROOT}/${encodeURIComponent(key)}`, { query: question(search), signal }),
    staleTime: 0,
  });
}

export function gapFile(key: string, format: "xlsx" | "csv", language: Language, { on, slot, group }: GapSearch): string {
  const asked = question({ ...(on === undefined ? {} : { on }), ...(slot === undefined ? {} : { slot }), ...(group === undefined ? {} : { group }) });
  return address(`${ROOT}/${encodeURIComponent(key)}/export`, [["format", format], ["lang", language], ...asked]);
}
