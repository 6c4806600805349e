import { describe, expect, it } from "vitest";
import { firstReach, isPreset, presets, reachOf, reachShape, reachText, type Reach } from "./reach";
import type { LayerInfo } from "./types";

const layer = (key: string): LayerInfo => ({ key, label: { zh: key, en: key }, symbol: "place", register: key, geometry: "position", colour: null, words: [], live: null });

describe("a circle by time", () => {
  it("stands in the address and comes back", () => {
    const circles: readonly Reach[] = [
      { from: "fire_station", minutes: 5, turnout: 60, by: "fire_engine", of: "unit" },
      { from: [111.00321, 35.02], minutes: 2.5, turnout: 0, by: "on_foot", of: "unit" },
      { from: null, minutes: 3, turnout: 45, by: "electric_cart", of: "micro_station" },
    ];
    for (const circle of circles) expect(reachOf(reachText(circle))).toEqual(circle);
  });

  it("is none where the address makes no sense", () => {
    for (const text of ["", "fire_station", "fire_station;0;60;fire_engine;unit", "fire_station;999;60;fire_engine;unit", "fire_station;5;-1;fire_engine;unit", "fire_station;5;60;balloon;unit", "fire_station;x;60;on_foot;unit"]) expect(reachOf(text)).toBeNull();
  });

  it("begins with what this person may see", () => {
    expect(firstReach([layer("fire_station"), layer("unit")])).toMatchObject({ from: "fire_station", minutes: 5, of: "unit" });
    expect(firstReach([layer("water_source")])).toMatchObject({ from: null, of: "water_source" });
    expect(isPreset(firstReach([layer("fire_station")]), presets[0])).toBe(true);
  });

  it("is drawn with the place where it begins", () => {
    const ground = { type: "MultiPolygon", coordinates: [] };
    const answer = { ground, road_metres: 1, border_metres: 30, places: 1, off_road: 0, closures: 0 };
    expect(reachShape(answer, [111, 35]).features.map((one) => one.geometry.type)).toEqual(["MultiPolygon", "Point"]);
    expect(reachShape({ ...answer, ground: null }, "unit").features).toEqual([]);
  });
});
