/**
 * The name of the city. It comes with the page (the server fills two meta
 * elements), never from the code: one build serves every city.
 */
import type { Language } from "../messages/translate";

export function cityName(language: Language): string | null {
  const element = document.querySelector(`meta[name="fengsui-city-${language}"]`);
  const name = element?.getAttribute("content")?.trim() ?? "";
  return name === "" ? null : name;
}
