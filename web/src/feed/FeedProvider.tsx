/**
 * The feed of the signed-in seat. It starts where the first lists stand and turns
 * each event into "this answer is old".
 */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { Feed } from "./feed";
import type { FeedState } from "./resume";
import { Coalescer, touchedBy } from "./touched";

const FeedContext = createContext<Feed | null>(null);

interface Props {
  /** Where the first list stands; null until it is there; "now" when this seat sees none. */
  readonly position: number | "now" | null;
  readonly onSignedOut: () => void;
  readonly children: ReactNode;
}

export function FeedProvider({ position, onSignedOut, children }: Props) {
  const queries = useQueryClient();
  const [{ feed, coalescer }] = useState(() => {
    const coalescer = new Coalescer((keys) => {
      for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
    });
    const feed = new Feed({
      onEvent: (event) => coalescer.add(touchedBy(event)),
      // What this seat may not see stays refused; it must not keep the rest from being live.
      catchUp: () => queries.refetchQueries({ type: "active", predicate: (query) => query.state.status !== "error" && query.queryKey[0] !== "session" }, { throwOnError: true }),
      onSignedOut,
    });
    return { feed, coalescer };
  });
  useEffect(() => {
    if (position === null || !feed.start(position) || position === "now") return;
    // A list that was read before the feed's start may have missed what lies between.
    void queries.invalidateQueries({ predicate: (query) => positionOf(query.state.data) < position });
  }, [feed, position, queries]);
  useEffect(
    () => () => {
      feed.stop();
      coalescer.stop();
    },
    [feed, coalescer],
  );
  return <FeedContext value={feed}>{children}</FeedContext>;
}

/** The journal position an answer stands at; what says none is never behind. */
function positionOf(data: unknown): number {
  if (typeof data !== "object" || data === null) return Infinity;
  if ("pages" in data && Array.isArray(data.pages)) return Math.min(...data.pages.map(positionOf));
  return "position" in data && typeof data.position === "number" ? data.position : Infinity;
}

function useFeed(): Feed {
  const feed = useContext(FeedContext);
  if (feed === null) throw new Error("useFeed outside FeedProvider");
  return feed;
}

export function useFeedState(): FeedState {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, feed.snapshot);
}

export function useFeedRetry(): () => void {
  return useFeed().retryNow;
}
