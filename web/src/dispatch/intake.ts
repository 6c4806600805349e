/** What the call taker typed, between the form and its draft and the server. Pure. */
import type { FurtherCall, Incident, NewIncident } from "../api/types";
import type { LngLat } from "../place/places";
import { levelsOf } from "./rules";

export type Kind = Incident["kind"];

export const kinds: readonly Kind[] = ["fire", "rescue", "assistance", "duty", "false_call"];

export interface Intake {
  readonly phone: string;
  readonly name: string;
  readonly kind: Kind;
  readonly level: number;
  /** Whether the call taker chose the level; else a number of people in danger may raise it. */
  readonly chosen: boolean;
  readonly address: string;
  readonly at: LngLat | null;
  /** The registered unit that was found for the address. */
  readonly unit: string | null;
  readonly trapped: string;
  readonly storey: string;
  readonly burning: string;
  readonly note: string;
}

export const nothingTyped: Intake = { phone: "", name: "", kind: "fire", level: 1, chosen: false, address: "", at: null, unit: null, trapped: "", storey: "", burning: "", note: "" };

const words = ["phone", "name", "address", "trapped", "storey", "burning", "note"] as const;

function placeIn(value: unknown): LngLat | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [longitude, latitude] = value as readonly unknown[];
  return typeof longitude === "number" && typeof latitude === "number" && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}

/** A draft as it was kept; what an older build wrote, or nobody, is an empty form. */
export function fromDraft(text: string): Intake {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return nothingTyped;
  }
  if (typeof raw !== "object" || raw === null) return nothingTyped;
  const kept = raw as Readonly<Record<string, unknown>>;
  const said = Object.fromEntries(words.map((field) => [field, typeof kept[field] === "string" ? kept[field] : ""])) as Record<(typeof words)[number], string>;
  const kind = kinds.find((one) => one === kept["kind"]) ?? nothingTyped.kind;
  const level = levelsOf(kind).find((one) => one === kept["level"]) ?? 1;
  return { ...said, kind, level, chosen: kept["chosen"] === true, at: placeIn(kept["at"]), unit: typeof kept["unit"] === "string" ? kept["unit"] : null };
}

/** Nothing is kept of a form that says nothing. */
export function toDraft(intake: Intake): string {
  const says = words.some((field) => intake[field] !== "") || intake.at !== null;
  return says || intake.chosen || intake.kind !== nothingTyped.kind || intake.level !== nothingTyped.level ? JSON.stringify(intake) : "";
}

/** With the level that people in danger speak for, unless the call taker chose one. */
export function withLevel(intake: Intake, speaksFor: number | null): Intake {
  return intake.chosen || speaksFor === null ? intake : { ...intake, level: Math.max(intake.level, speaksFor) };
}

/** Another kind has other levels: one that is too high becomes its highest. */
export function withKind(intake: Intake, kind: Kind): Intake {
  return { ...intake, kind, chosen: false, level: Math.min(intake.level, levelsOf(kind).length) };
}

const told = (text: string) => (text.trim() === "" ? null : text.trim());

/** What a further call says. */
export function furtherOf(intake: Intake): FurtherCall {
  return {
    note: told(intake.note),
    trapped: intake.trapped === "" ? null : Number(intake.trapped),
    storey: told(intake.storey),
    burning: told(intake.burning),
    caller_phone: told(intake.phone),
    caller_name: told(intake.name),
  };
}

export function incidentOf(intake: Intake): NewIncident {
  return {
    ...furtherOf(intake),
    kind: intake.kind,
    level: intake.level,
    address: intake.address.trim(),
    location: intake.at === null ? null : { longitude: intake.at[0], latitude: intake.at[1] },
    unit_id: intake.unit,
  };
}
