import { describe, expect, it } from "vitest";
import { inboxSearch, searchOf, stateOf } from "./inboxState";
import { common, line } from "./steps";
import type { ActionInfo, CaseSummary, LoopInfo } from "./types";

const words = (zh: string) => ({ zh, en: zh });
const action = (key: string, from: readonly string[]): ActionInfo => ({ key, label: words(key), asks: [], takes: [], reason: false, evidence: false, starts_term: false, prints: false, from: [...from] });
const loop: LoopInfo = {
  key: "water_repair", label: words("w"), opening: "report", may_open: true,
  states: [
    { key: "reported", label: words("r"), end: false },
    { key: "assigned", label: words("a"), end: false },
    { key: "closed", label: words("c"), end: true },
    { key: "cancelled", label: words("x"), end: true },
  ],
  actions: [action("report", []), action("assign", ["reported"]), action("cancel", ["reported", "assigned"])],
};
const at = (state: string, key = "water_repair"): CaseSummary => ({
  id: state, version: 1, loop: key, title: "t", region: null, state, holder: { kind: "role", key: "leader", name: "" },
  opened_at: "2026-11-23T00:00:00Z", closed_at: null, term: null, term_label: null, due_at: null, days_left: null, overdue_at: null, escalation: 0, escalated_to: null,
});

describe("the line of a case", () => {
  it("shows the ordinary end, and another only to a case that stands there", () => {
    expect(line(loop, "assigned").map((one) => `${one.key}:${one.place}`)).toEqual(["reported:done", "assigned:here", "closed:ahead"]);
    expect(line(loop, "cancelled").map((one) => one.key)).toEqual(["reported", "assigned", "cancelled"]);
  });
});

describe("actions on many", () => {
  it("are those that every chosen case has", () => {
    expect(common([loop], [at("reported"), at("assigned")]).map((one) => one.key)).toEqual(["cancel"]);
    expect(common([loop], [at("reported"), at("reported", "other")])).toEqual([]);
    expect(common([loop], [])).toEqual([]);
  });
});

describe("the inbox's address", () => {
  it("holds what differs from the ordinary, and nothing that is not known", () => {
    expect(searchOf({ inbox: "asked", loop: null, overdue: false })).toEqual({});
    const state = { inbox: "role", loop: "water_repair", overdue: true } as const;
    expect(stateOf(searchOf(state))).toEqual(state);
    expect(inboxSearch({ inbox: "everything", loop: "<script>", overdue: "yes" })).toEqual({});
  });
});
