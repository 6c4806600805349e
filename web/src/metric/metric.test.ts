import { describe, expect, it } from "vitest";
import { grouped, withUnit } from "./metrics";
import { metricSearch } from "./search";
import { runs } from "./Spark";

describe("the address", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(metricSearch({ area: 1408, period: 2025, as_of: "2026-03-31", by: "parts", x: 1 })).toEqual({ area: "1408", period: "2025", as_of: "2026-03-31", by: "parts" });
    expect(metricSearch({ area: "<b>", period: "soon", as_of: "2026", by: "all" })).toEqual({});
  });
});

describe("a value", () => {
  it("stands with its unit and its thousands apart", () => {
    expect(grouped("1234567.50")).toBe("1,234,567.50");
    expect(grouped("-999")).toBe("-999");
    expect(withUnit("82.5", { unit: { zh: "%", en: "%" } }, "zh")).toBe("82.5%");
    expect(withUnit("1467", { unit: { zh: "家", en: "units" } }, "en")).toBe("1,467 units");
    expect(withUnit("7", { unit: { zh: "个", en: "" } }, "en")).toBe("7");
  });

  it("what is not known is a gap in the line", () => {
    expect(runs([null, 1, 2, null, 3])).toEqual([[1, 2], [4]]);
    expect(runs([null])).toEqual([]);
  });
});
