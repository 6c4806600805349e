import { describe, expect, it } from "vitest";
import { areaOfClicks, firstDraft, rowOf } from "./closure";
import { distance } from "./measure";
import type { LngLat } from "./types";

const here: LngLat = [111.0, 35.03];

describe("the area of clicks", () => {
  it("is around one click, open at its end", () => {
    const area = areaOfClicks([here]);
    expect(area.length).toBeGreaterThanOrEqual(8);
    expect(area.length).toBeLessThanOrEqual(40);
    for (const corner of area) expect(distance(here, corner)).toBeCloseTo(20, 0);
    expect(area.at(-1)).not.toEqual(area[0]);
  });
  it("is a strip along two", () => {
    const there: LngLat = [111.003, 35.032];
    const area = areaOfClicks([here, there]);
    expect(area).toHaveLength(4);
    const [a, b, c, d] = area;
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("four corners");
    expect(distance(a, b)).toBeCloseTo(40, 0);
    expect(distance(b, c)).toBeCloseTo(distance(here, there) + 40, 0);
    expect(areaOfClicks([here, here])).toEqual(areaOfClicks([here]));
  });
  it("is what three and more go around", () => {
    const three: readonly LngLat[] = [here, [111.01, 35.03], [111.01, 35.04]];
    expect(areaOfClicks(three)).toEqual(three);
    expect(areaOfClicks([])).toEqual([]);
  });
});

describe("the row", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it("closes its ring and ends in time", () => {
    const row = rowOf(areaOfClicks([here]), firstDraft, "解放路断路", "140802", now);
    const [ring] = row.area.coordinates;
    expect(ring[0]).toEqual(ring.at(-1));
    expect(row).toMatchObject({ name: "解放路断路", effect: "closed", begins_at: "2026-01-01T00:00:00.000Z", ends_at: "2026-01-01T02:00:00.000Z" });
    expect(row).not.toHaveProperty("speed_percent");
    expect(row).not.toHaveProperty("source");
  });
  it("says how slow, and nothing of an end that nobody knows", () => {
    const row = rowOf(areaOfClicks([here]), { ...firstDraft, name: " 雪 ", effect: "slow", percent: 60, hours: null, source: "交警" }, "x", "140802", now);
    expect(row).toMatchObject({ name: "雪", speed_percent: 60, source: "交警" });
    expect(row).not.toHaveProperty("ends_at");
  });
});
