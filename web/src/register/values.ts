/**
 * Values between three forms: JSON of the API, the text that is typed, the words that are read.
 * Pure.
 *
 * Invariants: what came from the server and was not touched goes back as it came; a number is
 * never carried through a binary fraction; a time that is typed is Beijing time, which knows no
 * summer time.
 */
import type { MessageKey } from "../messages/zh";
import type { Parameters, Translator } from "../messages/translate";
import { dateTime, day, instant } from "../time/format";
import { boundsOf, isShape, middleOf, wktOf } from "./shape";
import type { FieldInfo, Point, Row, Shape, Value, Values } from "./types";

/** What an editor holds: one text, the chosen keys, or longitude and latitude as typed. */
export type Typed = string | readonly string[];
export type Form = Readonly<Record<string, Typed>>;

export interface Fault {
  readonly message: MessageKey;
  readonly parameters?: Parameters;
}

const BEIJING_HOURS = 8;

export function isPoint(value: Value | undefined): value is Point {
  return typeof value === "object" && value !== null && "longitude" in value;
}

/** Where a row stands on the map: its place, or the middle of its line or area. */
export function placeOf(value: Value | undefined): Point | null {
  if (isPoint(value)) return value;
  return isShape(value) ? middleOf(value) : null;
}

export function isKeys(value: Value | undefined): value is readonly string[] {
  return Array.isArray(value);
}

/** `2026-11-23T10:03:12` on a clock in Beijing. */
function beijing(at: number): string {
  return new Date(at + BEIJING_HOURS * 3_600_000).toISOString().slice(0, 19);
}

export function typedOf(value: Value | undefined, field: FieldInfo): Typed {
  if (field.kind === "choices") return isKeys(value) ? value : [];
  if (field.kind === "point") return isPoint(value) ? [String(value.longitude), String(value.latitude)] : ["", ""];
  if (isShape(value)) return wktOf(value);
  if (value === null || value === undefined || typeof value === "object") return "";
  if (field.kind === "time") return beijing(instant(String(value)));
  return String(value);
}

export function formOf(values: Values, fields: readonly FieldInfo[]): Form {
  return Object.fromEntries(fields.map((field) => [field.name, typedOf(values[field.name], field)]));
}

/** A new row's form: what the register says stands in it at first. */
export function newForm(fields: readonly FieldInfo[]): Form {
  const first = (field: FieldInfo): Value => {
    if (field.default === null) return null;
    return field.kind === "choices" ? field.default.split(",") : field.default;
  };
  return Object.fromEntries(fields.map((field) => [field.name, typedOf(first(field), field)]));
}

export function isEmpty(typed: Typed): boolean {
  return typeof typed === "string" ? typed.trim() === "" : typed.every((part) => part.trim() === "");
}

