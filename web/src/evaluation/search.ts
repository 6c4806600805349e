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

/** The year in an address; null when it is none. */
export function readYear(text: string): number | null {
  return /^\d{4}$/.test(text) ? Number(text) : null;
}
