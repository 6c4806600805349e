import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import { moodOf, outcome, rhythm, span } from "./words";

const zh = translator("zh");
const en = translator("en");

describe("a job in words", () => {
  it("says how long in the unit that fits", () => {
    expect([0, 0.0034, 1.44, 59, 125, 3600, 200_000].map((seconds) => span(seconds, zh))).toEqual(["1 毫秒", "3 毫秒", "1.4 秒", "59 秒", "2 分钟", "1 小时", "2 天"]);
  });

  it("says how it comes to run", () => {
    expect(rhythm({ kind: "reconciler", period_s: 3600, exclusive: true }, zh)).toBe("每 1 小时，全系统只一处运行");
    expect(rhythm({ kind: "follower", period_s: null, exclusive: false }, en)).toBe("follows the journal");
  });

  it("is wrong as long as it failed last, whatever it does now", () => {
    expect(moodOf({ state: "running", failures: 2 })).toBe("wrong");
    expect(moodOf({ state: "running", failures: 0 })).toBe("busy");
    expect(moodOf({ state: "waiting", failures: 0 })).toBe("well");
    expect(moodOf({ state: "stopped", failures: 0 })).toBe("off");
  });

  it("says what was done, that nothing was to do, or that it failed", () => {
    const run = { started_at: "2026-11-26T08:00:00Z", took_s: 0.1, ok: true, counts: [{ label: "个旧会话已清除", count: 3 }] };
    const state = "waiting";
    expect(outcome({ state, last_run: null }, zh)).toBe("还没有运行过");
    expect(outcome({ state: "running", last_run: null }, zh)).toBe("启动以来一直在运行");
    expect(outcome({ state, last_run: run }, zh)).toBe("3 个旧会话已清除");
    expect(outcome({ state, last_run: { ...run, counts: [] } }, zh)).toBe("没有要做的");
    expect(outcome({ state, last_run: { ...run, ok: false } }, zh)).toBe("失败");
  });
});
