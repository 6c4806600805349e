/** The journal as the server tells it: pages backwards, one entry, and the one before it. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { components } from "../api/schema";
import { questionOf, type JournalSearch } from "./search";

export type JournalEntry = components["schemas"]["JournalEntry"];

export const PAGE_SIZE = 50;

export function journalQuery(search: JournalSearch) {
  const question = questionOf(search);
  return infiniteQueryOptions({
    queryKey: ["journal", "list", question],
    // Who reads the journal is told of no event; a list that is opened again is asked for again.
    staleTime: 5_000,
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/journal", { params: { query: { order: "newest", ...question, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** One entry; null where there is none, or none for this person. */
export function entryQuery(position: number) {
  return queryOptions({
    queryKey: ["journal", "entry", position],
    queryFn: async ({ signal }) => {
      const page = await answer(api.GET("/api/v1/journal", { params: { query: { after: String(position - 1), limit: 1 } }, signal }));
      return { entry: page.items.find((one) => one.position === position) ?? null, head: page.position };
    },
  });
}

const LOOK_BACK = 20;

/** What was written of the same subject before; null when this is the first, or it lies too far back. */
export function beforeQuery(entry: JournalEntry) {
  return queryOptions({
    queryKey: ["journal", "before", entry.id],
    queryFn: async ({ signal }) => {
      const page = await answer(api.GET("/api/v1/journal", { params: { query: { order: "newest", subject: entry.subject, after: entry.id, limit: LOOK_BACK } }, signal }));
      return page.items.find((one) => one.kind === entry.kind && one.version === entry.version - 1) ?? null;
    },
  });
}
