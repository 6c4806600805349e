import { describe, expect, it } from "vitest";
import { changeText, hasNoVersion, metricSearchOf, placeText, spanText } from "./scores";
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
