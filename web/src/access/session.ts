/** Who sits here: the session as one query, shared by the whole screen. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { asProblem } from "../api/problem";
import type { Session } from "../api/types";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await answer(api.GET("/api/v1/session"));
    } catch (error) {
      if (asProblem(error).status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export function signIn(username: string, password: string): Promise<Session> {
  return answer(api.POST("/api/v1/session", { body: { username, password } }));
}

export async function signOut(): Promise<void> {
  await answer(api.DELETE("/api/v1/session"));
}
