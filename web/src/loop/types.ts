/** Short names for the generated shapes of the loops; nothing here is written by hand. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];

export type LoopInfo = Schemas["LoopInfo"];
export type ActionInfo = Schemas["ActionInfo"];
export type CaseSummary = Schemas["CaseSummary"];
export type CaseView = Schemas["CaseView"];
export type CasePage = Schemas["Page_CaseSummary"];
export type CasesDone = Schemas["CasesDone"];
export type CaseCounts = Schemas["CaseCounts"];
export type Holder = Schemas["HolderView"];
export type Receiver = Schemas["ReceiverView"];
export type StoryLine = Schemas["StoryLine"];

/** Which cases of the inbox. */
export const inboxes = ["asked", "mine", "role", "organisation", "escalated", "opened", "all"] as const;
export type InboxKey = (typeof inboxes)[number];

export interface InboxState {
  readonly inbox: InboxKey;
  readonly loop: string | null;
  readonly overdue: boolean;
}
