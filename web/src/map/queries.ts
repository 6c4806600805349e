/** What the map asks of the server. Keys under `register` are made old by the feed like every list. */
import { queryOptions } from "@tanstack/react-query";
import { address, request, type Query } from "../api/request";
import { middleOf } from "./measure";
import type { BaseMap, Box, LayerFeatures, LayerInfo, LngLat, MapRegister, MapRow, RoadsUnder } from "./types";

const ROOT = "/api/v1/map";
const FRESH_MS = 30_000;

export const layersQuery = queryOptions({
  queryKey: ["map", "layers"],
  queryFn: async ({ signal }) => (await request<{ readonly items: readonly LayerInfo[] }>(`${ROOT}/layers`, { signal })).items,
});

export const baseQuery = queryOptions({
  queryKey: ["map", "base"],
  queryFn: async ({ signal }): Promise<BaseMap> => {
    const [base, { roads }] = await Promise.all([request<Omit<BaseMap, "roads">>(`${ROOT}/base`, { signal }), request<RoadsUnder>(`${ROOT}/roads`, { signal })]);
    // Roads first: their licence asks to be seen.
    const sources = roads === null ? base.sources : [roads.source, ...base.sources];
    return { ...base, sources, roads: roads?.tag ?? null };
  },
});

/** The registers behind the layers, as a card needs them. */
export const mapRegistersQuery = queryOptions({
  queryKey: ["map", "registers"],
  queryFn: async ({ signal }) => (await request<{ readonly items: readonly MapRegister[] }>("/api/v1/registers", { signal })).items,
});

export function mapRowQuery(key: string, id: string) {
  return queryOptions({
    queryKey: ["register", key, "row", id, "map"],
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => request<MapRow>(`/api/v1/registers/${key}/${id}`, { signal }),
  });
}

export function findQuery(key: string, words: string) {
  return queryOptions({
    queryKey: ["register", key, "rows", "map-find", words],
    gcTime: 60_000,
    queryFn: async ({ signal }) => (await request<{ readonly items: readonly MapRow[] }>(`/api/v1/registers/${key}`, { query: [["search", words], ["limit", "8"]], signal })).items,
  });
}

export function featuresQuery(key: string, box: Box, filters: Query, limit = 1000) {
  return queryOptions({
    queryKey: ["register", key, "rows", "map-box", box.join(","), JSON.stringify(filters), String(limit)],
    staleTime: FRESH_MS,
    gcTime: 60_000,
    queryFn: ({ signal }) => request<LayerFeatures>(`${ROOT}/layers/${key}`, { query: [["bbox", box.join(",")], ["limit", String(limit)], ...filters], signal }),
  });
}

/** Says nothing but that rows of a layer changed: fetched anew when the feed makes it old. */
export function changedQuery(key: string) {
  return queryOptions({
    queryKey: ["register", key, "rows", "map-changed"],
    queryFn: () => Promise.resolve(Date.now()),
  });
}

/** The tiles of a layer; absolute, since a worker without an address of its own fetches them. */
export function tilesOf(key: string, filters: Query): string {
  return address(`${window.location.origin}${ROOT}/tiles/${key}/{z}/{x}/{y}`, filters);
}

/** The tiles of the roads; the tag makes those of others another address. */
export function roadTilesOf(tag: string): string {
  return address(`${window.location.origin}${ROOT}/roads/{z}/{x}/{y}`, [["tag", tag]]);
}

/** Where a row stands; the middle of a line or an area. */
export function pointOf(row: MapRow, field: string | null): LngLat | null {
  const value = field === null ? null : row.values[field];
  if (typeof value !== "object" || value === null) return null;
  if ("coordinates" in value) return middleOf(value);
  if (!("longitude" in value) || !("latitude" in value)) return null;
  const { longitude, latitude } = value;
  return typeof longitude === "number" && typeof latitude === "number" ? [longitude, latitude] : null;
}
