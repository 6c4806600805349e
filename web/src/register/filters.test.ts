import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import { blank, faultsOf, formOfFilter, toFilter, valueWords } from "./filterForm";
import { named, source } from "./fixture";
import { fits, offeredFor, type Filter } from "./operators";

const t = translator("zh");
const cases: readonly [Filter, string][] = [
  [{ field: "name", op: "contains", values: ["红"] }, "红"],
  [{ field: "diameter", op: "between", values: ["50", "100"] }, "50 – 100 mm"],
  [{ field: "cost", op: "gte", values: ["1000.00"] }, "1,000.00"],
  [{ field: "state", op: "in", values: ["usable", "broken"] }, "可用、损坏"],
  [{ field: "state", op: "ne", values: ["broken"] }, "损坏"],
  [{ field: "uses", op: "contains", values: ["usable"] }, "可用"],
  [{ field: "marked", op: "eq", values: ["false"] }, "否"],
  [{ field: "checked_on", op: "between", values: ["2026-01-01", "2026-06-30"] }, "2026年1月1日 – 2026年6月30日"],
  [{ field: "seen_at", op: "gte", values: ["2026-11-23T08:00:00+08:00"] }, "2026年11月23日 08:00:00"],
  [{ field: "region", op: "within", values: ["1408"] }, "1408"],
  [{ field: "position", op: "in_box", values: ["110.5", "34.5", "112", "35.5"] }, "110.5, 34.5, 112, 35.5"],
  [{ field: "remark", op: "empty", values: ["false"] }, "已填"],
];

describe("filters", () => {
  it("every kind is offered something, and every offer fits", () => {
    for (const field of source.fields) {
      expect(offeredFor(field).length).toBeGreaterThan(0);
      for (const op of offeredFor(field)) {
        const filled = blank(field, op).typed.map((typed) => (typeof typed !== "string" ? ["usable"] : op === "empty" ? typed : "1"));
        const filter = { field: field.name, op, values: filled.flat() };
        expect(fits(filter, { ...field, filter: true }), `${field.kind} ${op}`).toBe(true);
        expect(fits(filter, { ...field, filter: false })).toBe(false);
      }
    }
  });

  it.each(cases)("%j goes into the editor and back, and reads %s", (filter, read) => {
    const form = formOfFilter(filter, named(filter.field));
    expect(faultsOf(form).every((fault) => fault === null)).toBe(true);
    expect(toFilter(form)).toEqual(filter);
    expect(valueWords(filter, named(filter.field), t)).toBe(read);
    expect(fits(filter, named(filter.field))).toBe(true);
  });

  it("an empty form is not asked, and asks for values beyond the bounds of today", () => {
    expect(faultsOf(blank(named("state")))).toEqual([{ message: "register.fault.required" }]);
    expect(faultsOf(blank(named("diameter"))).map((fault) => fault?.message)).toEqual(["register.fault.required", "register.fault.required"]);
    expect(faultsOf({ field: named("diameter"), op: "gte", typed: ["5000"] })).toEqual([null]);
    expect(faultsOf({ field: named("region"), op: "within", typed: ["140"] })).not.toEqual([null]);
    expect(toFilter({ field: named("diameter"), op: "gte", typed: ["１,２00"] }).values).toEqual(["1200"]);
  });
});
