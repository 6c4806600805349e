/**
 * One tick a second for every running clock on the screen: a single timer, on
 * the server's full second, however many clocks there are.
 */
import { useSyncExternalStore } from "react";
import { serverNow } from "./serverClock";

let second = Math.floor(serverNow() / 1000);
let timer: number | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  const now = serverNow();
  second = Math.floor(now / 1000);
  for (const listener of listeners) listener();
  timer = window.setTimeout(tick, 1000 - (now % 1000) + 5);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearTimeout(timer);
      timer = undefined;
    }
  };
}

/** The server's time, milliseconds, whole seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => second) * 1000;
}
