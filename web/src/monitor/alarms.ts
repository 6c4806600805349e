/** The alarms as the server tells them: lists, one alarm, and the two acts on it. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, ifMatch } from "../api/client";
import { asProblem } from "../api/problem";
import type { Alarm, AlarmPage, IncidentOfAlarm, ListState, VerificationOutcome } from "../api/types";

export const PAGE_SIZE = 100;

export function alarmListQuery(state: ListState) {
  return infiniteQueryOptions({
    queryKey: ["alarms", state],
    queryFn: ({ pageParam }): Promise<AlarmPage> =>
      answer(api.GET("/api/v1/alarms", { params: { query: { state, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

export function alarmQuery(id: string) {
  return queryOptions({
    queryKey: ["alarm", id],
    queryFn: () => answer(api.GET("/api/v1/alarms/{id}", { params: { path: { id } } })),
  });
}

/** What a verdict depends on. A further frame of the same alarm changes none of it. */
export function sameCase(before: Alarm, now: Alarm): boolean {
  return before.id === now.id && before.state === now.state && before.verified?.at === now.verified?.at && before.incident_id === now.incident_id;
}

/** The body of a 412 is checked before it is believed. */
export function currentAlarm(error: unknown): Alarm | null {
  const { current } = asProblem(error);
  if (typeof current !== "object" || current === null) return null;
  return "id" in current && "state" in current && "version" in current && "device" in current ? (current as Alarm) : null;
}

/**
 * Sends with the version the person saw; when the only thing that moved is the
 * repeat count (a chattering detector would else make every verdict fail), once
 * more with the version of now.
 */
async function withFreshVersion<T>(alarm: Alarm, send: (alarm: Alarm) => Promise<T>): Promise<T> {
  try {
    return await send(alarm);
  } catch (error) {
    const now = asProblem(error).status === 412 ? currentAlarm(error) : null;
    if (now === null || !sameCase(alarm, now)) throw error;
    return send(now);
  }
}

export function verify(alarm: Alarm, outcome: VerificationOutcome, note: string): Promise<Alarm> {
  const body = note.trim() === "" ? { outcome } : { outcome, note: note.trim() };
  return withFreshVersion(alarm, (seen) =>
    answer(api.POST("/api/v1/alarms/{id}/verification", { params: { path: { id: seen.id }, header: ifMatch(seen) }, body })),
  );
}

export function openIncident(alarm: Alarm, note: string): Promise<IncidentOfAlarm> {
  const body = note.trim() === "" ? {} : { note: note.trim() };
  return withFreshVersion(alarm, (seen) =>
    answer(api.POST("/api/v1/alarms/{id}/incident", { params: { path: { id: seen.id }, header: ifMatch(seen) }, body })),
  );
}
