import { describe, expect, it } from "vitest";
import { changeText, hasNoVersion, metricSearchOf, missingOf, placeText, spanText, type ScoreFact, type ScoreFound } from "./scores";
import { evaluationSearch, readYear } from "./search";

describe("points in words", () => {
  it("shows both ends only while something is not known", () => {
    expect(spanText({ least: "3", most: "3" })).toBe("3");
    expect(spanText({ least: "0", most: "1.5" })).toBe("0–1.5");
    expect(placeText({ best: 2, worst: 2 })).toBe("2");
    expect(placeText({ best: 1, worst: 14 })).toBe("1–14");
  });

  it("says which way points moved", () => {
    expect(changeText({ least: "1.5", most: "1.5" })).toBe("+1.5");
    expect(changeText({ least: "-3", most: "12" })).toBe("-3 – +12");
    expect(changeText({ least: "0", most: "0" })).toBe("0");
  });
});

it("a year without a version in force is told from a failure", () => {
  expect(hasNoVersion({ status: 404 })).toBe(true);
  expect(hasNoVersion({ status: 500 })).toBe(false);
  expect(hasNoVersion({ status: 0 })).toBe(false);
});

describe("addresses", () => {
  it("reads a year and a day, and nothing else", () => {
    expect(readYear("2025")).toBe(2025);
    expect(readYear("25")).toBeNull();
    expect(evaluationSearch({ as_of: "2025-12-31" })).toEqual({ as_of: "2025-12-31" });
    expect(evaluationSearch({ as_of: "2025" })).toEqual({});
  });

  it("leads from a fact to its metric of that area and year", () => {
    expect(metricSearchOf("/api/v1/metrics/high_risk_units?period=2025&area=0190-a")).toEqual({ area: "0190-a", period: "2025" });
    expect(metricSearchOf("/api/v1/metrics/city_wide?period=2025")).toEqual({ period: "2025" });
  });
});

describe("what can be entered", () => {
  const words = { zh: "某", en: "some" };
  const found = (member: string | null, reason: string | null): ScoreFound => ({
    member, part: null, done: reason === null ? true : null, number: null, events: null, unknown: reason === null ? null : words, reason, cases: [], attachments: [],
  });
  const fact = (from: string, ...all: ScoreFound[]): ScoreFact => ({ key: "some", name: words, kind: "yes", measure: null, evidence: words, from, metric: null, found: all });

  it("is what nobody entered, part by part", () => {
    expect(missingOf(fact("unknown", found("H1", "not_entered"), found("H2", "unconfirmed")))).toEqual(["H1"]);
    expect(missingOf(fact("entry", found("H1", null), found("H2", "member_missing")))).toEqual(["H2"]);
    expect(missingOf(fact("unknown", found(null, "no_metric")))).toEqual([null]);
    expect(missingOf(fact("unclaimed"))).toEqual([null]);
  });

  it("is nothing of what is counted, not asked, or never entered", () => {
    expect(missingOf(fact("metric", found(null, "said")))).toEqual([]);
    expect(missingOf(fact("not_asked"))).toEqual([]);
    expect(missingOf({ ...fact("unknown", found(null, "not_entered")), evidence: null })).toEqual([]);
  });
});
