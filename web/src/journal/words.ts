/** An entry in words: kinds, verbs, actors, what a subject is called, what its fields hold. Pure. */
import type { Translator } from "../messages/translate";
import { dateTime } from "../time/format";
import type { RegisterInfo } from "../register/types";
import type { JournalEntry } from "./journal";

export type Body = Readonly<Record<string, unknown>>;
export type Registers = readonly RegisterInfo[];

/** The kinds that are no register's, in the order in which a person looks for them. */
export const ownKinds = ["device_alarm", "incident", "assignment", "responder", "loop_case", "case_comment", "case_link", "case_document", "attachment", "account", "sign_in", "lock_out", "api_token", "personal_read", "erasure", "device_point", "upkeep_act", "merge"] as const;

export function bodyOf(entry: JournalEntry): Body {
  const body: unknown = entry.body;
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Body) : {};
}

export function kindWords(kind: string, registers: Registers, t: Translator): string {
  return registers.find((one) => one.key === kind)?.label[t.language] ?? t.label("journal.kind", kind);
}

/** The verb's own words for its kind, or those that all kinds share. */
export function verbWords({ kind, verb }: Pick<JournalEntry, "kind" | "verb">, t: Translator): string {
  const bare = verb.replaceAll("_", " ");
  const families = [`verb.${kind}`, "journal.verb", "register.verb", "loop.verb"];
  return families.map((family) => t.label(family, verb)).find((words) => words !== bare) ?? bare;
}

/** The end of an id: enough to tell two apart. */
export function short(id: string): string {
  return id.length > 12 ? id.slice(-8) : id;
}

export function actorWords(entry: Pick<JournalEntry, "actor"> & { readonly actor_name?: string | null }, t: Translator): string {
  if ((entry.actor_name ?? null) !== null) return entry.actor_name ?? "";
  const [kind = "", id = ""] = entry.actor.split(/:(.*)/s);
  if (kind === "system") return t("journal.actor.system");
  if (kind === "device") return t("journal.actor.device", { id });
  if (kind === "token") return t("journal.actor.token", { id: short(id) });
  return t("journal.actor.account", { id: short(id) });
}

/** A personal value as the house keeps it. */
export function isSealed(value: unknown): boolean {
  return typeof value === "string" && /^s\d+\.[0-9a-f]/.test(value);
}

/** By kind, the fields that name a subject, the best first. */
const named: Readonly<Record<string, readonly string[]>> = {
  incident: ["number", "address"],
  device_alarm: ["label", "description"],
  device_point: ["description"],
  assignment: ["responder_name"],
  account: ["display_name"],
  sign_in: ["username"],
  upkeep_act: ["target"],
  loop_case: ["title"],
  case_document: ["number", "title"],
  case_comment: ["text"],
  attachment: ["name"],
  api_token: ["name"],
  responder: ["name"],
};

/** What the subject is called, told by its own body; the end of its id where that names nothing. */
export function subjectWords(entry: JournalEntry, registers: Registers, t: Translator): string {
  const body = bodyOf(entry);
  const title = registers.find((one) => one.key === entry.kind)?.title;
  const fields = title === undefined ? (named[entry.kind] ?? []) : [title];
  const words = fields.flatMap((field) => {
    const value = body[field];
    if (isSealed(value)) return [t("journal.sealed")];
    return typeof value === "string" && value.trim() !== "" ? [value.trim()] : typeof value === "number" ? [String(value)] : [];
  });
  return words.length === 0 ? short(entry.subject) : words.join(" ");
}

/** Fields whose words stand in a catalogue, by kind. */
const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  device_alarm: { state: "alarm.state", outcome: "alarm.verdict", cause: "alarm.cause" },
  incident: { state: "incident.state", kind: "incident.kind", source: "incident.source", outcome_kind: "incident.kind" },
  assignment: { state: "assignment.state", responder_kind: "responder.kind" },
  responder: { kind: "responder.kind" },
};

const MICROS = 1_000;

/** A value as a person reads it; null where nothing is written. */
export function valueWords(kind: string, name: string, value: unknown, info: RegisterInfo | undefined, t: Translator): string | null {
  if (value === null || value === undefined || value === "" || value === "[]") return null;
  if (typeof value === "boolean") return t(value ? "journal.yes" : "journal.no");
  const field = info?.fields.find((one) => one.name === name);
  if (typeof value === "number") {
    const isTime = field === undefined ? /(_at|_until)$|^since$/.test(name) && value > 1e12 : field.kind === "time";
    if (isTime) return dateTime(value / MICROS, t.language);
    if (/_e7$/.test(name)) return `${(value / 1e7).toFixed(5)}°`;
    if (name === "property_saved_fen") return t("journal.yuan", { n: (value / 100).toFixed(2) });
    if (field?.kind === "money") return t("journal.yuan", { n: (value / 100).toFixed(2) });
    if (field?.kind === "decimal" && field.scale !== null) return (value / 10 ** field.scale).toFixed(field.scale);
    return String(value);
  }
  if (typeof value === "string") {
    const choice = field?.choices?.find((one) => one.key === value)?.label[t.language];
    if (choice !== undefined) return choice;
    const family = choices[kind]?.[name];
    return family === undefined ? value : t.label(family, value);
  }
  return JSON.stringify(value);
}

export function fieldWords(name: string, info: RegisterInfo | undefined, t: Translator): string {
  return info?.fields.find((one) => one.name === name)?.label[t.language] ?? t.label("journal.field", name);
}

/** Field by field, what moved between two bodies; all that is written where nothing stood before. */
export function movedFields(before: Body | null, now: Body): { readonly moved: readonly string[]; readonly same: readonly string[] } {
  const names = [...new Set([...Object.keys(now), ...Object.keys(before ?? {})])].filter((name) => name !== "id");
  if (before === null) return { moved: names.filter((name) => (now[name] ?? null) !== null && now[name] !== ""), same: [] };
  const differs = (name: string) => JSON.stringify(before[name] ?? null) !== JSON.stringify(now[name] ?? null);
  return { moved: names.filter(differs), same: names.filter((name) => !differs(name)) };
}
