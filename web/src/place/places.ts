/** Places by name and the way along the roads, as the server tells them. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request, type Query } from "../api/request";
import type { FoundPlace, WayAnswer } from "../api/types";

export type LngLat = readonly [longitude: number, latitude: number];

export const degrees = ([longitude, latitude]: LngLat): string => `${longitude.toFixed(6)},${latitude.toFixed(6)}`;

/** What the words find: from `near` outwards, where one is given. */
export function placesQuery(words: string, near: LngLat | null) {
  const query: Query = [["q", words], ...(near === null ? [] : [["near", degrees(near)] as const])];
  return queryOptions({
    queryKey: ["places", words, near === null ? "" : degrees(near)],
    enabled: words !== "",
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await request<{ readonly items: readonly FoundPlace[] }>("/api/v1/map/places", { query, signal })).items,
  });
}

/** The quickest way for an engine, or why there is none. Roads do not change while one looks. */
export function wayQuery(from: LngLat, to: LngLat) {
  return queryOptions({
    queryKey: ["way", degrees(from), degrees(to)],
    staleTime: 10 * 60_000,
    gcTime: 60_000,
    queryFn: ({ signal }) => request<WayAnswer>("/api/v1/map/way", { query: [["from", degrees(from)], ["to", degrees(to)]], signal }),
  });
}

export function placeAt(place: FoundPlace): LngLat | null {
  const { location } = place;
  return location === null || location === undefined ? null : [location.longitude, location.latitude];
}

export const keyOf = (place: FoundPlace, index: number): string => place.id ?? `${place.kind}-${place.name.zh}-${index}`;
