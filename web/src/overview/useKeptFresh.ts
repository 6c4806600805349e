/** A role that is told of no change looks again by itself; whoever hears the feed does not need to. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useFeedState } from "../feed/FeedProvider";

const LOOK_MS = 15_000;
const KEYS = [["alarms"], ["incidents"], ["candidates", "force"], ["cases", "counts"]] as const;

export function useKeptFresh(): void {
  const queries = useQueryClient();
  const { phase } = useFeedState();
  useEffect(() => {
    if (phase !== "refused") return;
    const timer = setInterval(() => KEYS.forEach((queryKey) => void queries.invalidateQueries({ queryKey })), LOOK_MS);
    return () => clearInterval(timer);
  }, [queries, phase]);
}
