/** What the screens of the evaluation show, as it stands in the address. Pure. */
import { readPeriod } from "../metric/period";

export interface EvaluationSearch {
  /** The day as of which it is scored; now when not said. */
  readonly as_of?: string;
}

export function evaluationSearch(raw: Readonly<Record<string, unknown>>): EvaluationSearch {
  const asOf = raw["as_of"];
  return typeof asOf === "string" && readPeriod(asOf)?.step === "day" ? { as_of: asOf } : {};
}

/** Which table of the plan's statistics, of whom and of which years. */
export interface StatisticsSearch {
  readonly table?: string;
  readonly area?: string;
  readonly from?: number;
  readonly until?: number;
}

export function statisticsSearch(raw: Readonly<Record<string, unknown>>): StatisticsSearch {
  const text = (name: string) => (typeof raw[name] === "string" || typeof raw[name] === "number" ? String(raw[name]) : "");
  const [table, area] = [text("table"), text("area")];
  const [from, until] = [readYear(text("from")), readYear(text("until"))];
  return {
    ...(/^[a-z]+$/.test(table) ? { table } : {}),
    ...(/^[0-9a-f-]{4,36}$/.test(area) ? { area } : {}),
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  };
}

/** The year in an address; null when it is none. */
export function readYear(text: string): number | null {
  return /^\d{4}$/.test(text) ? Number(text) : null;
}
