/** What an inbox shows, as the address holds it. Pure. */
import { inboxes, type InboxKey, type InboxState } from "./types";

export interface InboxSearch {
  readonly inbox?: InboxKey;
  readonly loop?: string;
  readonly overdue?: true;
}

export function inboxSearch(raw: Record<string, unknown>): InboxSearch {
  const inbox = inboxes.find((key) => key === raw["inbox"]);
  const loop = raw["loop"];
  return {
    ...(inbox === undefined || inbox === "asked" ? {} : { inbox }),
    ...(typeof loop === "string" && /^[a-z][a-z0-9_]*$/.test(loop) ? { loop } : {}),
    ...(raw["overdue"] === true ? { overdue: true as const } : {}),
  };
}

export function stateOf(search: InboxSearch): InboxState {
  return { inbox: search.inbox ?? "asked", loop: search.loop ?? null, overdue: search.overdue === true };
}

export function searchOf(state: InboxState): InboxSearch {
  return inboxSearch({ inbox: state.inbox, loop: state.loop, overdue: state.overdue });
}
