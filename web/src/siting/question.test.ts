import { describe, expect, it } from "vitest";
import { asked, firstDraft, rowsOf } from "./question";

describe("what is asked of a study", () => {
  it("says minutes in seconds, and how many only where that is no question", () => {
    const draft = { ...firstDraft(null), name: "研究", regions: ["140802"], minutes: 4.5, places: [[111, 35]] as const };
    const study = asked(draft);
    expect(study).toMatchObject({ standard: 270, new_stations: 3, places: [{ longitude: 111, latitude: 35 }] });
    expect(study.demand).toEqual([{ layer: "region", filters: { level: "village" }, number: "residents", share: 60 }, { layer: "unit", filters: {}, share: 40 }]);
    expect(asked({ ...draft, model: "set_cover" }).new_stations).toBeNull();
    expect(asked({ ...draft, candidates: [rowsOf("water_source")] }).candidates).toEqual([{ layer: "water_source", filters: {} }]);
  });
});
