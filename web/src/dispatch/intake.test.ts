import { describe, expect, it } from "vitest";
import type { Assignment, StationOrder } from "../api/types";
import { fromDraft, furtherOf, incidentOf, nothingTyped, toDraft, withKind, withLevel } from "./intake";
import { levelFor } from "./levels";
import { bigSteps, byIncident, standing, waiting } from "./station";

describe("a call's form", () => {
  it("comes back from its draft as it was typed, and is empty after anything else", () => {
    const typed = { ...nothingTyped, phone: "138", kind: "rescue" as const, level: 4, at: [111, 35] as const, trapped: "2", unit: "u" };
    expect(fromDraft(toDraft(typed))).toEqual(typed);
    expect(toDraft(nothingTyped)).toBe("");
    for (const stray of ["", "null", "[]", "{", '{"level":9,"kind":"war","at":[1],"phone":7}', '{"at":[999,0]}']) expect(fromDraft(stray)).toEqual(nothingTyped);
  });

  it("has no level that its kind has not", () => {
    expect(withKind({ ...nothingTyped, level: 5 }, "rescue").level).toBe(4);
    expect(withKind({ ...nothingTyped, level: 2 }, "rescue").level).toBe(2);
  });

  it("takes the level that people in danger speak for, until the call taker chooses", () => {
    const levels = [{ kind: "fire", level: 1 }, { kind: "fire", level: 2, people_from: 1 }, { kind: "fire", level: 3, people_from: 3 }, { kind: "rescue", level: 4, people_from: 1 }] as const;
    expect(["", "0", "1", "2", "3", "400"].map((trapped) => levelFor(levels, "fire", trapped))).toEqual([null, null, 2, 2, 3, 3]);
    expect(levelFor([], "fire", "9")).toBeNull();
    expect(withLevel(nothingTyped, 3).level).toBe(3);
    expect(withLevel({ ...nothingTyped, level: 4 }, 3).level).toBe(4);
    expect(withLevel({ ...nothingTyped, level: 1, chosen: true }, 3).level).toBe(1);
    expect(fromDraft(toDraft({ ...nothingTyped, chosen: true })).chosen).toBe(true);
  });

  it("says nothing of what was not said: unknown is not none", () => {
    const call = { ...nothingTyped, address: " 解放路 ", note: "  " };
    expect(incidentOf(call)).toMatchObject({ address: "解放路", location: null, note: null, trapped: null, caller_phone: null });
    expect(furtherOf({ ...call, trapped: "0" }).trapped).toBe(0);
    expect(incidentOf({ ...call, at: [111, 35] }).location).toEqual({ longitude: 111, latitude: 35 });
  });
});

describe("a station", () => {
  const order = (incident: string, id: string, state: Assignment["state"]) => ({ incident: { id: incident }, assignment: { id, state } }) as StationOrder;
  it("puts its responders of one incident together, the youngest incident first", () => {
    const orders = [order("b", "3", "ordered"), order("a", "2", "on_scene"), order("a", "1", "ordered")];
    expect(byIncident(orders).map((group) => group.map(({ assignment }) => assignment.id))).toEqual([["3"], ["1", "2"]]);
    expect(waiting(orders)).toEqual(["3", "1"]);
  });

  it("offers 返队 until that is done, then 归队, and knows who could go", () => {
    expect(bigSteps({ state: "on_scene", allowed_steps: ["water_on", "released"] })).toEqual(["turned_out", "on_scene", "released"]);
    expect(bigSteps({ state: "released", allowed_steps: ["returned"] })).toEqual(["turned_out", "on_scene", "returned"]);
    expect([{ in_service: true, assignment_id: null }, { in_service: true, assignment_id: "x" }, { in_service: false, assignment_id: null }].map(standing)).toEqual(["ready", "out", "off"]);
  });
});
