/** What the list of accounts shows, as the address holds it. Pure. */
export interface AccountsSearch {
  readonly q?: string;
  readonly role?: string;
  readonly state?: "enabled" | "disabled";
}

export function accountsSearch(raw: Record<string, unknown>): AccountsSearch {
  const { q, role, state } = raw;
  return {
    ...(typeof q === "string" && q.trim() !== "" ? { q: q.slice(0, 40) } : {}),
    ...(typeof role === "string" && /^[a-z_]{1,40}$/.test(role) ? { role } : {}),
    ...(state === "enabled" || state === "disabled" ? { state } : {}),
  };
}

/** How roles are looked at: one after the other, or side by side. */
export interface RolesSearch {
  readonly view?: "compare";
}

export function rolesSearch(raw: Record<string, unknown>): RolesSearch {
  return raw["view"] === "compare" ? { view: "compare" } : {};
}
