/**
 * The city as the page tells it: the server fills meta elements, nothing of it
 * stands in the code, and one build serves every city.
 */
import type { Language } from "../messages/translate";

function told(name: string): string {
  return document.querySelector(`meta[name="fengsui-${name}"]`)?.getAttribute("content")?.trim() ?? "";
}

export function cityName(language: Language): string | null {
  const name = told(`city-${language}`);
  return name === "" ? null : name;
}

/** Whether it is made up for a demonstration. */
export function isDemo(): boolean {
  return told("demo") === "yes";
}
