/**
 * Turning a key into words. Pure: the React side is in shell/language.
 * Values that the server may invent (verbs, kinds) go through `label`, which
 * shows the bare value rather than nothing when the catalogue does not know it.
 */
import { en } from "./en";
import { zh, type MessageKey } from "./zh";

export type Language = "zh" | "en";
export type Parameters = Readonly<Record<string, string | number>>;

const catalogues: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { zh, en };

export interface Translator {
  readonly language: Language;
  (key: MessageKey, parameters?: Parameters): string;
  /** Words for a value of an open set, e.g. `label("verb", "verified")`. */
  label(prefix: string, value: string): string;
}

export function fill(template: string, parameters: Parameters): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : String(value);
  });
}

function isKey(text: string): text is MessageKey {
  return Object.hasOwn(zh, text);
}

export function translator(language: Language): Translator {
  const catalogue = catalogues[language];
  const t = (key: MessageKey, parameters?: Parameters) =>
    parameters === undefined ? catalogue[key] : fill(catalogue[key], parameters);
  const label = (prefix: string, value: string) => {
    const key = `${prefix}.${value}`;
    return isKey(key) ? catalogue[key] : value.replaceAll("_", " ");
  };
  return Object.assign(t, { language, label });
}
