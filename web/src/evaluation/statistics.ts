/** The plan's tables as the server tells them. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { address } from "../api/request";
import type { components } from "../api/schema";
import type { Language } from "../messages/translate";
import type { StatisticsSearch } from "./search";

type Schemas = components["schemas"];
export type StatisticsTable = Schemas["StatisticsTable"];
export type StatisticsCell = Schemas["StatisticsCell"];

const FIRST = "fires";

export function statisticsQuery({ table = FIRST, ...query }: StatisticsSearch) {
  return queryOptions({
    queryKey: ["evaluation", "statistics", table, query],
    staleTime: 5_000,
    queryFn: () => answer(api.GET("/api/v1/evaluation/statistics/{table}", { params: { path: { table }, query } })),
  });
}

/** The same as a workbook: the browser fetches it itself. */
export function exportAddress({ table = FIRST, ...query }: StatisticsSearch, language: Language): string {
  const asked = Object.entries(query).map(([name, value]) => [name, String(value)] as const);
  return address(`/api/v1/evaluation/statistics/${table}/export`, [...asked, ["lang", language]]);
}
