/** What a new case's form begins with, as the address holds it: `?year=2025&fact=…`. Pure. */
export type NewCaseSearch = Readonly<Record<string, string>>;

const MOST = 500;

export function newCaseSearch(raw: Readonly<Record<string, unknown>>): NewCaseSearch {
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) => {
      const text = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
      return typeof text === "string" && text.length <= MOST && /^[a-z][a-z0-9_]*$/.test(name) ? [[name, text]] : [];
    }),
  );
}
