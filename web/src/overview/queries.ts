/** What the overview and the wall ask. Keys begin as those of the lists do, so that the feed makes them old together. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { components } from "../api/schema";
import type { DaySearch } from "./search";

type Schemas = components["schemas"];
export type AlarmCounts = Schemas["AlarmCounts"];
export type IncidentCounts = Schemas["IncidentCounts"];
export type Responder = Schemas["Responder"];
export type TimeOfToday = Schemas["TimeOfToday"];

export const alarmCountsQuery = queryOptions({
  queryKey: ["alarms", "counts"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/alarms/counts", { signal })),
});

export const incidentCountsQuery = queryOptions({
  queryKey: ["incidents", "counts"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/incidents/counts", { signal })),
});

/** Who could be sent: changes with every order and every report. */
export const forceQuery = queryOptions({
  queryKey: ["candidates", "force"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/responders", { signal })),
});

const PAGE_SIZE = 100;
/** How much of the latest is looked at for the ticker. */
const LATEST = 20;

export const latestAlarmsQuery = queryOptions({
  queryKey: ["alarms", "latest"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/alarms", { params: { query: { state: "all", limit: LATEST } }, signal })),
});

export const latestIncidentsQuery = queryOptions({
  queryKey: ["incidents", "latest"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/incidents", { params: { query: { state: "all", limit: LATEST } }, signal })),
});

export function dayAlarmsQuery({ state, today }: DaySearch, since: string | undefined) {
  const question = { state: "all" as const, ...(state === undefined ? {} : { only: state as Schemas["State"] }), ...(today === true && since !== undefined ? { since } : {}) };
  return infiniteQueryOptions({
    queryKey: ["alarms", "day", question],
    enabled: today !== true || since !== undefined,
    queryFn: ({ pageParam, signal }) => answer(api.GET("/api/v1/alarms", { params: { query: { ...question, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function dayIncidentsQuery({ state, kind, level, open, today }: DaySearch, since: string | undefined) {
  const question = {
    state: open === true ? ("open" as const) : ("all" as const),
    ...(state === undefined ? {} : { only: state as Schemas["IncidentState"] }),
    ...(kind === undefined ? {} : { kind: kind as Schemas["IncidentKind"] }),
    ...(level === undefined ? {} : { level }),
    ...(today === true && since !== undefined ? { since } : {}),
  };
  return infiniteQueryOptions({
    queryKey: ["incidents", "day", question],
    enabled: today !== true || since !== undefined,
    queryFn: ({ pageParam, signal }) => answer(api.GET("/api/v1/incidents", { params: { query: { ...question, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}
