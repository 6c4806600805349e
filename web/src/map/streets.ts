/** 道路与水源: by what measure streets are looked at, as the address holds it, and as the server is asked. Pure but for the question. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request";
import type { BareAnswer, StreetsAnswer } from "../api/types";
import type { Box } from "./types";

export interface StreetsMeasure {
  /** 保护半径, metres. */
  readonly radius: number;
  /** 间距, metres. */
  readonly spacing: number;
  /** From so many kilometres of street a square kilometre ground counts as built-up. */
  readonly builtUp: number;
  /** 密度要求 that the city sets itself, kilometres a square kilometre. */
  readonly least: number;
}

/** GB 50974-2014 for the first two; a measure of ours; what 城市规划 asks of built-up ground, to be set by the city. */
export const usualMeasure: StreetsMeasure = { radius: 150, spacing: 120, builtUp: 4, least: 8 };

export const ranges = { radius: [10, 1000], spacing: [10, 1000], builtUp: [0.5, 20], least: [0.5, 20] } as const;

/** As it stands in the address; none where it makes no sense. */
export function streetsOf(text: string): StreetsMeasure | null {
  const [radius = Number.NaN, spacing = Number.NaN, builtUp = Number.NaN, least = Number.NaN] = text.split(";").map(Number);
  const measure = { radius, spacing, builtUp, least };
  const fits = (Object.keys(ranges) as (keyof StreetsMeasure)[]).every((key) => measure[key] >= ranges[key][0] && measure[key] <= ranges[key][1]);
  return fits ? measure : null;
}

export function streetsText({ radius, spacing, builtUp, least }: StreetsMeasure): string {
  return [radius, spacing, builtUp, least].join(";");
}

export function streetsQuery(measure: StreetsMeasure | null) {
  const { radius, spacing, builtUp } = measure ?? usualMeasure;
  return queryOptions({
    // Made old by the feed when a water source changes.
    queryKey: ["register", "water_source", "rows", "streets", radius, spacing, builtUp],
    enabled: measure !== null,
    staleTime: 60_000,
    queryFn: ({ signal }) => request<StreetsAnswer>("/api/v1/map/streets", { query: [["radius", String(radius)], ["spacing", String(spacing)], ["built_up", String(builtUp)]], signal }),
  });
}

/** From this zoom on all pieces of what is seen are drawn, not only the city's longest. */
const CLOSE = 12;
/** Boxes begin and end on steps of so many degrees: a small move asks nothing anew. */
const STEP = 0.05;

/** No wider box is looked at street by street. */
const WIDEST = 0.5;

/** The box around what is seen, on whole steps; none from afar, and on a wall that sees more. */
export function closeBox([west, south, east, north]: Box, zoom: number): Box | null {
  if (zoom < CLOSE) return null;
  const down = (degrees: number) => Math.round(Math.floor(degrees / STEP) * STEP * 100) / 100;
  const up = (degrees: number) => Math.round(Math.ceil(degrees / STEP) * STEP * 100) / 100;
  const box: Box = [down(west), down(south), up(east), up(north)];
  return Math.max(box[2] - box[0], box[3] - box[1]) > WIDEST ? null : box;
}

export function bareQuery(measure: StreetsMeasure | null, box: Box | null) {
  const { radius, builtUp } = measure ?? usualMeasure;
  return queryOptions({
    queryKey: ["register", "water_source", "rows", "bare", radius, builtUp, box],
    enabled: measure !== null && box !== null,
    staleTime: 60_000,
    queryFn: ({ signal }) => request<BareAnswer>("/api/v1/map/streets/bare", { query: [["bbox", (box ?? []).join(",")], ["radius", String(radius)], ["built_up", String(builtUp)]], signal }),
  });
}

/** The streets without a hydrant, as they are drawn. */
export function bareOf(answer: Pick<StreetsAnswer, "bare"> | undefined): readonly GeoJSON.Feature[] {
  return answer === undefined ? [] : [{ type: "Feature", properties: { bare: true }, geometry: answer.bare as GeoJSON.MultiLineString }];
}

/** 1 000 parts of a whole as a percentage with a digit; none of nothing. */
export function shareWords(part: number, whole: number): string {
  return whole <= 0 ? "–" : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)}%`;
}
