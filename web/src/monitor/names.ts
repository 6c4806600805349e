/** What to call a unit, a point, a component when some of it is missing. */
import type { Alarm } from "../api/types";
import type { Translator } from "../messages/translate";

function said(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

export function unitName(alarm: Alarm, t: Translator): string {
  return said(alarm.device.unit_name) ?? said(alarm.device.name) ?? `${t("alarm.source_address")} ${alarm.device.source_address}`;
}

/** The panel's own words first: they name the room; then the label of the address. */
export function pointName(alarm: Alarm): string | null {
  const parts = [said(alarm.point?.label), said(alarm.point?.description)].filter((part) => part !== null);
  return parts.length === 0 ? null : [...new Set(parts)].join(" ");
}

/** 系统类型-系统地址, then 部件类型 and the address as the panel reads it, where a component speaks and not the whole system. */
export function addressCode(point: NonNullable<Alarm["point"]>): string {
  const system = `${point.system_type}-${point.system_address}`;
  const { component_type: type, component_address: address } = point;
  if (type === null || type === undefined || address === null || address === undefined) return system;
  return `${system} / ${type} · ${said(point.label) ?? address}`;
}

export function componentName(alarm: Alarm, t: Translator): string {
  return said(t.language === "zh" ? alarm.component_name_zh : alarm.component_name_en) ?? "";
}

export function systemName(alarm: Alarm, t: Translator): string | null {
  return said(t.language === "zh" ? alarm.system_name_zh : alarm.system_name_en);
}
