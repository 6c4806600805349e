import { describe, expect, it } from "vitest";
import { areaOf, begun, clicked, drawn, ended, lengthOf } from "./tools";

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
