/** The fields of a row in an order that people read: what it is, where it is, who, the long words. Pure. */
import type { MessageKey } from "../messages/zh";
import type { FieldInfo, RegisterInfo } from "./types";

export type GroupKey = "basic" | "place" | "personal" | "words";

export interface FieldGroup {
  readonly key: GroupKey;
  readonly title: MessageKey;
  readonly fields: readonly FieldInfo[];
}

function groupOf(field: FieldInfo, info: RegisterInfo): GroupKey {
  if (field.name === info.title) return "basic";
  if (field.personal) return "personal";
  if (field.kind === "long_text") return "words";
  return field.kind === "region" || field.kind === "point" || field.kind === "line" || field.kind === "polygon" || field.name === info.scope || field.name === info.geometry || field.name === "address" ? "place" : "basic";
}

const order: readonly GroupKey[] = ["basic", "place", "personal", "words"];

export function groupsOf(info: RegisterInfo): readonly FieldGroup[] {
  return order
    .map((key) => ({ key, title: `register.group.${key}` as const, fields: info.fields.filter((field) => groupOf(field, info) === key) }))
    .filter((group) => group.fields.length > 0);
}

export type ShelfKey = "places" | "people" | "other";

/** Which shelf of the overview a register stands on: what is on the map, what holds personal data, the rest. */
export function shelfOf(info: RegisterInfo): ShelfKey {
  if (info.geometry !== null) return "places";
  return info.fields.some((field) => field.personal) ? "people" : "other";
}

/** The registers whose name, in either language, or key holds every word. */
export function matching(all: readonly RegisterInfo[], text: string): readonly RegisterInfo[] {
  const wanted = text.normalize("NFKC").toLowerCase().split(/\s+/).filter((word) => word !== "");
  return all.filter((info) => {
    const words = `${info.label.zh} ${info.label.en} ${info.key.replaceAll("_", " ")}`.toLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}
