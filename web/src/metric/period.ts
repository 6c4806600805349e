/**
 * Periods as the server spells them: 2025, 2025-H1, 2025-Q3, 2025-11, 2025-W47, 2025-11-23 or
 * 2025-01-10..2025-03-09. Pure; days are those of the city, reckoned as if they were UTC.
 */
import type { Translator } from "../messages/translate";

export const steps = ["year", "half_year", "quarter", "month", "week", "day", "days"] as const;
export type Step = (typeof steps)[number];

export interface Period {
  readonly step: Step;
  /** The first day, `2025-11-23`. */
  readonly from: string;
  /** The last day. */
  readonly until: string;
}

const DAY = 86_400_000;
const time = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const two = (n: number) => String(n).padStart(2, "0");

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time(text)) && dayOf(time(text)) === text;
}

/** The months from `first` (1 to 12) on, `count` of them. */
function months(step: Step, year: number, first: number, count: number): Period {
  const from = `${String(year).padStart(4, "0")}-${two(first)}-01`;
  return { step, from, until: dayOf(Date.UTC(year, first - 1 + count, 0)) };
}

/** The Monday of a day's week. */
function monday(at: number): number {
  return at - ((new Date(at).getUTCDay() + 6) % 7) * DAY;
}

/** ISO: the week of a year's 4th of January is its first. */
function weekOf(at: number): { readonly year: number; readonly week: number } {
  const thursday = monday(at) + 3 * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const first = monday(Date.UTC(year, 0, 4));
  return { year, week: Math.round((monday(at) - first) / (7 * DAY)) + 1 };
}

/** The period of this length in which a day lies. */
export function periodOf(step: Step, day: string): Period {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  switch (step) {
    case "year":
      return months(step, year, 1, 12);
    case "half_year":
      return months(step, year, month > 6 ? 7 : 1, 6);
    case "quarter":
      return months(step, year, Math.floor((month - 1) / 3) * 3 + 1, 3);
    case "month":
      return months(step, year, month, 1);
    case "week":
      return { step, from: dayOf(monday(time(day))), until: dayOf(monday(time(day)) + 6 * DAY) };
    default:
      return { step, from: day, until: day };
  }
}

export function periodText({ step, from, until }: Period): string {
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  switch (step) {
    case "year":
      return year;
    case "half_year":
      return `${year}-H${month > 6 ? 2 : 1}`;
    case "quarter":
      return `${year}-Q${Math.floor((month - 1) / 3) + 1}`;
    case "month":
      return from.slice(0, 7);
    case "week": {
      const week = weekOf(time(from));
      return `${week.year}-W${two(week.week)}`;
    }
    case "day":
      return from;
    case "days":
      return `${from}..${until}`;
  }
}

/** Null for what is no period. */
export function readPeriod(text: string): Period | null {
  const [from = "", until] = text.split("..");
  if (until !== undefined) return isDay(from) && isDay(until) && from <= until ? { step: "days", from, until } : null;
  if (isDay(text)) return periodOf("day", text);
  const match = /^(\d{4})(?:-(?:H([12])|Q([1-4])|W(\d{2})|(0[1-9]|1[0-2])))?$/.exec(text);
  if (match === null) return null;
  const [, year = "", half, quarter, week, month] = match;
  if (half !== undefined) return months("half_year", Number(year), Number(half) * 6 - 5, 6);
  if (quarter !== undefined) return months("quarter", Number(year), Number(quarter) * 3 - 2, 3);
  if (month !== undefined) return months("month", Number(year), Number(month), 1);
  if (week === undefined) return months("year", Number(year), 1, 12);
  const start = monday(Date.UTC(Number(year), 0, 4)) + (Number(week) - 1) * 7 * DAY;
  const found = periodOf("week", dayOf(start));
  return periodText(found) === text ? found : null;
}

/** The period of the same length just before or behind. */
export function neighbour({ step, from, until }: Period, way: -1 | 1): Period {
  if (step === "days") {
    const length = time(until) - time(from) + DAY;
    return { step, from: dayOf(time(from) + way * length), until: dayOf(time(until) + way * length) };
  }
  return periodOf(step, way === 1 ? dayOf(time(until) + DAY) : dayOf(time(from) - DAY));
}

/** `2025年三季度`, `2025 Q3` */
export function periodWords(text: string, t: Translator): string {
  const period = readPeriod(text);
  if (period === null) return text;
  const year = period.from.slice(0, 4);
  const month = Number(period.from.slice(5, 7));
  const day = (at: string) => t("metric.day", { y: Number(at.slice(0, 4)), d: Number(at.slice(8)), month: t.label("metric.month", String(Number(at.slice(5, 7)))) });
  switch (period.step) {
    case "year":
      return t("metric.period.year", { y: year });
    case "half_year":
      return t(month > 6 ? "metric.period.half_2" : "metric.period.half_1", { y: year });
    case "quarter":
      return t("metric.period.quarter", { y: year, q: t.label("metric.quarter", String(Math.floor((month - 1) / 3) + 1)) });
    case "month":
      return t("metric.period.month", { y: year, month: t.label("metric.month", String(month)) });
    case "week": {
      const week = weekOf(time(period.from));
      return t("metric.period.week", { y: week.year, w: week.week });
    }
    case "day":
      return day(period.from);
    case "days":
      return t("metric.period.days", { from: day(period.from), until: day(period.until) });
  }
}
