/** What is made of the answers: force by kind, the latest that happened, times in words. Pure. */
import type { Alarm, Incident } from "../api/types";
import type { Translator } from "../messages/translate";
import { pointName, unitName } from "../monitor/names";
import { instant } from "../time/format";
import type { Responder } from "./queries";

export const responderKinds = ["vehicle", "crew", "micro_station", "town_brigade"] as const;
export type Standing = "out" | "ready" | "off";
export const standings: readonly Standing[] = ["out", "ready", "off"];

/** Out on an order, fit and free, or not fit for duty. */
export function standingOf(one: Responder): Standing {
  if (one.assignment_id !== null) return "out";
  return one.in_service ? "ready" : "off";
}

export interface ForceRow {
  readonly kind: Responder["kind"];
  readonly counts: Readonly<Record<Standing, number>>;
}

/** By kind; a kind of which nothing is entered is no row of zeros. */
export function forceByKind(responders: readonly Responder[]): readonly ForceRow[] {
  return responderKinds.flatMap((kind) => {
    const own = responders.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    const count = (standing: Standing) => own.filter((one) => standingOf(one) === standing).length;
    return [{ kind, counts: { out: count("out"), ready: count("ready"), off: count("off") } }];
  });
}

export function forceTotal(rows: readonly ForceRow[], standing: Standing): number {
  return rows.reduce((sum, row) => sum + row.counts[standing], 0);
}

/** `1 分 35 秒`: a time of some minutes, to the second. */
export function minutesWords(seconds: number, t: Translator): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return t("overview.seconds", { n: seconds });
  return t("overview.minutes", { m: minutes, s: String(seconds % 60).padStart(2, "0") });
}

export interface Happening {
  readonly key: string;
  readonly at: string;
  readonly what: string;
  readonly where: string;
  readonly urgent: boolean;
}

/** The latest that happened to alarms and incidents, the newest first. */
export function happenings(alarms: readonly Alarm[], incidents: readonly Incident[], t: Translator, most: number): readonly Happening[] {
  const all = [...alarms.flatMap((alarm) => ofAlarm(alarm, t)), ...incidents.flatMap((incident) => ofIncident(incident, t))];
  return all.sort((one, other) => instant(other.at) - instant(one.at) || (one.key < other.key ? -1 : 1)).slice(0, most);
}

function ofAlarm(alarm: Alarm, t: Translator): Happening[] {
  const where = [unitName(alarm, t), pointName(alarm)].filter((part) => part !== null).join(" ");
  const rung = { key: `${alarm.id}/rung`, at: alarm.received_at, what: t("overview.alarm_rang"), where, urgent: alarm.state === "ringing" };
  const { verified } = alarm;
  if (verified === null || verified === undefined) return [rung];
  return [rung, { key: `${alarm.id}/verified`, at: verified.at, what: t("overview.verified", { outcome: t.label("alarm.verdict", verified.outcome) }), where, urgent: false }];
}

function ofIncident(incident: Incident, t: Translator): Happening[] {
  const where = incident.address === "" ? t("incident.no_address") : incident.address;
  const step = (verb: string, at: string | null, urgent = false): Happening[] => (at === null ? [] : [{ key: `${incident.id}/${verb}`, at, what: t.label("verb.incident", verb), where, urgent }]);
  const sent = incident.assignments.flatMap((one): Happening[] => (one.on_scene_at === null ? [] : [{ key: `${one.id}/on_scene`, at: one.on_scene_at, what: t("overview.arrived", { name: one.responder.name }), where, urgent: false }]));
  return [
    // Nobody was sent yet: somebody has to.
    ...step("opened", incident.opened_at, incident.state === "open" && incident.assignments.length === 0),
    ...step("dispatched", incident.dispatched_at),
    ...step("under_control", incident.under_control_at),
    ...step("extinguished", incident.extinguished_at),
    ...step("closed", incident.closed_at),
    ...sent,
  ];
}
