import { describe, expect, it } from "vitest";
import { en } from "./en";
import { fill, translator } from "./translate";
import { zh } from "./zh";

const han = /\p{Script=Han}/u;
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("message catalogues", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it("say each key in one catalogue only: of two the later would silently win", () => {
    const own = import.meta.glob<string>(["./*.zh.ts", "./zh.ts"], { query: "?raw", import: "default", eager: true });
    const keys = Object.values(own).flatMap((text) => [...text.matchAll(/^ {2}"([^"]+)":/gm)].map((match) => match[1]));
    expect(keys.length).toBeGreaterThan(1000);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each(Object.entries(zh))("%s is translated with the same places to fill", (key, chinese) => {
    const english = en[key as keyof typeof zh];
    expect(chinese.trim()).not.toBe("");
    expect(english.trim()).not.toBe("");
    expect(english, "Chinese left in the English catalogue").not.toMatch(han);
    expect(places(english)).toEqual(places(chinese));
    if (/[A-Za-z]{3}/.test(chinese.replace(/\{\w+\}|Enter|WKT|GeoJSON|LINESTRING|LineString|POLYGON|Polygon|WGS-84|\.xlsx|\.csv/g, ""))) expect.fail(`English left in the Chinese catalogue: ${chinese}`);
  });

  it("fill every place, and leave an unknown one visible", () => {
    expect(fill("{a}-{b}-{a}", { a: 1, b: "x" })).toBe("1-x-1");
    expect(fill("{missing}", {})).toBe("{missing}");
  });

  it("shows the bare value of an open set that it does not know", () => {
    expect(translator("zh").label("verb.device_alarm", "verified")).toBe("核警");
    expect(translator("en").label("verb", "never_heard_of")).toBe("never heard of");
  });
});
