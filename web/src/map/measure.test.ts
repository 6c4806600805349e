import { describe, expect, it } from "vitest";
import { away, boxOf, circle, distance, length, lengthWords, metresPerPixel, middleOf, scaleBar } from "./measure";

describe("measuring", () => {
  it("finds a degree of latitude, and the sum along a line", () => {
    expect(distance([111, 35], [111, 36])).toBeCloseTo(111_195, -1);
    expect(length([[111, 35], [111, 36], [111, 35]])).toBeCloseTo(222_390, -1);
    expect(length([])).toBe(0);
    expect(length([[1, 2]])).toBe(0);
  });

  it("draws circles that have their radius everywhere, and a box around them", () => {
    const ring = circle([111, 35], 3000);
    for (const place of ring) expect(distance([111, 35], place)).toBeCloseTo(3000, 3);
    expect(ring[0]).toEqual(ring[72]);
    const [west, south, east, north] = boxOf(ring);
    expect(distance([111, south], [111, north])).toBeCloseTo(6000, 0);
    expect(west).toBeLessThan(111);
    expect(east).toBeGreaterThan(111);
    expect(away([111, 35], 0, 90)[0]).toBeCloseTo(111, 9);
  });

  it("finds the middle of a place, a line and an area", () => {
    expect(middleOf({ coordinates: [111, 35] })).toEqual([111, 35]);
    expect(middleOf({ coordinates: [[111, 35], [112, 37]] })).toEqual([111.5, 36]);
    expect(middleOf({ coordinates: [[[111, 35], [112, 35], [112, 36], [111, 35]]] })).toEqual([111.5, 35.5]);
    expect(middleOf({ coordinates: [] })).toBeNull();
    expect(middleOf({})).toBeNull();
  });

  it("says lengths in the measure that fits", () => {
    expect([3, 999.4, 1000, 12_345].map(lengthWords)).toEqual(["3 m", "999 m", "1.00 km", "12.3 km"]);
  });

  it("chooses a round scale", () => {
    expect(scaleBar(1, 120)).toEqual({ metres: 100, pixels: 100 });
    expect(scaleBar(7, 100).metres).toBe(500);
    expect(metresPerPixel(0, 0) * 512).toBeCloseTo(40_030_230, -2);
  });
});
