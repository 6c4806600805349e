/**
 * Positions that move by themselves: a stream of latest values, read like the feed over `fetch`.
 * It reconnects for ever; the first event of a connection says where everybody is.
 */
import { createParser } from "eventsource-parser";
import { useEffect, useMemo, useState } from "react";
import { backoff, SILENCE_MS } from "../feed/resume";
import { serverNow } from "../time/serverClock";

export interface LivePosition {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly measured_at: string;
}

interface Told {
  readonly whole: boolean;
  readonly items: readonly LivePosition[];
}

/** A position that nobody reported for so long is no place to send anybody to. The server's OLD. */
const OLD_MS = 10 * 60_000;
/** How often ages are looked at while nothing moves. */
const LOOK_MS = 20_000;

export type Positions = ReadonlyMap<string, LivePosition>;

/** What was known with what is told now. */
export function merged(before: Positions, told: Told): Positions {
  const next = new Map(told.whole ? [] : before);
  for (const item of told.items) next.set(`${item.kind}/${item.id}`, item);
  return next;
}

export function featuresOf(positions: Positions, now: number): GeoJSON.FeatureCollection {
  const features = [...positions.values()].map((one): GeoJSON.Feature => ({
    type: "Feature",
    properties: { id: one.id, title: one.title, word: now - Date.parse(one.measured_at) > OLD_MS ? "lost" : "fresh" },
    geometry: { type: "Point", coordinates: [one.longitude, one.latitude] },
  }));
  return { type: "FeatureCollection", features };
}

function toldIn(data: string): Told | null {
  try {
    const body: unknown = JSON.parse(data);
    // What the server promises by contract is taken at its word.
    return typeof body === "object" && body !== null && "items" in body ? (body as Told) : null;
  } catch {
    return null;
  }
}

async function follow(path: string, signal: AbortSignal, onTold: (told: Told) => void): Promise<void> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    heard();
    const response = await fetch(path, { headers: { Accept: "text/event-stream" }, credentials: "same-origin", cache: "no-store", signal: AbortSignal.any([signal, silence.signal]) });
    if (!response.ok || response.body === null) return;
    const parser = createParser({
      onEvent: ({ data }) => {
        const told = toldIn(data);
        if (told !== null) onTold(told);
      },
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      parser.feed(value);
    }
  } catch {
    // Silence, the network or leaving the page: all are a lost connection.
  } finally {
    clearTimeout(timer);
  }
}

/** The positions of a stream as features; null without one. */
export function useLive(path: string | null): GeoJSON.FeatureCollection | null {
  const [positions, setPositions] = useState<Positions>(new Map());
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    const keep = async () => {
      for (let attempt = 0; !leaving.signal.aborted; attempt += 1) {
        await follow(path, leaving.signal, (told) => {
          attempt = 0;
          setNow(serverNow());
          setPositions((before) => merged(before, told));
        });
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt, Math.random())));
      }
    };
    void keep();
    const timer = setInterval(() => setNow(serverNow()), LOOK_MS);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [path]);
  return useMemo(() => (path === null ? null : featuresOf(positions, now)), [path, positions, now]);
}
