import { describe, expect, it } from "vitest";
import { closeBox, shareWords, streetsOf, streetsText, usualMeasure } from "./streets";

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

  it("asks street by street only close by, and in steps that small moves do not leave", () => {
    expect(closeBox([110.98, 35.01, 111.03, 35.06], 11.9)).toBeNull();
    const box = closeBox([110.98, 35.01, 111.03, 35.06], 12);
    expect(box).toEqual([110.95, 35, 111.05, 35.1]);
    expect(closeBox([110.985, 35.013, 111.035, 35.063], 12)).toEqual(box);
    expect(closeBox([110.5, 35, 111.2, 35.4], 12)).toBeNull();
  });
});
