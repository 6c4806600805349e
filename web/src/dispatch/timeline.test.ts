import { describe, expect, it } from "vitest";
import type { TimelineEntry } from "../api/types";
import { en } from "../messages/en";
import { translator } from "../messages/translate";
import { detailOf, linesOf } from "./timeline";

const zh = translator("zh");

function entry(subject_kind: string, verb: string, detail: Record<string, unknown> = {}, subject_id = "a"): TimelineEntry {
  return { position: 1, at: "2026-11-23T08:00:00.000000Z", actor_name: "", verb, subject_kind, subject_id, detail: detail as TimelineEntry["detail"] };
}

describe("the timeline", () => {
  it("has words for everything that the server writes into it", () => {
    const verbs = {
      device_alarm: ["raised", "repeated", "restored", "verified", "escalated", "closed"],
      incident: ["opened", "dispatched", "reinforced", "first_on_scene", "under_control", "extinguished", "raised", "closed", "reopened"],
      assignment: ["ordered", "acknowledged", "turned_out", "on_scene", "water_on", "released", "returned", "cancelled"],
    };
    for (const [kind, words] of Object.entries(verbs)) for (const word of words) expect(en).toHaveProperty([`verb.${kind}.${word}`]);
  });

  it("says whose line it is and why, in words", () => {
    expect(detailOf(entry("device_alarm", "verified", { state: "test", outcome: "test", verify_note: "电话核实" }), zh)).toBe("测试 · 电话核实");
    expect(detailOf(entry("assignment", "cancelled", { responder_name: "特勤1号车", reason: "误派" }), zh)).toBe("特勤1号车 · 误派");
    expect(detailOf(entry("incident", "raised", { level: 3, reason: "火势蔓延" }), zh)).toBe("升到三级 · 火势蔓延");
    expect(detailOf(entry("incident", "opened", { level: 1, number: "2026-000001" }), zh)).toBe("");
  });

  it("makes one line of a chattering detector, and of nothing else", () => {
    const items = [entry("device_alarm", "raised"), entry("device_alarm", "repeated"), entry("device_alarm", "repeated"), entry("incident", "opened", {}, "i"), entry("device_alarm", "repeated")];
    expect(linesOf(items).map((line) => [line.entry.verb, line.times])).toEqual([["raised", 1], ["repeated", 2], ["opened", 1], ["repeated", 1]]);
  });
});
