/** Metrics as the server tells them: the list, one value, its ranking, its series, the areas. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import { address } from "../api/request";
import type { components } from "../api/schema";
import type { Language } from "../messages/translate";
import type { MetricSearch } from "./search";

type Schemas = components["schemas"];
export type MetricInfo = Schemas["MetricInfo"];
export type MetricItem = Schemas["MetricItem"];
export type MetricReading = Schemas["MetricReading"];
export type MetricValue = Schemas["MetricValue"];
export type MetricPart = Schemas["MetricPart"];
export type MetricArea = Schemas["MetricArea"];
export type MetricAreas = Schemas["MetricAreas"];
export type MetricRanking = Schemas["MetricRanking"];
export type MetricSeries = Schemas["MetricSeries"];
export type MetricMoment = Schemas["MetricMoment"];

/** Not every role hears the feed, so what is opened again is asked for again. */
const FRESH_MS = 5_000;

/** What is asked; the ranking's `by` only where it is read. */
function question({ area, period, as_of }: MetricSearch) {
  return {
    ...(area === undefined ? {} : { area }),
    ...(period === undefined ? {} : { period }),
    ...(as_of === undefined ? {} : { as_of }),
  };
}

export function metricsQuery(search: MetricSearch) {
  const query = question(search);
  return queryOptions({
    queryKey: ["metric", "list", query],
    staleTime: FRESH_MS,
    queryFn: () => answer(api.GET("/api/v1/metrics", { params: { query } })),
  });
}

export function metricQuery(key: string, search: MetricSearch) {
  const query = question(search);
  return queryOptions({
    queryKey: ["metric", "value", key, query],
    staleTime: FRESH_MS,
    queryFn: () => answer(api.GET("/api/v1/metrics/{key}", { params: { path: { key }, query } })),
  });
}

export function rankingQuery(key: string, search: MetricSearch) {
  const query = { ...question(search), ...(search.by === undefined ? {} : { by: search.by }) };
  return queryOptions({
    queryKey: ["metric", "areas", key, query],
    staleTime: FRESH_MS,
    queryFn: () => answer(api.GET("/api/v1/metrics/{key}/areas", { params: { path: { key }, query } })),
  });
}

export function seriesQuery(key: string, search: MetricSearch, points: number) {
  const query = { ...question(search), points };
  return queryOptions({
    queryKey: ["metric", "series", key, query],
    staleTime: FRESH_MS,
    queryFn: () => answer(api.GET("/api/v1/metrics/{key}/series", { params: { path: { key }, query } })),
  });
}

/** The areas to choose from; those below the chosen one among them. */
export function areasQuery(area: string | undefined) {
  const query = area === undefined ? {} : { area };
  return queryOptions({
    queryKey: ["metric", "where", query],
    staleTime: 60_000,
    queryFn: () => answer(api.GET("/api/v1/metric-areas", { params: { query } })),
  });
}

/** The address of a ranking as a file. */
export function rankingFile(key: string, search: MetricSearch, format: "xlsx" | "csv", language: Language): string {
  const asked = Object.entries({ ...question(search), ...(search.by === undefined ? {} : { by: search.by }), format, lang: language });
  return address(`/api/v1/metrics/${encodeURIComponent(key)}/export`, asked);
}

/** A value with its unit of measure: `82.5%`, `1,467 家`. */
export function withUnit(value: string, metric: Pick<MetricInfo, "unit">, language: Language): string {
  const unit = metric.unit[language];
  if (unit === "") return grouped(value);
  return unit === "%" ? `${grouped(value)}%` : `${grouped(value)} ${unit}`;
}

/** Thousands apart; the digits behind the point as they are. */
export function grouped(value: string): string {
  const [whole = "", part] = value.split(".");
  const apart = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? apart : `${apart}.${part}`;
}

/** By how much a value moved, in its own unit; null where one of them is not known. */
export function moved(now: MetricReading, then: MetricReading): number | null {
  if (now.value === null || then.value === null) return null;
  return Number(now.value) - Number(then.value);
}
