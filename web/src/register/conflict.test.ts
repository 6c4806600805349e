import { describe, expect, it } from "vitest";
import { ProblemError, problemOf } from "../api/problem";
import { changedBehind, differences, merged, open } from "./conflict";
import { begin, changed, fromText, isBlank, toText } from "./draft";
import { source } from "./fixture";
import { matching, groupsOf, shelfOf } from "./groups";
import { importSearch, isAccepted, outcomeOf, progressOf } from "./importState";
import { readCurrent, readReferrers } from "./refusals";
import type { Row } from "./types";
import { bodyOf, formOf } from "./values";

const fields = source.fields;
const base = { name: "甲", diameter: 100, state: "usable", uses: ["usable"], marked: true };
const row: Row = { id: "0190b1d0", version: 3, retired_at: null, synthetic: false, created_at: "2026-11-23T00:00:00Z", values: base, titles: {} };

describe("a conflict", () => {
  // I changed name and diameter, they changed diameter and state, both set marked alike.
  const mine = { ...formOf(base, fields), name: "乙", diameter: "150", marked: "false" };
  const theirs = { ...base, diameter: 200, state: "broken", marked: false, uses: ["usable"] };
  const list = differences(base, mine, theirs, fields);

  it("shows only where the two disagree, and who changed it", () => {
    expect(list.map(({ field, by }) => [field.name, by])).toEqual([["name", "mine"], ["diameter", null], ["state", "theirs"]]);
  });

  it("asks for what both changed, and for nothing else", () => {
    expect(open(list, {}).map(({ field }) => field.name)).toEqual(["diameter"]);
    expect(open(list, { diameter: "mine" })).toEqual([]);
  });

  it("sends the choice on the ground of their row", () => {
    const form = merged(mine, list, { diameter: "theirs" });
    expect(bodyOf(form, theirs, fields)).toMatchObject({ name: "乙", diameter: 200, state: "broken", marked: false });
    const stubborn = merged(mine, list, { diameter: "mine", state: "mine", name: "theirs" });
    expect(bodyOf(stubborn, theirs, fields)).toMatchObject({ name: "甲", diameter: 150, state: "usable" });
  });
});

describe("a conflict behind a mask", () => {
  // Both typed another number; the masks of theirs and of the old one look alike.
  const was = { name: "甲", phone: "138****1234" };
  const mine = { ...formOf(was, fields), phone: "13900001234" };

  it("is asked for, although the masks are the same", () => {
    const unseen = changedBehind({ phone: "aa" }, { phone: "bb" });
    expect(differences(was, mine, was, fields, unseen).map(({ field, by }) => [field.name, by])).toEqual([["phone", null]]);
  });

  it("is none when nothing changed behind it", () => {
    const unseen = changedBehind({ phone: "aa" }, { phone: "aa" });
    expect(differences(was, mine, was, fields, unseen).map(({ by }) => by)).toEqual(["mine"]);
  });
});

describe("a draft", () => {
  it("survives a reload with the ground it began on", () => {
    const writing = { ...begin(row, fields), form: { ...formOf(base, fields), name: "乙" } };
    expect(changed(writing, fields)).toEqual(["name"]);
    expect(fromText(toText(writing), fields)).toEqual(writing);
  });

  it("of a new row begins with the defaults", () => {
    const fresh = begin(null, fields);
    expect(changed(fresh, fields)).toEqual([]);
    expect(isBlank(fresh.form)).toBe(false);
    expect(isBlank({ a: "", b: [" "] })).toBe(true);
  });

  it.each(["", "{", "7", '{"version":1}', '{"version":"x","base":{},"form":{}}'])("that cannot be read is none: %s", (text) => {
    expect(fromText(text, fields)).toBeNull();
  });

  it("of another form of the register keeps what fits", () => {
    const text = JSON.stringify({ version: 3, base, form: { name: "乙", uses: "not a list", gone: "x" } });
    expect(fromText(text, fields)?.form).toMatchObject({ name: "乙", uses: ["usable"] });
  });
});

describe("refusals", () => {
  it("name who points at a row, wherever the problem carries it", () => {
    const referrer = { register: "unit", label: { zh: "单位", en: "Units" }, field: "water", rows: 3 };
    expect(readReferrers(problemOf(409, { code: "referred", referrers: [referrer, 7] }))).toEqual([referrer]);
    expect(readReferrers(problemOf(409, { current: { referrers: [referrer] } }))).toEqual([referrer]);
    expect(readReferrers(new ProblemError(409, "x", "x", null, [], null))).toEqual([]);
  });

  it("carry the row as it is now", () => {
    expect(readCurrent(problemOf(412, { current: row }))).toEqual(row);
    expect(readCurrent(problemOf(412, { current: { version: 1 } }))).toBeNull();
    expect(readCurrent(problemOf(409, { current: row }))).toBeNull();
  });

  it("of fields are read under both names", () => {
    expect(problemOf(422, { fields: [{ field: "name", message: "必填" }] }).errors).toEqual([{ field: "name", message: "必填" }]);
  });
});

describe("an import", () => {
  const run = { mode: "dry_run", state: "done", rows_faulty: 0 } as const;

  it("may be applied only after a trial without faults", () => {
    expect(outcomeOf(run)).toBe("clean");
    expect(outcomeOf({ ...run, rows_faulty: 2 })).toBe("faulty");
    expect(outcomeOf({ ...run, mode: "apply" })).toBe("applied");
    expect(outcomeOf({ ...run, mode: "apply", state: "refused", rows_faulty: 1 })).toBe("faulty");
    expect(outcomeOf({ ...run, state: "refused" })).toBe("refused");
    expect(outcomeOf({ ...run, state: "staging" })).toBe("running");
    expect(outcomeOf({ ...run, state: "cancelled" })).toBe("cancelled");
  });

  it("says how far it is, or that it does not know", () => {
    expect(progressOf({ rows_total: 200, rows_done: 50 })).toBe(0.25);
    expect(progressOf({ rows_total: null, rows_done: 50 })).toBeNull();
    expect(progressOf({ rows_total: 0, rows_done: 0 })).toBeNull();
  });

  it("takes spreadsheets, and a run from the address", () => {
    expect(["a.XLSX", "b.csv"].every(isAccepted)).toBe(true);
    expect(["a.xlsm", "a.xlsx.exe"].some(isAccepted)).toBe(false);
    expect(importSearch({ run: "0190b1d0-0000-7000-8000-000000000001" })).toHaveProperty("run");
    expect(importSearch({ run: "../../session" })).toEqual({});
  });
});

describe("shelves and groups", () => {
  it("every field stands in exactly one group", () => {
    const names = groupsOf(source).flatMap((group) => group.fields.map((one) => one.name));
    expect([...names].sort()).toEqual(fields.map((one) => one.name).sort());
    expect(groupsOf(source).map((group) => group.key)).toEqual(["basic", "place", "personal", "words"]);
  });

  it("finds a register by either language and by its key", () => {
    expect(matching([source], "水源")).toHaveLength(1);
    expect(matching([source], "WATER src")).toHaveLength(0);
    expect(matching([source], "water sou")).toHaveLength(1);
    expect(matching([source], "")).toHaveLength(1);
    expect(shelfOf(source)).toBe("places");
    expect(shelfOf({ ...source, geometry: null })).toBe("people");
  });
});
