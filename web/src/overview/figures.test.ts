import { describe, expect, it } from "vitest";
import type { Alarm, Incident } from "../api/types";
import { translator } from "../messages/translate";
import { forceByKind, forceTotal, happenings, minutesWords } from "./figures";
import type { Responder } from "./queries";
import { daySearch } from "./search";

const zh = translator("zh");
const responder = (kind: Responder["kind"], in_service: boolean, assignment_id: string | null): Responder => ({ id: "r", version: 1, name: "r", kind, class: null, station_id: null, station_name: null, region: "140802", location: null, position_at: null, in_service, assignment_id, synthetic: true });

describe("figures of the overview", () => {
  it("counts force by kind and has no row of zeros", () => {
    const rows = forceByKind([responder("vehicle", true, null), responder("vehicle", true, "a"), responder("vehicle", false, null), responder("crew", true, null)]);
    expect(rows).toEqual([
      { kind: "vehicle", counts: { out: 1, ready: 1, off: 1 } },
      { kind: "crew", counts: { out: 0, ready: 1, off: 0 } },
    ]);
    expect(forceTotal(rows, "ready")).toBe(2);
  });

  it("says minutes to the second", () => {
    expect([minutesWords(45, zh), minutesWords(95, zh), minutesWords(600, zh)]).toEqual(["45 秒", "1 分 35 秒", "10 分 00 秒"]);
  });

  it("tells the latest first, each once", () => {
    const alarm = { id: "a", state: "false_alarm", received_at: "2026-11-27T08:00:00Z", device: { unit_name: "宾馆", name: "", source_address: 1 }, point: null, verified: { outcome: "false_alarm", by: "王", at: "2026-11-27T08:02:00Z", note: null } } as unknown as Alarm;
    const incident = { id: "i", state: "open", address: "解放路", opened_at: "2026-11-27T08:01:00Z", dispatched_at: null, under_control_at: null, extinguished_at: null, closed_at: null, assignments: [] } as unknown as Incident;
    const told = happenings([alarm], [incident], zh, 5);
    expect(told.map(({ what, where }) => `${what} ${where}`)).toEqual(["核为误报 宾馆", "立警 解放路", "火警 宾馆"]);
    expect(happenings([alarm], [incident], zh, 1)).toHaveLength(1);
  });

  it("drops from an address what it does not know", () => {
    expect(daySearch({ state: "ringing", level: 2, today: true, open: "yes", kind: "DROP TABLE" })).toEqual({ state: "ringing", level: 2, today: true });
  });
});
