/** Jobs and outbox as the server tells them, and what a person may ask of them. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { GivenUpList, JobList, OutboxState } from "../api/types";

/** How often the page looks again: jobs are the process's own state, and no event tells of them. */
const LOOK_MS = 2_000;

export const jobsQuery = queryOptions({
  queryKey: ["upkeep", "jobs"],
  queryFn: ({ signal }): Promise<JobList> => answer(api.GET("/api/v1/jobs", { signal })),
  refetchInterval: LOOK_MS,
});

export const outboxQuery = queryOptions({
  queryKey: ["upkeep", "outbox"],
  queryFn: ({ signal }): Promise<OutboxState> => answer(api.GET("/api/v1/outbox", { signal })),
  refetchInterval: LOOK_MS,
});

/** Asked again whenever the channel's count changes. */
export function givenUpQuery(channel: string, count: number) {
  return queryOptions({
    queryKey: ["upkeep", "given_up", channel, count],
    queryFn: ({ signal }): Promise<GivenUpList> => answer(api.GET("/api/v1/outbox/{channel}/given-up", { params: { path: { channel } }, signal })),
  });
}

export function runJob(name: string): Promise<unknown> {
  return answer(api.POST("/api/v1/jobs/{name}/run", { params: { path: { name } } }));
}

export function retryMessage(id: string): Promise<unknown> {
  return answer(api.POST("/api/v1/outbox/messages/{id}/retry", { params: { path: { id } } }));
}

export function retryChannel(channel: string): Promise<unknown> {
  return answer(api.POST("/api/v1/outbox/{channel}/retry", { params: { path: { channel } } }));
}
