/** What a line of the timeline says. Pure. */
import type { TimelineEntry } from "../api/types";
import type { Translator } from "../messages/translate";

export interface TimelineLine {
  readonly entry: TimelineEntry;
  /** How many entries the line stands for. */
  readonly times: number;
}

/** A detector that chatters is one line, with the time of the last report. */
export function linesOf(items: readonly TimelineEntry[]): TimelineLine[] {
  const lines: TimelineLine[] = [];
  for (const entry of items) {
    const last = lines.at(-1);
    const again = last !== undefined && entry.verb === "repeated" && last.entry.verb === "repeated" && last.entry.subject_id === entry.subject_id;
    if (again) lines[lines.length - 1] = { entry, times: last.times + 1 };
    else lines.push({ entry, times: 1 });
  }
  return lines;
}

/** The fields of an entry that a person wants on the line, in this order; the rest stays in the record. */
const shown = ["responder_name", "label", "description", "outcome", "verify_note", "level", "outcome_kind", "outcome_summary", "part", "said", "storey", "burning", "trapped", "note", "reason"] as const;

export function detailOf(entry: TimelineEntry, t: Translator): string {
  const detail: Readonly<Record<string, unknown>> = entry.detail;
  // The call stands on the line before and says all of it.
  if (entry.verb === "opened" && detail["source"] === "call") return "";
  return shown
    .flatMap((field) => {
      const value = detail[field];
      // A new incident has the first level; only a raised one says which.
      if (field === "level") return entry.verb === "raised" && typeof value === "number" ? [t("incident.level_to", { n: t.label("level", String(value)) })] : [];
      if (field === "trapped") return typeof value === "number" ? [t("intake.trapped_n", { n: value })] : [];
      if (typeof value !== "string" || value.trim() === "") return [];
      if (field === "part") return [t.label("call.part", value)];
      if (field === "outcome") return [t.label("alarm.verdict", value)];
      if (field === "outcome_kind") return [t.label("incident.kind", value)];
      return [value.trim()];
    })
    .join(" · ");
}
