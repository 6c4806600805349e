import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import type { RegisterInfo } from "../register/types";
import type { JournalEntry } from "./journal";
import { journalSearch, questionOf } from "./search";
import { actorWords, isSealed, movedFields, subjectWords, valueWords, verbWords } from "./words";

const zh = translator("zh");
const entry = (kind: string, body: JournalEntry["body"]): JournalEntry => ({ position: 5, id: "e", kind, subject: "01890000-0000-7000-8000-00000000000a", version: 2, verb: "changed", event_at: "", recorded_at: "", actor: "system:pack", hash: "", body });

describe("an entry in words", () => {
  it("names who did it", () => {
    expect(actorWords({ actor: "account:01890000-0000-7000-8000-00000000000a", actor_name: "王力" }, zh)).toBe("王力");
    expect(actorWords({ actor: "account:01890000-0000-7000-8000-00000000000a", actor_name: null }, zh)).toBe("账号 0000000a");
    expect(actorWords({ actor: "device:889" }, zh)).toBe("装置 889");
    expect(actorWords({ actor: "system:jobs" }, zh)).toBe("系统");
  });

  it("takes the verb of the kind before the common one, and shows a strange one bare", () => {
    expect(verbWords({ kind: "device_alarm", verb: "closed" }, zh)).toBe("警报了结");
    expect(verbWords({ kind: "unit", verb: "updated" }, zh)).toBe("修改");
    expect(verbWords({ kind: "unit", verb: "never_heard" }, zh)).toBe("never heard");
  });

  it("calls the subject by its body, never by what is sealed", () => {
    expect(subjectWords(entry("incident", { number: "2026-000001", address: "解放路" }), [], zh)).toBe("2026-000001 解放路");
    expect(subjectWords(entry("somebody", {}), [], zh)).toBe("0000000a");
    const people = { key: "person", title: "name", label: { zh: "人员", en: "Person" }, fields: [] } as unknown as RegisterInfo;
    expect(subjectWords(entry("person", { name: "s1.00ff00ff" }), [people], zh)).toBe("已加密");
    expect(isSealed("s1.号")).toBe(false);
  });

  it("reads values by what they mean", () => {
    expect(valueWords("incident", "opened_at", 1_795_000_000_000_000, undefined, zh)).toMatch(/^2026年11月18日/);
    expect(valueWords("incident", "kind", "rescue", undefined, zh)).toBe("抢险救援");
    expect(valueWords("incident", "property_saved_fen", 5_000_050, undefined, zh)).toBe("50000.50 元");
    expect(valueWords("incident", "longitude_e7", 1_110_000_000, undefined, zh)).toBe("111.00000°");
    expect(valueWords("incident", "note", "", undefined, zh)).toBeNull();
  });

  it("tells what moved", () => {
    expect(movedFields({ id: 1, a: 1, b: 2 }, { id: 1, a: 1, b: 3, c: 4 })).toEqual({ moved: ["b", "c"], same: ["a"] });
    expect(movedFields(null, { id: 1, a: 1, b: null })).toEqual({ moved: ["a"], same: [] });
  });

  it("keeps its question in the address: days of the city", () => {
    const search = journalSearch({ from: "2026-11-27", until: "2026-11-27", actor: "account:x", kind: "BAD KIND", subject: "no" });
    expect(search).toEqual({ from: "2026-11-27", until: "2026-11-27", actor: "account:x" });
    expect(questionOf(search)).toEqual({ actor: "account:x", from: "2026-11-26T16:00:00.000Z", until: "2026-11-27T16:00:00.000Z" });
  });
});
