import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import { named, source } from "./fixture";
import { bodyOf, faultOf, formOf, limitWords, newForm, sameTyped, smallestOf, typedOf, valueOf, words } from "./values";

const t = translator("zh");

describe("a value", () => {
  it.each([
    ["name", "红旗"],
    ["diameter", 100],
    ["pressure", "0.250"],
    ["cost", "12.30"],
    ["marked", false],
    ["checked_on", "2026-11-23"],
    ["state", "broken"],
    ["uses", ["usable", "broken"]],
    ["maintainer", "0190b1d0-0000-7000-8000-000000000001"],
    ["region", "140802"],
    ["position", { longitude: 111.0038123, latitude: 35.0267 }],
    ["remark", null],
  ])("of %s comes back from its editor as it went in: %j", (name, value) => {
    const field = named(name);
    expect(valueOf(typedOf(value, field), field)).toEqual(value);
  });

  it("a time is typed on Beijing's clock", () => {
    const field = named("seen_at");
    expect(typedOf("2026-11-22T18:30:00.123456Z", field)).toBe("2026-11-23T02:30:00");
    expect(valueOf("2026-11-23T02:30", field)).toBe("2026-11-23T02:30:00+08:00");
  });

  it("that nobody touched goes back as it came: fraction of a second, mask", () => {
    const base = { seen_at: "2026-11-22T18:30:00.123456Z", phone: "138****5678", name: "甲" };
    const form = { ...formOf(base, source.fields), name: "乙" };
    expect(bodyOf(form, base, source.fields)).toMatchObject({ seen_at: "2026-11-22T18:30:00.123456Z", phone: "138****5678", name: "乙", diameter: null });
  });

  it.each([
    ["diameter", "１００", 100],
    ["diameter", " 1,000 ", 1000],
    ["cost", "12.3", "12.30"],
    ["cost", "1,234.", "1234.00"],
    ["cost", ".5", "0.50"],
    ["pressure", "-0.05", "-0.050"],
    ["cost", "90071992547409931.07", "90071992547409931.07"],
  ])("of %s typed as %s is %j", (name, typed, value) => {
    expect(valueOf(typed, named(name))).toEqual(value);
  });

  it.each([
    ["name", "", "register.fault.required"],
    ["name", "五个字的名", "register.fault.long"],
    ["diameter", "1.5", "register.fault.integer"],
    ["diameter", "49", "register.fault.min"],
    ["diameter", "1201", "register.fault.max"],
    ["diameter", "1e2", "register.fault.integer"],
    ["pressure", "0.0001", "register.fault.decimal"],
    ["pressure", "-1", "register.fault.min"],
    ["cost", "0.00", "register.fault.min"],
    ["cost", "100000.01", "register.fault.max"],
    ["checked_on", "2026-02-30", "register.fault.date"],
    ["seen_at", "tomorrow", "register.fault.time"],
    ["region", "14080", "register.fault.region"],
    ["position", ["181", "35"], "register.fault.point"],
    ["position", ["111", ""], "register.fault.point"],
  ])("%s refuses %j", (name, typed, fault) => {
    expect(faultOf(typed, named(name))?.message).toBe(fault);
  });

  it.each([["name", "𠮷𠮷𠮷𠮷"], ["diameter", ""], ["cost", "100000.00"], ["checked_on", "2024-02-29"], ["region", "140802001"], ["position", ["-111.5", "35"]], ["position", ["", ""]]])("%s takes %j", (name, typed) => {
    expect(faultOf(typed, named(name))).toBeNull();
  });

  it("limits of money and decimals are in the smallest unit", () => {
    expect(limitWords(1250, 2)).toBe("12.50");
    expect(limitWords(-5, 3)).toBe("-0.005");
    expect(smallestOf("12.5", 2)).toBe(1250n);
    expect(smallestOf("12.505", 2)).toBeNull();
  });

  it("is read in words", () => {
    const read = (name: string, value: Parameters<typeof words>[0], title?: string) => words(value, named(name), t, title);
    expect(read("diameter", 1_234_567)).toBe("1,234,567");
    expect(read("cost", "1234567.80")).toBe("1,234,567.80");
    expect(read("pressure", "1234.5678")).toBe("1,234.5678");
    expect(read("checked_on", "2026-11-23")).toBe("2026年11月23日");
    expect(read("seen_at", "2026-11-22T18:30:00Z")).toBe("2026年11月23日 02:30:00");
    expect(read("uses", ["usable", "unheard"])).toBe("可用、unheard");
    expect(read("maintainer", "id", "水务公司")).toBe("水务公司");
    expect(read("position", { longitude: -111.5, latitude: 35 })).toBe("111.500000° W, 35.000000° N");
    expect(read("name", "<img src=x onerror=alert(1)>")).toBe("<img src=x onerror=alert(1)>");
    expect(read("checked_on", "no date")).toBe("no date");
    expect(read("name", null)).toBe("");
  });

  it("a new row begins with the defaults", () => {
    expect(newForm(source.fields)).toMatchObject({ state: "usable", uses: [], position: ["", ""], name: "" });
  });

  it("the order of chosen keys is no change; that of coordinates is", () => {
    expect(sameTyped(["a", "b"], ["b", "a"], named("uses"))).toBe(true);
    expect(sameTyped(["1", "2"], ["2", "1"], named("position"))).toBe(false);
  });
});
