/**
 * 可达圈 circles by time: from where, for how long, by whom, and who is to be reached; as the address
 * holds it, and as the server is asked. Pure but for the questions.
 */
import { queryOptions } from "@tanstack/react-query";
import { request, type Query } from "../api/request";
import type { ReachAnswer, ReachGaps } from "../api/types";
import { degrees } from "../place/places";
import type { LayerInfo, LngLat } from "./types";

export const movers = ["fire_engine", "on_foot", "electric_cart"] as const;
export type Mover = (typeof movers)[number];

export interface Reach {
  /** The key of a layer, a place, or null: a place that somebody is about to click. */
  readonly from: string | LngLat | null;
  readonly minutes: number;
  /** From the order until the wheels turn, seconds. */
  readonly turnout: number;
  readonly by: Mover;
  /** The layer whose rows are to be reached. */
  readonly of: string;
}

/** What the plan speaks of: five minutes, three minutes, an hour in the city and half an hour in a county. */
export const presets = [
  { key: "five", layer: "fire_station", minutes: 5, by: "fire_engine" },
  { key: "three", layer: "micro_station", minutes: 3, by: "on_foot" },
  { key: "hour", layer: "fire_station", minutes: 60, by: "fire_engine" },
  { key: "half_hour", layer: "fire_station", minutes: 30, by: "fire_engine" },
] as const;

export const LONGEST_MINUTES = 120;
export const LONGEST_TURNOUT = 600;
const TURNOUT = 60;
const FIRST_OF = "unit";

/** The first preset whose layer this person may see; a place else. */
export function firstReach(layers: readonly LayerInfo[]): Reach {
  const preset = presets.find((one) => layers.some((layer) => layer.key === one.layer));
  const of = layers.find((layer) => layer.key === FIRST_OF) ?? layers.find((layer) => layer.register !== null);
  return { from: preset?.layer ?? null, minutes: preset?.minutes ?? 5, turnout: TURNOUT, by: preset?.by ?? "fire_engine", of: of?.key ?? FIRST_OF };
}

export function isPreset(reach: Reach, preset: (typeof presets)[number]): boolean {
  return reach.from === preset.layer && reach.minutes === preset.minutes && reach.by === preset.by;
}

function fromOf(text: string): Reach["from"] {
  const pair = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$/.exec(text);
  if (pair !== null) return [Number(pair[1]), Number(pair[2])];
  return /^[a-z]\w*$/.test(text) ? text : null;
}

/** As it stands in the address; none where it makes no sense. */
export function reachOf(text: string): Reach | null {
  const [from = "", minutes = "", turnout = "", by = "", of = ""] = text.split(";");
  const mover = movers.find((one) => one === by);
  const [long, out] = [Number(minutes), Number(turnout)];
  const fits = long > 0 && long <= LONGEST_MINUTES && out >= 0 && out <= LONGEST_TURNOUT && /^[a-z]\w*$/.test(of);
  return mover === undefined || !fits ? null : { from: fromOf(from), minutes: long, turnout: out, by: mover, of };
}

export function reachText({ from, minutes, turnout, by, of }: Reach): string {
  return [from === null ? "" : typeof from === "string" ? from : degrees(from), minutes, turnout, by, of].join(";");
}

function questionOf({ from, minutes, turnout, by }: Reach): Query {
  return [
    from === null || typeof from === "string" ? ["layer", from ?? ""] : ["at", degrees(from)],
    ["minutes", String(minutes)],
    ["turnout_seconds", String(turnout)],
    ["by", by],
  ];
}

/** The ground that is reached. Old when stations move and when a closure begins or ends: `roads` is another text then. */
export function groundQuery(reach: Reach | null, roads: string) {
  const query = reach === null ? [] : questionOf(reach);
  return queryOptions({
    queryKey: ["register", typeof reach?.from === "string" ? reach.from : "", "rows", "reach", JSON.stringify(query), roads],
    enabled: reach !== null && reach.from !== null,
    gcTime: 60_000,
    queryFn: ({ signal }) => request<ReachAnswer>("/api/v1/map/reach", { query, signal }),
  });
}

export function gapsQuery(reach: Reach, roads: string) {
  const query: Query = [...questionOf(reach), ["of", reach.of], ["limit", "200"]];
  return queryOptions({
    queryKey: ["register", reach.of, "rows", "reach-gaps", JSON.stringify(query), roads],
    enabled: reach.from !== null,
    gcTime: 60_000,
    queryFn: ({ signal }) => request<ReachGaps>("/api/v1/map/reach/gaps", { query, signal }),
  });
}

/** 覆盖人口: residents of villages by their seats; rows of a village that says no number count nothing. */
export function peopleQuery(reach: Reach, roads: string) {
  const query: Query = [...questionOf(reach), ["of", "region"], ["of_where", "level=village"], ["number", "residents"], ["limit", "0"]];
  return queryOptions({
    queryKey: ["register", "region", "rows", "reach-people", JSON.stringify(query), roads],
    enabled: reach.from !== null,
    gcTime: 60_000,
    queryFn: ({ signal }) => request<ReachGaps>("/api/v1/map/reach/gaps", { query, signal }),
  });
}

/** The ground as the map draws it. */
export function reachShape(answer: ReachAnswer | undefined, from: Reach["from"]): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  const ground = answer?.ground as GeoJSON.MultiPolygon | null | undefined;
  if (ground !== null && ground !== undefined) features.push({ type: "Feature", properties: {}, geometry: ground });
  if (from !== null && typeof from !== "string") features.push({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...from] } });
  return { type: "FeatureCollection", features };
}
