/**
 * What the person at this seat may do. The record says what its state allows,
 * this says what the person's role allows; an act is offered when both do.
 */
import { createContext, useContext } from "react";

export type Permission = "alarm.verify" | "alarm.escalate" | "incident.command" | "assignment.progress" | "job.run" | "city.read" | "road.read" | "road.write";

export const PermissionsContext = createContext<readonly string[]>([]);

export function useMay(): (permission: Permission) => boolean {
  const permissions = useContext(PermissionsContext);
  return (permission) => permissions.includes(permission);
}

/** Whether the desk would show this person anything. */
export function seesDesk(permissions: readonly string[]): boolean {
  return permissions.includes("alarm.read") || permissions.includes("incident.read");
}

/** Whether this is a seat at a station: it moves its own orders on and sends nobody. */
export function isCrew(permissions: readonly string[]): boolean {
  return permissions.includes("assignment.progress") && !permissions.includes("incident.command");
}

/** Whether this person takes calls. */
export function takesCalls(permissions: readonly string[]): boolean {
  return permissions.includes("incident.command");
}

/** Whether alarms ring at this seat. */
export function hearsAlarms(permissions: readonly string[]): boolean {
  return permissions.includes("alarm.read");
}

/** Whether this person reads the journal itself. */
export function readsJournal(permissions: readonly string[]): boolean {
  return permissions.includes("journal.read");
}

/** Whether any metric could be shown to this person. */
export function seesMetrics(permissions: readonly string[]): boolean {
  return permissions.includes("metric.read");
}

/** Whether scoreboards would be shown to this person. */
export function seesEvaluation(permissions: readonly string[]): boolean {
  return permissions.includes("evaluation.read");
}

/** Whether this person enters what the evaluation asks for. */
export function entersEvaluation(permissions: readonly string[]): boolean {
  return permissions.includes("evaluation.write") && permissions.includes("case.act");
}

/** Whether siting studies would be shown to this person. */
export function seesStudies(permissions: readonly string[]): boolean {
  return permissions.includes("siting.read");
}

/** Whether the map would show this person anything. */
export function seesMap(permissions: readonly string[]): boolean {
  return permissions.includes("map.read");
}
