/** The evaluation as the server tells it: the scoreboard of a year, and one area down to its facts. */
import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../api/client";
import type { components } from "../api/schema";
import type { EvaluationSearch } from "./search";

type Schemas = components["schemas"];
export type Scoreboard = Schemas["Scoreboard"];
export type ScoreRow = Schemas["ScoreRow"];
export type AreaScore = Schemas["AreaScore"];
export type ScoreBlock = Schemas["ScoreBlock"];
export type ScoreItem = Schemas["ScoreItem"];
export type ScoreFact = Schemas["ScoreFact"];
export type ScoreFound = Schemas["ScoreFound"];
export type Span = Schemas["EvaluationSpan"];
export type Moment = Schemas["EvaluationMoment"];

/** Not every role hears the feed, so what is opened again is asked for again. */
const FRESH_MS = 5_000;

function question({ as_of }: EvaluationSearch) {
  return as_of === undefined ? {} : { as_of };
}

export function scoreboardQuery(year: number, search: EvaluationSearch) {
  const query = question(search);
  return queryOptions({
    queryKey: ["evaluation", "board", year, query],
    staleTime: FRESH_MS,
    queryFn: () => answer(api.GET("/api/v1/evaluation/{year}/scoreboard", { params: { path: { year }, query } })),
  });
}

/** Where the report of a year is printed. */
export function reportOf(year: number, search: EvaluationSearch): string {
  const asOf = search.as_of === undefined ? "" : `?as_of=${search.as_of}`;
  return `/api/v1/evaluation/${year}/report${asOf}`;
}

export function areaScoreQuery(year: number, area: string, search: EvaluationSearch) {
  const query = question(search);
  return queryOptions({
    queryKey: ["evaluation", "area", year, area, query],
    staleTime: FRESH_MS,
    queryFn: () => answer(api.GET("/api/v1/evaluation/{year}/areas/{area}", { params: { path: { year, area }, query } })),
  });
}

/** Whether a scoreboard is refused because no version of an evaluation is in force then. */
export function hasNoVersion(problem: { readonly status: number }): boolean {
  return problem.status === 404;
}

/** `3`, or `0–3` while something is not known. */
export function spanText({ least, most }: Span): string {
  return least === most ? least : `${least}–${most}`;
}

/** `+1.5`, `-3–+12`: how far the points moved. */
export function changeText({ least, most }: Span): string {
  const signed = (points: string) => (Number(points) > 0 ? `+${points}` : points);
  return least === most ? signed(least) : `${signed(least)} – ${signed(most)}`;
}

/** `1`, or `1–3` while something is not known. */
export function placeText({ best, worst }: ScoreRow["place"]): string {
  return best === worst ? String(best) : `${best}–${worst}`;
}

/** Reasons for which another entry helps; where one waits, disagrees or lacks evidence, that one is to be mended. */
const HELPED: ReadonlySet<string | null> = new Set(["no_metric", "not_entered", "withdrawn", "member_missing"]);

/** What can be entered of a fact and is not known: its parts by name, or null for the whole of it. */
export function missingOf(fact: ScoreFact): readonly (string | null)[] {
  if (fact.evidence === null || fact.from === "metric" || fact.from === "not_asked") return [];
  const waits = (found: ScoreFound) => found.unknown !== null && HELPED.has(found.reason);
  if (fact.found.length === 0) return fact.from === "unclaimed" ? [null] : [];
  return fact.found.filter(waits).map((found) => found.member);
}

/** Whether something in an item is not known. */
export function isOpen(item: ScoreItem): boolean {
  return item.tally.got.least !== item.tally.got.most;
}

/** The metric's own address as parts of ours. */
export function metricSearchOf(address: string): { area?: string; period?: string } {
  const asked = new URLSearchParams(address.split("?")[1] ?? "");
  const area = asked.get("area");
  const period = asked.get("period");
  return { ...(area === null ? {} : { area }), ...(period === null ? {} : { period }) };
}
