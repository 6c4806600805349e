import { describe, expect, it } from "vitest";
import { mapSearch, questionOf, shown, stateOf, switchWord, toSearch, withLayer, wordsOn } from "./state";
import type { LayerInfo } from "./types";

const layer = (key: string, symbol: LayerInfo["symbol"]): LayerInfo => ({
  key,
  label: { zh: key, en: key },
  symbol,
  register: key,
  geometry: "position",
  colour: "state",
  words: ["good", "bad", "old"].map((word) => ({ key: word, label: { zh: word, en: word }, tone: "plain" })),
  live: null,
});
const layers = [layer("region", "seat"), layer("unit", "unit"), layer("water", "hydrant")];
const ID = "01890000-0000-7000-8000-00000000000a";

describe("the map's address", () => {
  it("comes back as it was", () => {
    const search = { at: "111.00123,35.01,12.5", on: "unit,water", f: "water~state.in=good;region.within=1408|unit~kind.eq=school", pick: `unit/${ID}` };
    expect(toSearch(stateOf(search))).toEqual(search);
    expect(mapSearch(search)).toEqual(search);
    expect(mapSearch({ on: "" })).toEqual({ on: "" });
  });

  it("drops what makes no sense", () => {
    expect(mapSearch({ at: "999,1,3", f: "nothing", pick: "unit/1", on: 7, other: 1 })).toEqual({ on: "7" });
    expect(mapSearch({ at: "1,2", pick: null })).toEqual({});
  });

  it("says which layers are on, and switches one", () => {
    const first = stateOf({});
    expect(shown(first, layers).map((one) => one.key)).toEqual(["water"]);
    expect(shown(stateOf({ f: "unit~kind.eq=school" }), layers).map((one) => one.key)).toEqual(["unit", "water"]);
    const picked = { ...first, pick: { layer: "unit", id: ID } };
    expect(shown(picked, layers).map((one) => one.key)).toEqual(["unit", "water"]);
    const without = withLayer(picked, layers, "unit", false);
    expect(without).toMatchObject({ on: ["water"], pick: null });
    expect(withLayer(without, layers, "region", true).on).toEqual(["region", "water"]);
    expect(shown(stateOf({ on: "" }), layers)).toEqual([]);
  });

  it("asks the server in its words", () => {
    expect(questionOf("state.in=good,bad;name.eq=a%3Bb;bad")).toEqual([["state.in", "good,bad"], ["name", "a;b"]]);
    expect(questionOf(undefined)).toEqual([]);
  });

  it("switches the words of a legend and keeps other filters", () => {
    const [, , water] = layers;
    if (water === undefined) throw new Error("no layer");
    const without = switchWord(water, "region.within=1408", "bad");
    expect(without).toBe("region.within=1408;state.in=good,old");
    expect(wordsOn(water, without)).toEqual(["good", "old"]);
    expect(switchWord(water, without, "bad")).toBe("region.within=1408");
    const one = switchWord(water, switchWord(water, "", "bad"), "old");
    expect(switchWord(water, one, "good")).toBe(one);
  });
});
