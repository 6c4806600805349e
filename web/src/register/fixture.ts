/** A register for the tests: one field of every kind. Not part of the screens. */
import type { FieldInfo, FieldKind, RegisterInfo } from "./types";

export function field(name: string, kind: FieldKind, more: Partial<FieldInfo> = {}): FieldInfo {
  return {
    name, kind,
    label: { zh: `字段${name}`, en: `Field ${name}` },
    help: null, scale: null, unit: null, required: false, unique: false, personal: false,
    list: true, filter: true, sort: true, search: false, min: null, max: null, max_chars: null,
    choices: null, reference: null, default: null,
    ...more,
  };
}

const states = [
  { key: "usable", label: { zh: "可用", en: "Usable" } },
  { key: "broken", label: { zh: "损坏", en: "Broken" } },
];

export const source: RegisterInfo = {
  key: "water_source",
  label: { zh: "消防水源", en: "Water sources" },
  title: "name",
  scope: "region",
  geometry: "position",
  managed: false,
  may_write: true,
  searchable: true,
  fields: [
    field("name", "text", { required: true, max_chars: 4 }),
    field("remark", "long_text", { list: false, sort: false }),
    field("diameter", "integer", { min: 50, max: 1200, unit: { zh: "mm", en: "mm" } }),
    field("pressure", "decimal", { scale: 3, min: 0 }),
    field("cost", "money", { min: 1, max: 10_000_000 }),
    field("marked", "boolean"),
    field("checked_on", "date"),
    field("seen_at", "time"),
    field("state", "choice", { choices: states, default: "usable" }),
    field("uses", "choices", { choices: states }),
    field("maintainer", "reference", { reference: "organisation" }),
    field("region", "region"),
    field("position", "point", { sort: false }),
    field("phone", "text", { personal: true, filter: false, sort: false }),
  ],
};

export function named(name: string): FieldInfo {
  const found = source.fields.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}
