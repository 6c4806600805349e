/** What a station's page decides without a server. Pure. */
import type { Assignment, AssignmentStep, Responder, StationOrder } from "../api/types";

type Some<T> = readonly [T, ...T[]];

/** Orders put together by incident, in their order: those of the youngest first. */
export function byIncident(orders: readonly StationOrder[]): readonly Some<StationOrder>[] {
  const all = new Map<string, [StationOrder, ...StationOrder[]]>();
  for (const order of orders) {
    const known = all.get(order.incident.id);
    if (known === undefined) all.set(order.incident.id, [order]);
    else known.unshift(order);
  }
  return [...all.values()];
}

export function standing(one: Pick<Responder, "in_service" | "assignment_id">): "ready" | "out" | "off" {
  if (one.assignment_id !== null && one.assignment_id !== undefined) return "out";
  return one.in_service ? "ready" : "off";
}

/** The three steps that stand as large buttons: the last is 返队 until that is done, then 归队. */
export function bigSteps(assignment: Pick<Assignment, "state" | "allowed_steps">): Some<AssignmentStep> {
  return ["turned_out", "on_scene", assignment.allowed_steps.includes("returned") ? "returned" : "released"];
}

/** When a step was taken, if it was. */
export function doneAt(assignment: Assignment, step: AssignmentStep): string | null {
  const times: Readonly<Record<AssignmentStep, string | null | undefined>> = {
    acknowledged: assignment.acknowledged_at,
    turned_out: assignment.turned_out_at,
    on_scene: assignment.on_scene_at,
    water_on: assignment.water_on_at,
    released: assignment.released_at,
    returned: assignment.returned_at,
    cancelled: assignment.cancelled_at,
  };
  return times[step] ?? null;
}

/** Orders that nobody has accepted yet: for these it rings. */
export function waiting(orders: readonly StationOrder[]): readonly string[] {
  return orders.filter(({ assignment }) => assignment.state === "ordered").map(({ assignment }) => assignment.id);
}
