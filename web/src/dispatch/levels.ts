/** The city's alarm levels 火警等级, and which one a number of people in danger speaks for. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request";
import type { Incident } from "../api/types";

export interface AlarmLevel {
  readonly kind: Incident["kind"];
  readonly level: number;
  /** From so many people in danger. */
  readonly people_from?: number | null;
}

interface Rows {
  readonly items: readonly { readonly values: AlarmLevel }[];
}

export const alarmLevelsQuery = queryOptions({
  queryKey: ["register", "alarm_level", "rows", "all"],
  staleTime: 600_000,
  queryFn: async ({ signal }) => (await request<Rows>("/api/v1/registers/alarm_level", { query: [["limit", "50"]], signal })).items.map(({ values }) => values),
});

/** The highest level that so many people in danger reach; none where the number is not known or decides nothing. */
export function levelFor(levels: readonly AlarmLevel[], kind: Incident["kind"], trapped: string): number | null {
  if (trapped === "") return null;
  const people = Number(trapped);
  const reached = levels.filter((one) => one.kind === kind && typeof one.people_from === "number" && one.people_from <= people);
  return reached.length === 0 ? null : Math.max(...reached.map(({ level }) => level));
}
