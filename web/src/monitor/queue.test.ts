import { describe, expect, it } from "vitest";
import type { Alarm } from "../api/types";
import { ProblemError } from "../api/problem";
import { currentAlarm, sameCase } from "./alarms";
import { neighbour, newcomers, rowsOf } from "./queue";

function alarm(id: string, over: Partial<Alarm> = {}): Alarm {
  return {
    id, version: 1, state: "ringing", cause: "fire", priority: 1, point: null, region: "", occurred_at: null, sent_at: null,
    device: { id: "d", source_address: 1, name: "", unit_name: "", address: "", location: null, registered: true },
    system_name_zh: null, system_name_en: null, component_name_zh: null, component_name_en: null,
    received_at: "2026-11-23T08:00:00.000000Z", last_received_at: "2026-11-23T08:00:00.000000Z",
    repeat_count: 0, bit0_test: false, restored_at: null, verified: null, incident_id: null, allowed_actions: [], ...over,
  };
}
const page = (...items: Alarm[]) => ({ items, next: null, as_of: "", position: 1 });

describe("the alarm queue", () => {
  it("puts what needs you first, then priority, then the longest waiting", () => {
    const rows = rowsOf([
      page(alarm("escalated", { state: "escalated" }), alarm("late", { received_at: "2026-11-23T08:00:09Z" }), alarm("low", { priority: 2, received_at: "2026-11-23T07:00:00Z" })),
      page(alarm("early"), alarm("real", { state: "real", received_at: "2026-11-23T07:59:00Z" })),
    ], "open");
    expect(rows.map((row) => row.id)).toEqual(["real", "early", "late", "low", "escalated"]);
  });

  it("shows a row once though it moved from one page to the next between two fetches", () => {
    expect(rowsOf([page(alarm("a")), page(alarm("a", { version: 2 }))], "all")).toHaveLength(1);
  });

  it("rings for new ringing alarms only", () => {
    const rows = [alarm("old"), alarm("new"), alarm("done", { state: "test" })];
    expect(newcomers(new Set(["old"]), rows).map((row) => row.id)).toEqual(["new"]);
  });

  it("moves inside the list and stays at its ends", () => {
    const ids = ["a", "b", "c"];
    expect(neighbour(ids, "a", 0, 1)).toBe("b");
    expect(neighbour(ids, "c", 2, 1)).toBe("c");
    expect(neighbour(ids, "a", 0, -1)).toBe("a");
    expect(neighbour(ids, undefined, 0, 1)).toBe("a");
    expect(neighbour([], "a", 0, 1)).toBeUndefined();
  });

  it("goes on from where a judged alarm stood", () => {
    expect(neighbour(["a", "c"], "b", 1, 1)).toBe("c");
    expect(neighbour(["a", "c"], "b", 1, -1)).toBe("a");
  });
});

describe("a conflict on an alarm", () => {
  const seen = alarm("a");
  it("a further frame of the same alarm is none", () => {
    expect(sameCase(seen, alarm("a", { version: 2, repeat_count: 9 }))).toBe(true);
    expect(sameCase(seen, alarm("a", { version: 2, state: "test" }))).toBe(false);
  });
  it("believes only a record", () => {
    const conflict = (current: unknown) => new ProblemError(412, "version_conflict", "", null, [], current);
    expect(currentAlarm(conflict(seen))).toEqual(seen);
    for (const bad of [null, 3, {}, "x"]) expect(currentAlarm(conflict(bad))).toBeNull();
  });
});
