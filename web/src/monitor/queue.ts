/** The order of the queue and what counts as new in it. Pure. */
import type { Alarm, AlarmPage, ListState } from "../api/types";

/** Alarms that still ask something of the operator come first. */
const needsYou: ReadonlySet<Alarm["state"]> = new Set<Alarm["state"]>(["ringing", "unknown", "real"]);

export function asksForYou(alarm: Alarm): boolean {
  return needsYou.has(alarm.state);
}

/** By priority (1 first), then the longest waiting first. */
export function byUrgency(one: Alarm, other: Alarm): number {
  const asks = Number(asksForYou(other)) - Number(asksForYou(one));
  if (asks !== 0) return asks;
  if (one.priority !== other.priority) return one.priority - other.priority;
  return one.received_at < other.received_at ? -1 : one.received_at > other.received_at ? 1 : 0;
}

/** The open list is a work queue; the others are records, in the server's order. */
export function rowsOf(pages: readonly AlarmPage[], state: ListState): Alarm[] {
  const seen = new Map<string, Alarm>();
  for (const page of pages) for (const alarm of page.items) seen.set(alarm.id, alarm);
  const rows = [...seen.values()];
  return state === "open" ? rows.sort(byUrgency) : rows;
}

/** Ringing fire alarms that were not ringing when we last looked. */
export function newcomers(known: ReadonlySet<string>, rows: readonly Alarm[]): Alarm[] {
  return rows.filter((alarm) => alarm.state === "ringing" && !known.has(alarm.id));
}

export function ringing(rows: readonly Alarm[]): Alarm[] {
  return rows.filter((alarm) => alarm.state === "ringing");
}

/** The row to move to; from a row that has left the list, to the one that took its place. */
export function neighbour(ids: readonly string[], current: string | undefined, lastIndex: number, step: 1 | -1): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (at === -1) {
    const index = step === 1 ? lastIndex : lastIndex - 1;
    return ids[Math.min(Math.max(index, 0), ids.length - 1)];
  }
  return ids[Math.min(Math.max(at + step, 0), ids.length - 1)];
}
