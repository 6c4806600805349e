import { describe, expect, it } from "vitest";
import { alongRoads, areaOf, begun, clicked, drawn, ended, legsOf, lengthOf } from "./tools";
import { together } from "./useWays";

describe("drawing on the map", () => {
  it("measures a line until its end, then begins anew", () => {
    let tool = begun("distance");
    for (const north of [35, 36, 36]) tool = clicked(tool, [111, north]);
    expect(lengthOf(tool, [111, 37])).toBeCloseTo(222_390, -1);
    tool = ended(tool);
    expect(tool).toMatchObject({ line: [[111, 35], [111, 36]], done: true });
    expect(lengthOf(tool, [111, 37])).toBeCloseTo(111_195, -1);
    expect(clicked(tool, [1, 2])).toMatchObject({ line: [[1, 2]], done: false });
  });

  it("measures along roads leg by leg, and draws what is known of each", () => {
    let tool = alongRoads(begun("distance"));
    for (const east of [111, 112, 113]) tool = clicked(tool, [east, 35]);
    expect(legsOf(tool)).toEqual([[[111, 35], [112, 35]], [[112, 35], [113, 35]]]);
    const way = { distance_metres: 900, seconds: 60, off_road_before_metres: 0, off_road_behind_metres: 0, line: [[111, 35], [111.5, 35.5], [112, 35]], streets: [] };
    const known = { data: { way, missing: null, straight_metres: 800 }, failed: false };
    const off = { data: { way: null, missing: "ends_off_road" as const, straight_metres: 800 }, failed: false };
    expect(together([known, { data: undefined, failed: false }])).toMatchObject({ metres: 900, seconds: 60, waiting: true, missing: null });
    expect(together([known, off])).toMatchObject({ waiting: false, missing: "ends_off_road" });
    const lines = drawn(tool, null, together([known, off]).lines).features.map((one) => one.geometry).filter((one) => one.type === "LineString");
    expect(lines.map((one) => one.coordinates.length)).toEqual([3, 2]);
    // Straight again, the way to the pointer is drawn too.
    expect(legsOf(alongRoads(tool))).toEqual([]);
    expect(clicked(ended(tool), [1, 2])).toMatchObject({ along: true, line: [[1, 2]] });
  });

  it("makes a circle of two clicks and a box of two, and says what they cover", () => {
    const half = clicked(begun("circle"), [111, 35]);
    expect(areaOf(half)).toBeNull();
    expect(drawn(half, [111, 35.1]).features.map((one) => one.geometry.type)).toEqual(["Point", "Polygon"]);
    const whole = areaOf(clicked(half, [111, 35.1]));
    expect(whole?.metres).toBeCloseTo(11_119.5, 0);
    expect(whole?.box[3]).toBeCloseTo(35.1, 4);
    const box = clicked(clicked(begun("box"), [112, 36]), [111, 35]);
    expect(areaOf(box)?.box).toEqual([111, 35, 112, 36]);
    expect(drawn(null, null).features).toEqual([]);
  });
});
