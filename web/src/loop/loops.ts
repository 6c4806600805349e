/** Loops and cases as the server tells them, and every act on a case. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, type Query } from "../api/request";
import type { Values } from "../register/types";
import type { CaseCounts, CasePage, CasesDone, CaseSummary, CaseView, Holder, InboxState, LoopInfo, Receiver, StoryLine } from "./types";

const PAGE_SIZE = 50;
const CASES = "/api/v1/cases";
/** Not every role hears the feed, so what is opened again is asked for again. */
const FRESH_MS = 5_000;

interface Items<T> {
  readonly items: readonly T[];
}

export interface ActionInput {
  readonly action: string;
  readonly values: Values;
  readonly reason: string | null;
}

export const loopsQuery = queryOptions({
  queryKey: ["loops"],
  queryFn: async () => (await request<Items<LoopInfo>>("/api/v1/loops")).items,
});

export function inboxQuery(state: InboxState) {
  const question: Query = [
    ["inbox", state.inbox],
    ...(state.loop === null ? [] : [["loop", state.loop] as const]),
    ...(state.overdue ? [["overdue", "true"] as const] : []),
  ];
  return infiniteQueryOptions({
    queryKey: ["cases", "list", state.inbox, state.loop ?? "", String(state.overdue)],
    queryFn: ({ pageParam, signal }) => request<CasePage>(CASES, { query: [...question, ["limit", String(PAGE_SIZE)], ...(pageParam === null ? [] : [["after", pageParam] as const])], signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: FRESH_MS,
  });
}

export const countsQuery = queryOptions({
  queryKey: ["cases", "counts"],
  queryFn: ({ signal }) => request<CaseCounts>(`${CASES}/counts`, { signal }),
  staleTime: FRESH_MS,
});

export function caseQuery(id: string) {
  return queryOptions({
    queryKey: ["case", id, "now"],
    queryFn: ({ signal }) => request<CaseView>(`${CASES}/${id}`, { signal }),
    staleTime: FRESH_MS,
  });
}

export function storyQuery(id: string) {
  return queryOptions({
    queryKey: ["case", id, "story"],
    queryFn: async ({ signal }) => (await request<Items<StoryLine>>(`${CASES}/${id}/story`, { signal })).items,
    staleTime: FRESH_MS,
  });
}

export function receiversQuery(id: string, words: string) {
  return queryOptions({
    queryKey: ["case", id, "receivers", words],
    queryFn: async ({ signal }) => (await request<Items<Receiver>>(`${CASES}/${id}/receivers`, { query: words === "" ? [] : [["search", words]], signal })).items,
    gcTime: 60_000,
  });
}

export function openCase(loop: string, input: Omit<ActionInput, "action">): Promise<CaseView> {
  return request(`/api/v1/loops/${loop}/cases`, { method: "POST", body: input });
}

export function act(one: Pick<CaseSummary, "id" | "version">, input: ActionInput): Promise<CaseView> {
  return request(`${CASES}/${one.id}/actions`, { method: "POST", body: input, version: one.version });
}

export function actOnAll(cases: readonly Pick<CaseSummary, "id" | "version">[], input: ActionInput): Promise<CasesDone> {
  return request(`${CASES}/actions`, { method: "POST", body: { ...input, cases: cases.map(({ id, version }) => ({ id, version })) } });
}

export function comment(id: string, text: string): Promise<unknown> {
  return request(`${CASES}/${id}/comments`, { method: "POST", body: { text } });
}

export function handOver(one: Pick<CaseSummary, "id" | "version">, to: Holder, reason: string): Promise<CaseView> {
  return request(`${CASES}/${one.id}/handover`, { method: "POST", body: { to, reason }, version: one.version });
}

export function link(id: string, other: string, note: string): Promise<unknown> {
  return request(`${CASES}/${id}/links`, { method: "POST", body: { other, note: note === "" ? null : note } });
}

export function unlink(id: string, one: string): Promise<unknown> {
  return request(`${CASES}/${id}/links/${one}`, { method: "DELETE" });
}

export function documentAddress(id: string, document: string): string {
  return `${CASES}/${id}/documents/${document}`;
}
