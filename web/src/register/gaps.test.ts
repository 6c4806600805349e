import { describe, expect, it } from "vitest";
import { source as water } from "./fixture";
import { begunWith, fillSearch, gapFile, gapSearch } from "./gaps";
import { newForm } from "./values";

describe("the address of a list of gaps", () => {
  it("keeps what has a meaning and drops the rest", () => {
    const on = "2026-11-26";
    expect(gapSearch({ on, slot: "named_officer", group: "01890000-0000-7000-8000-00000000000a", after: 140802001, x: 1 })).toEqual({
      on, slot: "named_officer", group: "01890000-0000-7000-8000-00000000000a", after: "140802001",
    });
    expect(gapSearch({ on: "yesterday", slot: "<script>", group: "all" })).toEqual({});
  });

  it("asks for a file of all pages", () => {
    expect(gapFile("region_duty", "csv", "zh", { on: "2026-11-26", after: "1408" })).toBe("/api/v1/gaps/region_duty/export?format=csv&lang=zh&on=2026-11-26");
  });
});

describe("a form that fills a gap", () => {
  it("begins with what the address says, in fields that there are", () => {
    expect(fillSearch({ fill: { name: "XH-1", other: 7 } })).toEqual({ fill: { name: "XH-1" } });
    expect(fillSearch({ fill: "name" })).toEqual({});
    const form = newForm(begunWith(water, { name: "XH-1", nowhere: "x" }).fields);
    expect(form["name"]).toBe("XH-1");
    expect(Object.keys(form)).toEqual(water.fields.map((field) => field.name));
  });
});
