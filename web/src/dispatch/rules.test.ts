import { describe, expect, it } from "vitest";
import type { Candidate } from "../api/types";
import { fenOf, higherLevels, levelColour, maySend, ranked, rankedBy, sendable, splitSteps, ticked, yuanOf } from "./rules";

describe("levels", () => {
  it("fire has five colours, rescue four", () => {
    expect([1, 2, 3, 4, 5].map((level) => levelColour("fire", level))).toEqual(["green", "blue", "yellow", "orange", "red"]);
    expect([1, 2, 3, 4].map((level) => levelColour("rescue", level))).toEqual(["blue", "yellow", "orange", "red"]);
    expect(levelColour("rescue", 5)).toBe("red");
  });
});

it("a level is raised to the top of its kind and never lowered", () => {
  expect(higherLevels({ kind: "fire", level: 3 })).toEqual([4, 5]);
  expect(higherLevels({ kind: "rescue", level: 3 })).toEqual([4]);
  expect(higherLevels({ kind: "rescue", level: 4 })).toEqual([]);
});

describe("candidates", () => {
  const candidate = (id: string, available: boolean, travel: number | null): Candidate => ({
    responder: { id, name: id, kind: "vehicle", class: null, station_name: null, version: 1 },
    available, unavailable_reason: null, distance_metres: null, travel_seconds: travel, position_age_seconds: null, straight_line: true, cut_off: false, location: null,
  });
  it("ranks the available by time, the unknown after them, the unavailable last", () => {
    const rows = [candidate("unknown", true, null), candidate("busy", false, 10), candidate("far", true, 400), candidate("near", true, 60), candidate("unknown2", true, null)];
    expect(ranked(rows).map((row) => row.responder.id)).toEqual(["near", "far", "unknown", "unknown2", "busy"]);
  });
  it("one with a silent terminal may be sent, and stands before those who may not", () => {
    const why = (id: string, unavailable_reason: string) => ({ ...candidate(id, false, null), unavailable_reason });
    const rows = [why("busy", "busy"), why("stale", "stale_position"), candidate("near", true, 60)];
    expect(ranked(rows).map((row) => row.responder.id)).toEqual(["near", "stale", "busy"]);
    expect(rows.map(maySend)).toEqual([false, true, true]);
  });
  it("are ticked by the plan for a first order only, until somebody ticks otherwise", () => {
    const [tender, aerial, other] = [candidate("tender", true, 60), candidate("aerial", true, 90), candidate("other", true, 30)];
    const need = (one: Candidate) => ({ kind: "vehicle" as const, class: null, wanted: 1, working: 0, missing: 0, proposed: [one] });
    const needs = [need(tender), need(aerial)];
    expect(ticked(null, needs, true)).toEqual([tender, aerial]);
    expect(ticked(null, needs, false)).toEqual([]);
    expect(ticked([other], needs, true)).toEqual([other]);
    // Meanwhile somebody else took the aerial appliance.
    const taken = { ...aerial, available: false, unavailable_reason: "busy" };
    expect(sendable([tender, aerial], [taken]).map((one) => one.responder.id)).toEqual(["tender"]);
  });
  it("says whether times come from roads; who has none does not count", () => {
    const by = (straight_line: boolean, travel: number | null = 60) => ({ ...candidate("one", true, travel), straight_line });
    expect(rankedBy([by(true), by(true)])).toBe("line");
    expect(rankedBy([by(false), by(true, null)])).toBe("road");
    expect(rankedBy([by(false), by(true)])).toBe("both");
    expect(rankedBy([])).toBe("line");
  });
});

describe("money", () => {
  it.each([
    ["0", 0],
    ["12", 1200],
    ["0.1", 10],
    ["1234.56", 123456],
    ["1,000,000", 100_000_000],
    [" 7.05 ", 705],
  ])("%s yuan is %d fen", (typed, fen) => expect(fenOf(typed)).toBe(fen));
  it.each(["", "x", "-1", "1.234", "1e3", "."])("%s is no sum", (typed) => expect(fenOf(typed)).toBeNull());
  it("reads back", () => {
    expect(yuanOf(123456)).toBe("1,234.56");
    expect(yuanOf(100_000_000)).toBe("1,000,000");
  });
});

it("cancelling is kept apart from the way forward", () => {
  expect(splitSteps(["acknowledged", "cancelled"])).toEqual({ forward: ["acknowledged"], cancel: "cancelled" });
  expect(splitSteps([])).toEqual({ forward: [], cancel: undefined });
});
