/** What the screens of metrics show, as it stands in the address. Pure. */
import { readPeriod } from "./period";

export interface MetricSearch {
  /** A region's code or an assessed area's id; the person's own area when not said. */
  readonly area?: string;
  readonly period?: string;
  /** The day as of which it is counted; today when not said. */
  readonly as_of?: string;
  /** Which areas are ranked; the assessed ones when not said. */
  readonly by?: "parts";
}

/** The router reads `1408` as a number. */
function word(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function metricSearch(raw: Readonly<Record<string, unknown>>): MetricSearch {
  const area = word(raw["area"]);
  const period = word(raw["period"]);
  const asOf = word(raw["as_of"]);
  return {
    ...(/^[\da-f-]{4,36}$/.test(area) ? { area } : {}),
    ...(readPeriod(period) === null ? {} : { period }),
    ...(readPeriod(asOf)?.step === "day" ? { as_of: asOf } : {}),
    ...(raw["by"] === "parts" ? { by: "parts" as const } : {}),
  };
}

/** The same, as it is now. */
export function asNow({ area, period, by }: MetricSearch): MetricSearch {
  return metricSearch({ area, period, by });
}

/** The same, of the assessed areas. */
export function ofAssessed({ area, period, as_of }: MetricSearch): MetricSearch {
  return metricSearch({ area, period, as_of });
}
