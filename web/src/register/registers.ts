/** Registers as the server tells them: which there are, their rows, one row with all that hangs on it, and every act. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { address, request, type Query } from "../api/request";
import { upload } from "../api/upload";
import type { Language } from "../messages/translate";
import { toQuery, type ListState } from "./listState";
import type { Attachment, HistoryEntry, ImportMode, ImportRun, RegisterInfo, Row, RowPage, Values, View } from "./types";

export const PAGE_SIZE = 100;
/** Not every role hears the feed, so what is opened again is asked for again. */
const FRESH_MS = 5_000;
const ROOT = "/api/v1/registers";

function path(...parts: readonly string[]): string {
  return [ROOT, ...parts.map(encodeURIComponent)].join("/");
}

interface Items<T> {
  readonly items: readonly T[];
}

export const registersQuery = queryOptions({
  queryKey: ["registers"],
  queryFn: async () => (await request<Items<RegisterInfo>>(ROOT)).items,
});

/** Rows of one list; `query` is the question without its page. */
export function rowsQuery(key: string, state: ListState, size = PAGE_SIZE) {
  const question = toQuery(state);
  return infiniteQueryOptions({
    queryKey: ["register", key, "rows", address("", question), size],
    queryFn: ({ pageParam, signal }) => {
      const page: Query = [["limit", String(size)], ...(pageParam === null ? [] : [["after", pageParam] as const])];
      return request<RowPage>(path(key), { query: [...question, ...page], signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: FRESH_MS,
    // What was typed a while ago is not worth its memory.
    gcTime: 60_000,
  });
}

/** A few rows that answer what is being typed into a reference. */
export function lookUpQuery(key: string, words: string) {
  return queryOptions({
    queryKey: ["register", key, "rows", "look-up", words],
    queryFn: ({ signal }) => request<RowPage>(path(key), { query: [...(words === "" ? [] : [["search", words] as const]), ["limit", "20"]], signal }),
    gcTime: 60_000,
  });
}

/** The register that names regions, and its field with their codes: where a region's code is unique. */
export interface Regions {
  readonly key: string;
  readonly code: string;
  readonly title: string;
}

export function regionsOf(registers: readonly RegisterInfo[]): Regions | null {
  for (const { key, title, fields } of registers) {
    const code = fields.find((field) => field.kind === "region" && field.unique);
    if (code !== undefined) return { key, title, code: code.name };
  }
  return null;
}

/** Regions that answer what is being typed: by name, or by how their code begins. */
export function regionsQuery({ key, code }: Regions, words: string) {
  const asked: Query = /^\d+$/.test(words) ? [[`${code}.within`, words]] : words === "" ? [] : [["search", words]];
  return queryOptions({
    queryKey: ["register", key, "rows", "regions", words],
    queryFn: ({ signal }) => request<RowPage>(path(key), { query: [...asked, ["limit", "20"]], signal }),
    gcTime: 60_000,
  });
}

export function regionQuery({ key, code }: Regions, value: string) {
  return queryOptions({
    queryKey: ["register", key, "rows", "region", value],
    queryFn: async ({ signal }) => (await request<RowPage>(path(key), { query: [[code, value], ["limit", "1"]], signal })).items[0] ?? null,
    gcTime: 60_000,
  });
}

export function rowQuery(key: string, id: string) {
  return queryOptions({
    queryKey: ["register", key, "row", id, "now"],
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => request<Row>(path(key, id), { signal }),
  });
}

export function historyQuery(key: string, id: string) {
  return queryOptions({
    queryKey: ["register", key, "row", id, "history"],
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => (await request<Items<HistoryEntry>>(path(key, id, "history"), { signal })).items,
  });
}

export function attachmentsQuery(key: string, id: string) {
  return queryOptions({
    queryKey: ["register", key, "row", id, "attachments"],
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => (await request<Items<Attachment>>(path(key, id, "attachments"), { signal })).items,
  });
}

export function viewsQuery(key: string) {
  return queryOptions({
    queryKey: ["register", key, "views"],
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => (await request<Items<View>>(path(key, "views"), { signal })).items,
  });
}

export function createRow(key: string, values: Values): Promise<Row> {
  return request(path(key), { method: "POST", body: values });
}

export function updateRow(key: string, row: Pick<Row, "id" | "version">, values: Values): Promise<Row> {
  return request(path(key, row.id), { method: "PUT", body: values, version: row.version });
}

export function retireRow(key: string, row: Row): Promise<Row> {
  return request(path(key, row.id, "retirement"), { method: "PUT", version: row.version });
}

export function restoreRow(key: string, row: Row): Promise<Row> {
  return request(path(key, row.id, "retirement"), { method: "DELETE", version: row.version });
}

export function saveView(key: string, view: Pick<View, "id" | "name" | "state" | "audience">): Promise<unknown> {
  return request(path(key, "views", view.id), { method: "PUT", body: { name: view.name, state: view.state, audience: view.audience } });
}

export function deleteView(key: string, id: string): Promise<unknown> {
  return request(path(key, "views", id), { method: "DELETE" });
}

export function attach(key: string, id: string, file: File, onProgress: (part: number) => void, signal: AbortSignal): Promise<unknown> {
  return upload(path(key, id, "attachments"), { query: [["name", file.name]], bytes: file, onProgress, signal });
}

/** Personal values in the clear; the server notes who read what and why before it answers. */
export function uncover(key: string, id: string, fields: readonly string[], reason: string): Promise<{ readonly values: Readonly<Record<string, string | null>> }> {
  return request(path(key, id, "personal"), { method: "POST", body: { fields, reason } });
}

export function erase(key: string, id: string, reason: string): Promise<unknown> {
  return request(path(key, id, "erasure"), { method: "POST", body: { reason } });
}

export function detach(key: string, id: string, attachment: string): Promise<unknown> {
  return request(path(key, id, "attachments", attachment), { method: "DELETE" });
}

export function startImport(key: string, file: File, mode: ImportMode): Promise<{ readonly id: string }> {
  return request(path(key, "imports"), { method: "POST", query: [["mode", mode], ["file", file.name]], bytes: file });
}

const running: ReadonlySet<string> = new Set(["reading", "checking", "staging", "applying"]);

export function isRunning(run: ImportRun): boolean {
  return running.has(run.state);
}

export function importQuery(key: string, id: string) {
  return queryOptions({
    queryKey: ["register", key, "import", id],
    queryFn: ({ signal }) => request<ImportRun>(path(key, "imports", id), { signal }),
    // An import is no journalled subject: no event tells how far it is.
    refetchInterval: ({ state }) => (state.data !== undefined && isRunning(state.data) ? 500 : false),
  });
}

export function cancelImport(key: string, id: string): Promise<unknown> {
  return request(path(key, "imports", id), { method: "DELETE" });
}

/** Addresses of files: the browser fetches them itself, and shows its own progress. */
export const files = {
  export: (key: string, format: "xlsx" | "csv", language: Language, columns: readonly string[], state: ListState, reason: string | null) =>
    address(path(key, "export"), [["format", format], ["lang", language], ["columns", columns.join(",")], ...(reason === null ? [] : [["reason", reason] as const]), ...toQuery(state)]),
  template: (key: string, language: Language) => address(path(key, "template"), [["lang", language]]),
  report: (key: string, id: string) => path(key, "imports", id, "report"),
  label: (key: string, id: string, language: Language) => address(path(key, id, "label"), [["lang", language]]),
  /** A sheet of labels of all rows of a list. */
  labels: (key: string, language: Language, state: ListState) => address(path(key, "labels"), [["lang", language], ...toQuery(state)]),
  /** Inside the browser where it can be shown, else to be saved. */
  attachment: (key: string, id: string, attachment: string, show: boolean) => address(path(key, id, "attachments", attachment), show ? [["show", "true"]] : []),
  thumbnail: (key: string, id: string, attachment: string) => path(key, id, "attachments", attachment, "thumbnail"),
} as const;
