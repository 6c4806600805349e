/**
 * Which answers an event makes old. Many events in a burst cost one refetch:
 * the first goes out at once, the rest wait for the end of the window.
 */
import type { FeedEvent } from "./resume";

export type QueryKey = readonly string[];

export function touchedBy(event: FeedEvent): readonly QueryKey[] {
  switch (event.kind) {
    case "device_alarm":
      // A layer of the map goes by the same word as the event.
      return [["alarms"], ["alarm", event.id], ["register", "device_alarm", "rows"]];
    case "incident":
      return [["incidents"], ["incident", event.id], ["timeline", event.id], ["candidates"], ["orders"], ["nearby"], ["register", "incident", "rows"]];
    case "assignment":
      // The event names the assignment, not its incident; a responder that moves is a candidate elsewhere.
      return [["incidents"], ["incident"], ["timeline"], ["candidates"], ["orders"]];
    case "responder":
      return [["candidates"], ["responders"]];
    case "call":
      // Its row names the incident by number.
      return [["timeline"], ["register", event.kind, "rows"], ["register", event.kind, "row", event.id]];
    case "loop_case":
    case "case_comment":
    case "case_link":
    case "case_document":
      // A case is known by its row, and the event by the record; few cases are open at once.
      return [["cases"], ["case"]];
    default:
      // Every other kind is a register's: its lists, the row itself with its history, what is counted from it.
      return [["register", event.kind, "rows"], ["register", event.kind, "row", event.id], ["metric"]];
  }
}

export const WINDOW_MS = 300;

/** Calls `flush` with distinct keys, at most once per window. */
export class Coalescer {
  private pending = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly flush: (keys: readonly QueryKey[]) => void,
    private readonly windowMs: number = WINDOW_MS,
  ) {}

  add(keys: readonly QueryKey[]): void {
    for (const key of keys) this.pending.set(key.join("/"), key);
    if (this.timer !== undefined || this.pending.size === 0) return;
    this.emit();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pending.clear();
  }

  private emit(): void {
    const keys = [...this.pending.values()];
    this.pending.clear();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.pending.size > 0) this.emit();
    }, this.windowMs);
    this.flush(keys);
  }
}
