/** How far an import is, and what may be done next. Pure. */
import type { ImportRun } from "./types";

export interface ImportSearch {
  /** The run that is shown; it survives a reload. */
  readonly run?: string;
}

export function importSearch(raw: Readonly<Record<string, unknown>>): ImportSearch {
  const run = raw["run"];
  return typeof run === "string" && /^[\w-]{8,64}$/.test(run) ? { run } : {};
}

/** Part done, 0 to 1; null while the number of rows is not known. */
export function progressOf(run: Pick<ImportRun, "rows_total" | "rows_done">): number | null {
  if (run.rows_total === null || run.rows_total <= 0) return null;
  return Math.min(1, run.rows_done / run.rows_total);
}

export type Outcome = "running" | "clean" | "faulty" | "applied" | "refused" | "cancelled" | "failed";

/** What the person can count on: a dry run that found nothing is `clean`, and may be applied. */
export function outcomeOf(run: Pick<ImportRun, "mode" | "state" | "rows_faulty">): Outcome {
  switch (run.state) {
    case "done":
      if (run.rows_faulty > 0) return "faulty";
      return run.mode === "apply" ? "applied" : "clean";
    case "refused":
      return run.rows_faulty > 0 ? "faulty" : "refused";
    case "cancelled":
    case "failed":
      return run.state;
    default:
      return "running";
  }
}

export const accepted = [".xlsx", ".csv"] as const;

export function isAccepted(name: string): boolean {
  return accepted.some((end) => name.toLowerCase().endsWith(end));
}

/** `1.4 MB` */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
