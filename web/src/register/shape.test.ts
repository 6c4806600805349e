import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import { field } from "./fixture";
import { boundsOf, middleOf, wktOf } from "./shape";
import type { Shape } from "./types";
import { faultOf, typedOf, valueOf, words } from "./values";

const area: Shape = { type: "Polygon", coordinates: [[[111, 35], [111.5, 35], [111.5, 35.5], [111, 35]]] };
const way: Shape = { type: "LineString", coordinates: [[111, 35], [111.1234567, -35.1]] };

describe("a shape", () => {
  it("stands in the middle of its box", () => {
    expect(middleOf({ type: "LineString", coordinates: [[111, 35], [112, 36]] })).toEqual({ longitude: 111.5, latitude: 35.5 });
    expect(middleOf({ type: "Polygon", coordinates: [[[111, 35], [112, 35], [112, 36], [111, 35]]] })).toEqual({ longitude: 111.5, latitude: 35.5 });
  });

  it("is edited as WKT and sent as it was typed", () => {
    const of = field("area", "polygon", {});
    expect(typedOf(area, of)).toBe("POLYGON ((111 35, 111.5 35, 111.5 35.5, 111 35))");
    expect(valueOf(" POLYGON ((0 0, 1 0, 1 1, 0 0)) ", of)).toBe("POLYGON ((0 0, 1 0, 1 1, 0 0))");
    expect(wktOf(way)).toBe("LINESTRING (111 35, 111.1234567 -35.1)");
  });

  it.each([
    ["POLYGON ((111 35, 111.5 35, 111.5 35.5, 111 35))", { places: 4, west: 111, south: 35, east: 111.5, north: 35.5 }],
    [JSON.stringify(area), { places: 4, west: 111, south: 35, east: 111.5, north: 35.5 }],
    ["LINESTRING (0 0, 1 1)", null],
    ["POLYGON ((111 95, 1 1, 2 2, 111 95))", null],
    ["POLYGON ((x 1, 1 1))", null],
    ["{", null],
    ["[1]", null],
  ])("shows the bounds of %s", (text, bounds) => {
    expect(boundsOf(text, "polygon")).toEqual(bounds);
    expect(faultOf(text, field("area", "polygon", {}))?.message).toBe(bounds === null ? "register.fault.polygon" : undefined);
  });

  it("is read in a list by the number of its places", () => {
    expect(words(area, field("area", "polygon", {}), translator("zh"))).toBe("面，4 个点，经度 111 至 111.5，纬度 35 至 35.5");
    expect(words(way, field("way", "line", {}), translator("en"))).toBe("Line of 2 places, lon 111–111.1234567, lat -35.1–35");
  });
});
