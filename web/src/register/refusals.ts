/** What only a register's refusals carry: who points at a row, and the row as it is now. Pure. */
import type { ProblemError } from "../api/problem";
import type { Referrer, Row } from "./types";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isReferrer(value: unknown): value is Referrer {
  return isRecord(value) && typeof value["register"] === "string" && typeof value["field"] === "string" && typeof value["rows"] === "number" && isRecord(value["label"]);
}

/** The referrers of a 409; empty when it is another refusal. */
export function readReferrers(problem: ProblemError): readonly Referrer[] {
  const inside = isRecord(problem.current) ? problem.current["referrers"] : undefined;
  const list = problem.body["referrers"] ?? inside;
  return Array.isArray(list) ? list.filter(isReferrer) : [];
}

/** The row of a 412 as it is now, or null. */
export function readCurrent(problem: ProblemError): Row | null {
  const now = problem.current;
  if (problem.status !== 412 || !isRecord(now)) return null;
  return typeof now["id"] === "string" && typeof now["version"] === "number" && isRecord(now["values"]) ? ({ titles: {}, ...now } as unknown as Row) : null;
}
