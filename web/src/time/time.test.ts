import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import { dateTime, instant, relative, running, shift, timeNear, travel } from "./format";
import { improve } from "./serverClock";

const zh = translator("zh");
const en = translator("en");
const S = 1000;
const H = 3600 * S;

describe("times", () => {
  const at = instant("2026-11-23T02:03:12.123456Z");

  it("reads microseconds and shows the city's own zone", () => {
    expect(at).toBe(Date.UTC(2026, 10, 23, 2, 3, 12, 123));
    expect(dateTime(at, "zh")).toBe("2026年11月23日 10:03:12");
    expect(dateTime(at, "en")).toBe("23 November 2026 10:03:12");
  });

  it("shows the date only when it is another day in the city", () => {
    expect(timeNear(at, at + H, "zh")).toBe("10:03:12");
    expect(timeNear(at, at + 14 * H, "zh")).toBe("2026年11月23日 10:03:12");
  });

  it.each([
    [0, "刚刚", "just now"],
    [-5 * S, "刚刚", "just now"],
    [12 * S, "12 秒前", "12 s ago"],
    [3 * 60 * S + 59 * S, "3 分钟前", "3 min ago"],
    [2 * H, "2 小时前", "2 h ago"],
    [10 * 24 * H, "10 天前", "10 d ago"],
  ])("%d ms is %s", (age, chinese, english) => {
    expect(relative(at, at + age, zh)).toBe(chinese);
    expect(relative(at, at + age, en)).toBe(english);
  });

  it.each([
    [-1, "00:00"],
    [59_999, "00:59"],
    [192 * S, "03:12"],
    [2 * H + 192 * S, "2:03:12"],
    [3 * 24 * H + 2 * H, "3天 02:00"],
  ])("a clock at %d ms reads %s", (elapsed, text) => expect(running(elapsed, zh)).toBe(text));

  it("says how far the panel's clock stands from ours, both ways", () => {
    expect(shift(at, at + 4 * S, zh)).toBe("+00:04");
    expect(shift(at, at - 90 * S, zh)).toBe("早 01:30");
  });

  it("never promises a shorter drive than computed", () => {
    expect(travel(50, zh)).toBe("50 秒");
    expect(travel(181, zh)).toBe("4 分");
  });
});

describe("the server's clock", () => {
  it("cancels a local clock that is an hour wrong", () => {
    const estimate = improve(null, { sent: 1000, received: 1100, server: 1050 + H });
    expect(estimate).toEqual({ offset: H, uncertainty: 50 });
  });

  it("keeps the sample with the shorter round trip", () => {
    const good = improve(null, { sent: 0, received: 20, server: 510 });
    const kept = improve(good, { sent: 1000, received: 1400, server: 1750 });
    expect(kept.offset).toBe(good.offset);
    expect(kept.uncertainty).toBeGreaterThan(good.uncertainty);
  });

  it("follows at once when the local clock was set", () => {
    const before = improve(null, { sent: 0, received: 20, server: 10 });
    const after = improve(before, { sent: H, received: H + 400, server: 200 });
    expect(after.offset).toBe(-H);
  });
});