/** Whether two editors hold the same; the order of chosen keys does not matter. */
export function sameTyped(one: Typed, other: Typed, field: FieldInfo): boolean {
  if (typeof one === "string" || typeof other === "string") return one === other;
  const [a, b] = field.kind === "choices" ? [[...one].sort(), [...other].sort()] : [one, other];
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** The places after the point that a number of this field has. */
export function scaleOf(field: FieldInfo): number {
  return field.kind === "money" ? 2 : field.kind === "decimal" ? (field.scale ?? 0) : 0;
}

/** A limit given in the smallest unit, as people write it: 1250 of scale 2 is `12.50`. */
export function limitWords(limit: number, scale: number): string {
  if (scale === 0) return String(limit);
  const digits = String(Math.abs(limit)).padStart(scale + 1, "0");
  return `${limit < 0 ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** What is typed into a number field, in the smallest unit; null when it is no such number. */
export function smallestOf(text: string, scale: number): bigint | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(plainNumber(text));
  const [, sign = "", whole = "", rest = ""] = match ?? [];
  if (match === null || rest.length > scale) return null;
  return BigInt(`${whole}${rest.padEnd(scale, "0")}`) * (sign === "-" ? -1n : 1n);
}

/** Full-width digits, spaces and grouping commas are how people type and paste. */
function plainNumber(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s,]/g, "").replace(/^\./, "0.").replace(/\.$/, "");
}

function numberFault(text: string, field: FieldInfo): Fault | null {
  const scale = scaleOf(field);
  const number = smallestOf(text, scale);
  if (number === null) return scale === 0 ? { message: "register.fault.integer" } : { message: "register.fault.decimal", parameters: { n: scale } };
  if (field.min !== null && number < BigInt(field.min)) return { message: "register.fault.min", parameters: { n: limitWords(field.min, scale) } };
  if (field.max !== null && number > BigInt(field.max)) return { message: "register.fault.max", parameters: { n: limitWords(field.max, scale) } };
  return null;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

function pointFault(typed: readonly string[]): Fault | null {
  const degrees = typed.map((part) => (part.trim() === "" ? Number.NaN : Number(plainNumber(part))));
  const [east = Number.NaN, north = Number.NaN] = degrees;
  return Math.abs(east) <= 180 && Math.abs(north) <= 90 ? null : { message: "register.fault.point" };
}

export function isRegionCode(text: string): boolean {
  return /^(\d{4}|\d{6}|\d{9}|\d{12})$/.test(text);
}

/** What is wrong with what was typed, before anything is sent; the server looks again. */
export function faultOf(typed: Typed, field: FieldInfo): Fault | null {
  if (isEmpty(typed)) return field.required ? { message: "register.fault.required" } : null;
  if (typeof typed !== "string") return field.kind === "point" ? pointFault(typed) : null;
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "money":
      return numberFault(typed, field);
    case "date":
      return isDay(typed) ? null : { message: "register.fault.date" };
    case "time":
      return Number.isNaN(Date.parse(`${typed}Z`)) ? { message: "register.fault.time" } : null;
    case "region":
      return isRegionCode(typed.trim()) ? null : { message: "register.fault.region" };
    case "line":
      return boundsOf(typed, "line") === null ? { message: "register.fault.line" } : null;
    case "polygon":
      return boundsOf(typed, "polygon") === null ? { message: "register.fault.polygon" } : null;
    case "text":
    case "long_text":
      return field.max_chars !== null && Array.from(typed.trim()).length > field.max_chars ? { message: "register.fault.long", parameters: { n: field.max_chars } } : null;
    default:
      return null;
  }
}

/** The value that is sent. Only for what `faultOf` lets pass. */
export function valueOf(typed: Typed, field: FieldInfo): Value {
  if (isEmpty(typed)) return null;
  if (typeof typed !== "string") {
    if (field.kind !== "point") return typed;
    const [longitude = 0, latitude = 0] = typed.map((part) => Number(plainNumber(part)));
    return { longitude, latitude };
  }
  const text = typed.trim();
  switch (field.kind) {
    case "integer":
      return Number(plainNumber(text));
    case "decimal":
    case "money":
      return limitWordsOf(smallestOf(text, scaleOf(field)) ?? 0n, scaleOf(field));
    case "boolean":
      return text === "true";
    case "time":
      return `${text.length === 16 ? `${text}:00` : text}+08:00`;
    default:
      return text;
  }
}

function limitWordsOf(number: bigint, scale: number): string {
  const digits = String(number < 0n ? -number : number).padStart(scale + 1, "0");
  const words = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return number < 0n ? `-${words}` : words;
}

/**
 * The body of a write. A field that nobody touched goes back as it came: a time keeps its
 * fraction of a second, and a masked value is sent as the mask, which the server leaves alone.
 */
export function bodyOf(form: Form, base: Values, fields: readonly FieldInfo[]): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const came = base[field.name];
      const typed = form[field.name] ?? "";
      const untouched = came !== undefined && sameTyped(typed, typedOf(came, field), field);
      return [field.name, untouched ? came : valueOf(typed, field)];
    }),
  );
}

/** `12345.6` → `12,345.6` */
function grouped(text: string): string {
  return text.replace(/\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ","));
}

/** Degrees with the hemisphere, six places (a decimetre). */
export function degrees({ longitude, latitude }: Point): string {
  const side = (value: number, plus: string, minus: string) => `${Math.abs(value).toFixed(6)}° ${value < 0 ? minus : plus}`;
  return `${side(longitude, "E", "W")}, ${side(latitude, "N", "S")}`;
}

/** The words of one value; empty when there is none. */
export function words(value: Value | undefined, field: FieldInfo, t: Translator, title?: string): string {
  if (value === null || value === undefined) return "";
  if (isPoint(value)) return degrees(value);
  if (isShape(value)) return shapeWords(value, t);
  const choice = (key: string) => field.choices?.find((one) => one.key === key)?.label[t.language] ?? key;
  if (isKeys(value)) return value.map(choice).join(t.language === "zh" ? "、" : ", ");
  switch (field.kind) {
    case "boolean":
      return typeof value === "boolean" ? t(value ? "register.yes" : "register.no") : String(value);
    case "choice":
    case "text":
      return choice(String(value));
    case "reference":
    case "region":
      return title ?? String(value);
    case "date":
      return isDay(String(value)) ? day(Date.parse(`${String(value)}T12:00:00+08:00`), t.language) : String(value);
    case "time":
      return Number.isNaN(instant(String(value))) ? String(value) : dateTime(instant(String(value)), t.language);
    case "integer":
      // Without a unit of measure it counts nothing: a year, an address, a rank.
      return field.unit === null ? String(value) : grouped(String(value));
    case "decimal":
    case "money":
      return grouped(String(value));
    default:
      return String(value);
  }
}

function shapeWords(shape: Shape, t: Translator): string {
  const kind = shape.type === "LineString" ? "line" : "polygon";
  const bounds = boundsOf(wktOf(shape), kind);
  return bounds === null ? wktOf(shape) : t(`register.${kind}_words`, { ...bounds });
}

/** Kinds that stand right-aligned under each other. */
export function isNumber(field: FieldInfo): boolean {
  return field.kind === "integer" || field.kind === "decimal" || field.kind === "money";
}

/** The unit of measure of a field's numbers, in words. */
export function unitOf(field: Pick<FieldInfo, "unit" | "kind">, t: Translator): string | null {
  return field.unit?.[t.language] ?? (field.kind === "money" ? t("register.yuan") : null);
}

/** What a row is called: its title field, else the start of its id. */
export function titleOf(row: Row, title: string): string {
  const value = row.values[title];
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : row.id.slice(-8);
}
