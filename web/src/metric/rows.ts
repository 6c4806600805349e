/** From a count to the list that shows its rows: the filters as a list's address spells them. Pure. */
import type { MetricPart } from "./metrics";

const guarded: Readonly<Record<string, string>> = { "%": "%25", ",": "%2C", ";": "%3B", "=": "%3D" };
const guard = (value: string) => value.replaceAll(/[%,;=]/g, (sign) => guarded[sign] ?? sign);

/** `state.in=wet,dry;region.within=1408`: what the register's list reads from its address. */
export function listFilters(part: Pick<MetricPart, "filters">): string {
  return part.filters.map(({ field, operator, values }) => `${field}.${operator}=${values.map(guard).join(",")}`).join(";");
}
