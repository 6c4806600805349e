import { afterEach, describe, expect, it, vi } from "vitest";
import { Feed } from "./feed";
import type { FeedEvent } from "./resume";

const bytes = new TextEncoder();
const line = (position: number) => `id: ${position}\nevent: alarm\ndata: ${JSON.stringify({ position, kind: "alarm", id: `a${position}` })}\n\n`;

/** One scripted answer: the chunks that come, then the connection ends. */
function stream(...chunks: string[]): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(bytes.encode(chunk));
        controller.close();
      },
    }),
  );
}

function withServer(...answers: (() => Response)[]) {
  const asked: (string | null)[] = [];
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get("Last-Event-ID"));
    const next = answers.shift();
    return next === undefined ? new Promise<Response>(() => undefined) : Promise.resolve(next());
  });
  return asked;
}

describe("the connection of the feed", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it("goes on where it was cut, gives every event once, and catches up before it calls itself live", async () => {
    const asked = withServer(() => stream(line(41), line(42).slice(0, 20)), () => new Response("", { status: 502 }), () => stream(line(41), line(42), ": keep-alive\n\n"));
    const events: FeedEvent[] = [];
    let catchUps = 0;
    const feed = new Feed({ onEvent: (event) => events.push(event), catchUp: () => Promise.resolve(void (catchUps += 1)), onSignedOut: () => undefined });
    feed.start(40);
    await vi.waitFor(() => expect(asked).toHaveLength(4), { timeout: 8_000, interval: 20 });
    feed.stop();
    expect(asked).toEqual(["40", "41", "41", "42"]);
    expect(events.map((event) => event.position)).toEqual([41, 42]);
    expect(catchUps).toBe(1);
  }, 10_000);

  it("reads everything again when the server's journal is another one, and goes on from there", async () => {
    const asked = withServer(() => stream("event: reset\nid: 7\ndata: {\"position\":7}\n\n", line(8)));
    const events: FeedEvent[] = [];
    let catchUps = 0;
    const feed = new Feed({ onEvent: (event) => events.push(event), catchUp: () => Promise.resolve(void (catchUps += 1)), onSignedOut: () => undefined });
    feed.start(40);
    await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 4_000, interval: 20 });
    feed.stop();
    expect(asked).toEqual(["40", "8"]);
    expect(events.map((event) => event.position)).toEqual([8]);
    expect(catchUps).toBe(1);
  });

  it("stops and says so when the session is over", async () => {
    const asked = withServer(() => new Response("", { status: 401 }));
    let signedOut = false;
    const feed = new Feed({ onEvent: () => undefined, catchUp: () => Promise.resolve(), onSignedOut: () => (signedOut = true) });
    feed.start(1);
    await vi.waitFor(() => expect(signedOut).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(asked).toHaveLength(1);
  });
});
