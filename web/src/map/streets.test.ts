import { describe, expect, it } from "vitest";
import { shareWords, streetsOf, streetsText, usualMeasure } from "./streets";

describe("the measure of streets", () => {
  it("comes back from the address, and nonsense does not", () => {
    expect(streetsOf(streetsText(usualMeasure))).toEqual(usualMeasure);
    expect(streetsOf("100;80;2.5;6")).toEqual({ radius: 100, spacing: 80, builtUp: 2.5, least: 6 });
    for (const text of ["", "150", "5;120;4;8", "150;120;4;x", "150;120;40;8"]) expect(streetsOf(text)).toBeNull();
  });
  it("never rounds up to all of it", () => {
    expect(shareWords(999.99, 1000)).toBe("99.9%");
    expect(shareWords(0, 0)).toBe("–");
  });
});
