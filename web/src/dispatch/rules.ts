/** What the incident screens decide without a server. Pure. */
import type { Assignment, AssignmentStep, Candidate, Incident, IncidentPage, ListState, ResponseNeed } from "../api/types";

export type LevelColour = "green" | "blue" | "yellow" | "orange" | "red";

const fireColours: readonly LevelColour[] = ["green", "blue", "yellow", "orange", "red"];
const rescueColours: readonly LevelColour[] = ["blue", "yellow", "orange", "red"];

/** 火警 1 to 5 绿蓝黄橙红; 救援 1 to 4 蓝黄橙红. */
export function levelColour(kind: Incident["kind"], level: number): LevelColour {
  const colours = kind === "rescue" ? rescueColours : fireColours;
  const index = Math.min(Math.max(Math.round(level), 1), colours.length) - 1;
  return colours[index] ?? "red";
}

/** All levels of a kind, the lowest first. */
export function levelsOf(kind: Incident["kind"]): readonly number[] {
  return (kind === "rescue" ? rescueColours : fireColours).map((_, index) => index + 1);
}

/** The levels that an incident can still be raised to. */
export function higherLevels(incident: Pick<Incident, "kind" | "level">): readonly number[] {
  const highest = incident.kind === "rescue" ? rescueColours.length : fireColours.length;
  return Array.from({ length: Math.max(highest - incident.level, 0) }, (_, index) => incident.level + 1 + index);
}

/** Open work first by level (5 first), then the longest running. */
export function byUrgency(one: Incident, other: Incident): number {
  if (one.level !== other.level) return other.level - one.level;
  return one.opened_at < other.opened_at ? -1 : one.opened_at > other.opened_at ? 1 : 0;
}

export function rowsOf(pages: readonly IncidentPage[], state: ListState): Incident[] {
  const seen = new Map<string, Incident>();
  for (const page of pages) for (const incident of page.items) seen.set(incident.id, incident);
  const rows = [...seen.values()];
  return state === "open" ? rows.sort(byUrgency) : rows;
}

const gone: ReadonlySet<Assignment["state"]> = new Set<Assignment["state"]>(["released", "returned", "cancelled"]);
const atScene: ReadonlySet<Assignment["state"]> = new Set<Assignment["state"]>(["on_scene", "water_on"]);

/** Whether the responder works for the incident still. */
export const isWorking = (assignment: Assignment): boolean => !gone.has(assignment.state);

/** Whether it has arrived. */
export const isThere = (assignment: Assignment): boolean => atScene.has(assignment.state);

/** How many are working for the incident, and how many of them are there. */
export function strength(incident: Incident): { readonly all: number; readonly onScene: number } {
  const working = incident.assignments.filter((assignment) => !gone.has(assignment.state));
  return { all: working.length, onScene: working.filter((assignment) => atScene.has(assignment.state)).length };
}

/** Whether it was sent and is not there yet. */
export function isComing(assignment: Assignment): boolean {
  return assignment.state === "ordered" || assignment.state === "acknowledged" || assignment.state === "turned_out";
}

/** A silent terminal does not forbid an order: the dispatcher may have the crew on the radio. */
const askFirst: ReadonlySet<string | null> = new Set(["no_position", "stale_position"]);

export function maySend(candidate: Candidate): boolean {
  return candidate.available || askFirst.has(candidate.unavailable_reason);
}

/** Whether times come from roads, from straight lines, or from both. Only who has a time says so. */
export function rankedBy(candidates: readonly Candidate[]): "road" | "line" | "both" {
  const timed = candidates.filter((one) => one.travel_seconds !== null);
  const straight = timed.filter((one) => one.straight_line).length;
  if (straight === timed.length) return "line";
  return straight === 0 ? "road" : "both";
}

/** Who a response plan proposes, in its order. */
export function proposed(needs: readonly ResponseNeed[]): Candidate[] {
  return needs.flatMap((need) => need.proposed);
}

/** What is ticked: what the plan proposes for a first order until somebody ticks otherwise. After it nothing is ticked unasked. */
export function ticked(picked: readonly Candidate[] | null, needs: readonly ResponseNeed[], isFirst: boolean): readonly Candidate[] {
  return picked ?? (isFirst ? proposed(needs) : []);
}

/** As they stand now where that is known, without whom it would be refused to send. */
export function sendable(chosen: readonly Candidate[], known: readonly Candidate[]): Candidate[] {
  const now = new Map(known.map((one) => [one.responder.id, one]));
  return chosen.map((one) => now.get(one.responder.id) ?? one).filter(maySend);
}

/** Available first, then those to ask for by radio, then the rest; of each those last from whom no road leads there; each by time, without a time last. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  const cost = (candidate: Candidate) => candidate.travel_seconds ?? Number.POSITIVE_INFINITY;
  return [...candidates].sort((one, other) => {
    const order = Number(other.available) - Number(one.available) || Number(maySend(other)) - Number(maySend(one)) || Number(one.cut_off) - Number(other.cut_off);
    if (order !== 0) return order;
    const [a, b] = [cost(one), cost(other)];
    return a === b ? 0 : a - b;
  });
}

/** 元 as typed, to 分; null when it is not a sum. Never through a floating number. */
export function fenOf(yuan: string): number | null {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan.trim().replaceAll(/[,,]/g, ""));
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

export function yuanOf(fen: number): string {
  const rest = fen % 100;
  const whole = ((fen - rest) / 100).toLocaleString("en-US");
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, "0")}`;
}

const forwardSteps = ["acknowledged", "turned_out", "on_scene", "water_on", "released", "returned"] as const;

/** The steps a responder may take next; the way back out of an order comes last and apart. */
export function splitSteps(steps: readonly string[]): { readonly forward: readonly AssignmentStep[]; readonly cancel: "cancelled" | undefined } {
  return { forward: forwardSteps.filter((step) => steps.includes(step)), cancel: steps.includes("cancelled") ? "cancelled" : undefined };
}
