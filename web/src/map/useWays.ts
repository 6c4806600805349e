/** The ways of several legs along the roads, with what they come to together. */
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { WayAnswer } from "../api/types";
import { wayQuery, type LngLat } from "../place/places";

export type MissingWay = NonNullable<WayAnswer["missing"]>;

export interface Ways {
  /** By leg; null while it is looked for, and where there is none. */
  readonly lines: readonly (readonly LngLat[] | null)[];
  readonly metres: number;
  readonly seconds: number;
  /** Whether a leg is still looked for. */
  readonly waiting: boolean;
  /** Why the first leg that has none has none; the server's silence is told as that. */
  readonly missing: MissingWay | "failed" | null;
}

interface Leg {
  readonly data: WayAnswer | undefined;
  readonly failed: boolean;
}

/** What the answers come to. Pure. */
export function together(legs: readonly Leg[]): Ways {
  const along = legs.map(({ data }) => data?.way ?? null);
  const failed = legs.find((leg) => leg.failed || (leg.data !== undefined && leg.data.way === null));
  return {
    // Longitude and latitude by contract.
    lines: along.map((way) => (way === null ? null : way.line.map(([longitude = 0, latitude = 0]) => [longitude, latitude] as const))),
    metres: along.reduce((sum, way) => sum + (way?.distance_metres ?? 0), 0),
    seconds: along.reduce((sum, way) => sum + (way?.seconds ?? 0), 0),
    waiting: legs.some((leg) => leg.data === undefined && !leg.failed),
    missing: failed === undefined ? null : (failed.data?.missing ?? "failed"),
  };
}

export function useWays(legs: readonly (readonly [LngLat, LngLat])[]): Ways {
  const answers = useQueries({
    queries: legs.map(([from, to]) => wayQuery(from, to)),
    combine: (results) => results.map(({ data, isError }): Leg => ({ data, failed: isError })),
  });
  return useMemo(() => together(answers), [answers]);
}
