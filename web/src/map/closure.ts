/**
 * 道路管制: the area that clicks make, what is asked of the server about it, and the row that is entered.
 * Pure but for the questions.
 */
import { queryOptions } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { request } from "../api/request";
import type { ClosureAnswer } from "../api/types";
import { circle } from "./measure";
import type { LngLat } from "./types";

export const REGISTER = "road_closure";

export const passages = ["closed", "no_vehicles", "slow"] as const;
export type Passage = (typeof passages)[number];
export const causes = ["roadworks", "water", "ice", "collapse", "accident", "event", "other"] as const;
export type Cause = (typeof causes)[number];
/** Hours until it ends; none: until somebody lifts it. */
export const lasting = [1, 2, 4, 8, 24, null] as const;

/** What stands in the form. */
export interface ClosureDraft {
  /** Empty: the name that follows from the roads. */
  readonly name: string;
  readonly effect: Passage;
  readonly percent: number;
  readonly cause: Cause;
  readonly hours: number | null;
  readonly source: string;
}

export const firstDraft: ClosureDraft = { name: "", effect: "closed", percent: 50, cause: "accident", hours: 2, source: "" };

export const SLOWEST_PERCENT = 5;
/** Half a road and a little more, metres. */
const BESIDE = 20;
const METRES_A_DEGREE = 111_320;
const CORNERS = 16;

/** One click: around it. Two: the way between them, some metres to each side. More: the area between them. Open: the last corner is not the first again. */
export function areaOfClicks(clicks: readonly LngLat[]): readonly LngLat[] {
  const [first, second] = clicks;
  if (first === undefined) return [];
  if (second === undefined) {
    const around = circle(first, BESIDE);
    const step = Math.max(1, Math.floor((around.length - 1) / CORNERS));
    return around.slice(0, -1).filter((_, index) => index % step === 0);
  }
  if (clicks.length === 2) return band(first, second);
  return clicks;
}

/** The square ended strip around the way from one place to another. */
function band([east1, north1]: LngLat, [east2, north2]: LngLat): readonly LngLat[] {
  const narrow = Math.cos((((north1 + north2) / 2) * Math.PI) / 180);
  const [x, y] = [(east2 - east1) * narrow, north2 - north1];
  const length = Math.hypot(x, y);
  if (length === 0) return areaOfClicks([[east1, north1]]);
  const [along, beside] = [[x / length, y / length], [-y / length, x / length]] as const;
  const metres = BESIDE / METRES_A_DEGREE;
  const at = (east: number, north: number, forward: number, left: number): LngLat => [
    east + ((along[0] * forward + beside[0] * left) * metres) / narrow,
    north + (along[1] * forward + beside[1] * left) * metres,
  ];
  return [at(east1, north1, -1, 1), at(east1, north1, -1, -1), at(east2, north2, 1, -1), at(east2, north2, 1, 1)];
}

/** What the closure would do; not asked before there is an area. */
export function effectQuery(area: readonly LngLat[], { effect, percent }: Pick<ClosureDraft, "effect" | "percent">) {
  const slow = effect === "slow" ? { speed_percent: percent } : {};
  return queryOptions({
    queryKey: ["map", "closure-effect", JSON.stringify(area), effect, effect === "slow" ? percent : null],
    enabled: area.length > 2,
    gcTime: 60_000,
    retry: false,
    queryFn: ({ signal }) => request<ClosureAnswer>("/api/v1/map/closure-effect", { method: "POST", body: { area, effect, ...slow }, signal }),
  });
}

/** The row that is entered, from now on. */
export function rowOf(area: readonly LngLat[], draft: ClosureDraft, name: string, region: string, now: number) {
  const ring = [...area, ...area.slice(0, 1)];
  const hour = 3_600_000;
  return {
    name: draft.name.trim() === "" ? name : draft.name.trim(),
    effect: draft.effect,
    ...(draft.effect === "slow" ? { speed_percent: draft.percent } : {}),
    cause: draft.cause,
    region,
    area: { type: "Polygon", coordinates: [ring] } as const,
    begins_at: new Date(now).toISOString(),
    ...(draft.hours === null ? {} : { ends_at: new Date(now + draft.hours * hour).toISOString() }),
    ...(draft.source.trim() === "" ? {} : { source: draft.source.trim() }),
  };
}

/** A closure as its register has it. */
export interface ClosureRow {
  readonly id: string;
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
}

const PATH = `/api/v1/registers/${REGISTER}`;
const FRESH_MS = 30_000;

/** What is not over, the latest begun first. Time ends a closure too, so it is looked at again and again. */
export const standingQuery = queryOptions({
  queryKey: ["register", REGISTER, "rows", "standing"],
  staleTime: FRESH_MS,
  refetchInterval: 5_000,
  queryFn: async ({ signal }) => {
    const { items } = await request<{ readonly items: readonly ClosureRow[] }>(PATH, { query: [["sort", "-begins_at"], ["limit", "50"]], signal });
    return items.filter((row) => row.values["state"] !== "over");
  },
});

/** Another text whenever what hinders the roads is another. */
export function roadsMark(standing: readonly ClosureRow[] | undefined): string {
  return (standing ?? []).filter((row) => row.values["state"] === "in_force").map((row) => `${row.id}:${row.version}`).join(" ");
}

export function enter(row: ReturnType<typeof rowOf>): Promise<ClosureRow> {
  return request(PATH, { method: "POST", body: row });
}

/** How often it is read again when the house wrote its state meanwhile. */
const ATTEMPTS = 3;

/** 解除 it ends now, whatever else was written of it a moment ago: that is the house's own, or a colleague's who wants the same. */
export async function lift(id: string, now: number): Promise<ClosureRow> {
  for (let attempt = 1; ; attempt += 1) {
    const { version, values } = await request<ClosureRow>(`${PATH}/${id}`);
    try {
      return await request(`${PATH}/${id}`, { method: "PUT", version, body: { ...values, ends_at: new Date(now).toISOString() } });
    } catch (error) {
      if (asProblem(error).status !== 412 || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The roads of an answer as they are drawn. */
export function roadsOf(answer: ClosureAnswer | undefined): readonly GeoJSON.Feature[] {
  if (answer === undefined) return [];
  return [{ type: "Feature", properties: { road: true }, geometry: answer.roads as GeoJSON.MultiLineString }];
}
