/** The pages of administration, and what each asks for. Pure. */
import type { MessageKey } from "../messages/zh";

export interface AdminPlace {
  readonly to: "/admin/accounts" | "/admin/tokens" | "/admin/roles" | "/admin/jobs";
  readonly name: MessageKey;
  /** One of these is enough. */
  readonly needs: readonly string[];
}

export const adminPlaces: readonly AdminPlace[] = [
  { to: "/admin/accounts", name: "admin.accounts", needs: ["account.manage"] },
  { to: "/admin/roles", name: "admin.roles", needs: ["account.manage", "journal.read"] },
  { to: "/admin/tokens", name: "admin.tokens", needs: ["account.manage"] },
  { to: "/admin/jobs", name: "jobs.place_name", needs: ["job.read"] },
];

export function isOpen(place: AdminPlace, permissions: readonly string[]): boolean {
  return place.needs.some((one) => permissions.includes(one));
}

/** The first page that this person may open; none when administration is not for them. */
export function firstPlace(permissions: readonly string[]): AdminPlace | undefined {
  return adminPlaces.find((place) => isOpen(place, permissions));
}
