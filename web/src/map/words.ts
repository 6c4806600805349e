/** A row's values as a card says them. Pure. */
import { dateTime, instant } from "../time/format";
import type { Translator } from "../messages/translate";
import type { MapField, MapRegister, MapRow } from "./types";

export interface Said {
  readonly label: string;
  readonly text: string;
}

function wordsOf(field: MapField, row: MapRow, t: Translator): string | null {
  const value = row.values[field.name];
  if (value === null || value === undefined || value === "") return null;
  const choice = (key: string) => field.choices?.find((one) => one.key === key)?.label[t.language] ?? key;
  switch (field.kind) {
    case "choice":
      return typeof value === "string" ? choice(value) : null;
    case "choices":
      return Array.isArray(value) ? value.map((key) => choice(String(key))).join(t("map.comma")) : null;
    case "reference":
      return row.titles[field.name] ?? null;
    case "region":
      return row.titles[field.name] ?? (typeof value === "string" ? value : null);
    case "boolean":
      return t(value === true ? "map.yes" : "map.no");
    case "time":
      return typeof value === "string" ? dateTime(instant(value), t.language) : null;
    case "point":
      return null;
    default:
      return typeof value === "string" || typeof value === "number" ? `${value}${field.unit === null ? "" : ` ${field.unit[t.language]}`}` : null;
  }
}

/** The facts that a list would show, without the title. */
export function factsOf(register: MapRegister, row: MapRow, t: Translator): readonly Said[] {
  return register.fields.flatMap((field): Said[] => {
    if (!field.list || field.name === register.title) return [];
    const text = wordsOf(field, row, t);
    return text === null ? [] : [{ label: field.label[t.language], text }];
  });
}

export function titleOf(register: MapRegister, row: MapRow): string {
  const title = row.values[register.title];
  return typeof title === "string" && title !== "" ? title : row.id;
}
