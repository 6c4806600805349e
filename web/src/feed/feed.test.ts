import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff, feedReducer, freshness, initialFeed, isNews, meaningOf, readEvent, resumeHeaders, type FeedAction, type FeedState } from "./resume";
import { Coalescer, touchedBy } from "./touched";

const play = (...actions: FeedAction[]): FeedState => actions.reduce(feedReducer, initialFeed);
const start: FeedAction = { type: "start", position: 40, at: 1000 };

describe("the feed", () => {
  it("resumes after the list's own position, so nothing falls between list and feed", () => {
    expect(resumeHeaders(initialFeed)).toEqual({});
    expect(resumeHeaders(play(start))).toEqual({ "Last-Event-ID": "40" });
    expect(resumeHeaders(play(start, { type: "opened", at: 1 }, { type: "event", position: 43, at: 2 }, { type: "lost" }))).toEqual({ "Last-Event-ID": "43" });
  });

  it("drops repeats and never goes back", () => {
    const state = play(start, { type: "event", position: 43, at: 2 });
    expect([42, 43, 44].map((position) => isNews(state, position))).toEqual([false, false, true]);
    expect(feedReducer(state, { type: "event", position: 41, at: 3 }).position).toBe(43);
  });

  it("keeps the lists' time standing until they have caught up", () => {
    const lost = play(start, { type: "opened", at: 2000 }, { type: "heard", at: 3000 }, { type: "lost" });
    expect(lost).toMatchObject({ phase: "reconnecting", heardAt: 3000, attempt: 1 });
    const open = feedReducer(lost, { type: "opened", at: 9000 });
    expect(open).toMatchObject({ phase: "catching_up", heardAt: 3000, attempt: 0 });
    const replayed = feedReducer(open, { type: "event", position: 50, at: 9100 });
    expect(replayed).toMatchObject({ position: 50, heardAt: 3000 });
    expect(feedReducer(replayed, { type: "caught_up", at: 9200 })).toMatchObject({ phase: "live", heardAt: 9200 });
  });

  it("forgets its position when the server does not know it, and only then", () => {
    expect(play(start, { type: "forgotten" }).position).toBeNull();
    expect(play(start, { type: "lost" }).position).toBe(40);
  });

  it.each([
    [401, "signed_out"],
    [403, "refused"],
    [410, "forgotten"],
    [500, "lost"],
    [502, "lost"],
  ])("answer %d means %s", (status, meaning) => expect(meaningOf(status)).toBe(meaning));

  it("waits longer each time, never more than ten seconds, never in step", () => {
    expect(backoff(0, 0)).toBe(250);
    expect(backoff(0, 1)).toBe(500);
    expect(backoff(3, 1)).toBe(4000);
    expect(backoff(500, 1)).toBe(10_000);
    expect(backoff(500, 0)).toBe(5_000);
  });

  it("reads events and nothing else", () => {
    expect(readEvent("7", '{"position":7,"kind":"alarm","id":"a","version":1}')).toEqual({ position: 7, kind: "alarm", id: "a" });
    expect(readEvent("8", '{"kind":"alarm","id":"a"}')).toEqual({ position: 8, kind: "alarm", id: "a" });
    for (const bad of ["", "[]", "null", '{"kind":"alarm"}', '{"position":-1,"kind":"a","id":"b"}']) expect(readEvent(undefined, bad)).toBeNull();
  });

  it("says live only while the server is heard, and old after a minute even if nobody noticed", () => {
    const live = play(start, { type: "opened", at: 2000 });
    expect(freshness(live, 3000)).toBe("live");
    expect(freshness(feedReducer(live, { type: "lost" }), 3000)).toBe("stopped");
    expect(freshness(live, 2000 + 10 * 86_400_000)).toBe("old");
  });
});

describe("what an event makes old", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("an alarm touches its list and itself; any other kind is a register", () => {
    expect(touchedBy({ position: 1, kind: "device_alarm", id: "a" })).toEqual([["alarms"], ["alarm", "a"], ["register", "device_alarm", "rows"]]);
    expect(touchedBy({ position: 1, kind: "water_source", id: "a" })).toEqual([["register", "water_source", "rows"], ["register", "water_source", "row", "a"], ["metric"]]);
  });

  it("the first goes out at once, a burst of a thousand costs one more", () => {
    const flushed: string[][] = [];
    const coalescer = new Coalescer((keys) => flushed.push(keys.map((key) => key.join("/"))));
    for (let n = 0; n < 1000; n += 1) coalescer.add([["alarms"]]);
    expect(flushed).toEqual([["alarms"]]);
    vi.advanceTimersByTime(5000);
    expect(flushed).toEqual([["alarms"], ["alarms"]]);
    coalescer.add([["incidents"]]);
    expect(flushed).toHaveLength(3);
    coalescer.stop();
  });
});
