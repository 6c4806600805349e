/** Incidents as the server tells them: lists, one incident, its candidates and timeline, and every act on it. */
import { infiniteQueryOptions, queryOptions, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { answer, api, ifMatch } from "../api/client";
import { asProblem } from "../api/problem";
import type { Assignment, AssignmentStep, Closure, FurtherCall, Incident, IncidentPage, ListState, NewIncident, ResponderKind } from "../api/types";

export const PAGE_SIZE = 100;

export function incidentListQuery(state: ListState) {
  return infiniteQueryOptions({
    queryKey: ["incidents", state],
    queryFn: ({ pageParam }): Promise<IncidentPage> =>
      answer(api.GET("/api/v1/incidents", { params: { query: { state, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function incidentQuery(id: string) {
  return queryOptions({
    queryKey: ["incident", id],
    queryFn: () => answer(api.GET("/api/v1/incidents/{id}", { params: { path: { id } } })),
  });
}

/** One incident; as a list told it, until it is told itself. */
export function useIncident(id: string) {
  const queries = useQueryClient();
  const listed = () => {
    const lists = queries.getQueriesData<InfiniteData<IncidentPage>>({ queryKey: ["incidents"] });
    const items = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.items) ?? []);
    return items.find((one) => one.id === id);
  };
  return useQuery({ ...incidentQuery(id), placeholderData: listed });
}

/** How many candidates are shown at first, and when all are wanted. */
export const NEAREST = 50;
export const MOST = 200;

/** The nearest of a kind, or of all; with each comes the response plan's proposal and who works there. */
export function candidatesQuery(id: string, kind: ResponderKind | null = "vehicle", limit = NEAREST) {
  return queryOptions({
    queryKey: ["candidates", id, kind, limit],
    queryFn: () => answer(api.GET("/api/v1/incidents/{id}/candidates", { params: { path: { id }, query: { limit, ...(kind === null ? {} : { kind }) } } })),
    // Positions move without an event of ours.
    refetchInterval: 30_000,
  });
}

/** When those on the way are there; asked again as they move. */
export function arrivalsQuery(id: string) {
  return queryOptions({
    queryKey: ["incident", id, "arrivals"],
    queryFn: async () => (await answer(api.GET("/api/v1/incidents/{id}/arrivals", { params: { path: { id } } }))).items,
    refetchInterval: 5_000,
    gcTime: 60_000,
  });
}

export function timelineQuery(id: string) {
  return queryOptions({
    queryKey: ["timeline", id],
    queryFn: () => answer(api.GET("/api/v1/incidents/{id}/timeline", { params: { path: { id } } })),
  });
}

/** Open incidents that a call about this place may be about. */
export function nearbyQuery([longitude, latitude]: readonly [number, number]) {
  return queryOptions({
    queryKey: ["nearby", longitude.toFixed(5), latitude.toFixed(5)],
    staleTime: 10_000,
    queryFn: async () => (await answer(api.GET("/api/v1/incidents/nearby", { params: { query: { longitude, latitude } } }))).items,
  });
}

export function openIncident(call: NewIncident): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents", { body: call }));
}

export function addCall(id: string, call: FurtherCall): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents/{id}/calls", { params: { path: { id } }, body: call }));
}

/** What a station has to do. */
export function ordersQuery(station: string) {
  return queryOptions({
    queryKey: ["orders", station],
    queryFn: () => answer(api.GET("/api/v1/orders", { params: { query: { station } } })),
  });
}

export const respondersQuery = queryOptions({
  queryKey: ["responders"],
  queryFn: async () => (await answer(api.GET("/api/v1/responders"))).items,
});

const on = (incident: Incident) => ({ params: { path: { id: incident.id }, header: ifMatch(incident) } });

export function dispatchTo(incident: Incident, responderIds: readonly string[]): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents/{id}/assignments", { ...on(incident), body: { responder_ids: [...responderIds] } }));
}

export type IncidentStep = "under_control" | "extinguished";

export function progressIncident(incident: Incident, step: IncidentStep): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents/{id}/progress", { ...on(incident), body: { step } }));
}

export function closeIncident(incident: Incident, closure: Closure): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents/{id}/closure", { ...on(incident), body: closure }));
}

export function raiseLevel(incident: Incident, level: number, reason: string): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents/{id}/level", { ...on(incident), body: { level, reason } }));
}

export function reopenIncident(incident: Incident, reason: string): Promise<Incident> {
  return answer(api.POST("/api/v1/incidents/{id}/reopening", { ...on(incident), body: { reason } }));
}

export function progressAssignment(assignment: Assignment, step: AssignmentStep, reason?: string): Promise<Assignment> {
  const body = reason === undefined ? { step } : { step, reason };
  return answer(api.POST("/api/v1/assignments/{id}/progress", { params: { path: { id: assignment.id }, header: ifMatch(assignment) }, body }));
}

/** The body of a 412 is checked before it is believed. */
export function currentRecord(error: unknown, field: "assignments" | "responder"): boolean {
  const { status, current } = asProblem(error);
  return status === 412 && typeof current === "object" && current !== null && "id" in current && "version" in current && field in current;
}
