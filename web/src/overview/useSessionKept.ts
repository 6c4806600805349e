/**
 * A screen that nobody touches is still in use: the session is asked for well within its idle time.
 * Its lifetime it cannot stretch; when that is over, the door says what to do.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { sessionQuery } from "../access/session";
import { asProblem } from "../api/problem";
import { answer, api } from "../api/client";
import { useSeat } from "../shell/Seat";

const MOST_MS = 5 * 60_000;

export function useSessionKept(): void {
  const queries = useQueryClient();
  const { session, onExpired } = useSeat();
  const idle = session.idle_timeout_seconds * 1_000;
  useEffect(() => {
    const look = async () => {
      try {
        queries.setQueryData(sessionQuery.queryKey, await answer(api.GET("/api/v1/session")));
      } catch (error) {
        // Any other failure is the network's, and is tried again.
        if (asProblem(error).status === 401) onExpired();
      }
    };
    const timer = setInterval(() => void look(), Math.min(MOST_MS, idle / 4));
    return () => clearInterval(timer);
  }, [queries, idle, onExpired]);
}
