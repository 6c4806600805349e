/** The state of the desk, and of a station's page, as it stands in the address, so that it can be sent to a colleague. Pure. */
import type { ListState } from "../api/types";

export type DeskList = "alarms" | "incidents";

export interface DeskSearch {
  /** The alarm whose evidence is shown. */
  readonly alarm?: string;
  /** The incident in hand. */
  readonly incident?: string;
  /** Which of the two was picked last; with less than three columns it is the one shown. */
  readonly list?: DeskList;
  /** On a narrow screen: the detail is open. */
  readonly detail?: boolean;
  /** 接警: a call is being taken; its form stands in the right column. */
  readonly call?: boolean;
  /** The map stands where the evidence would, or, on a small screen, where the detail would. */
  readonly map?: boolean;
  readonly alarms?: ListState;
  readonly incidents?: ListState;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function id(value: unknown): string | undefined {
  return typeof value === "string" && uuid.test(value) ? value : undefined;
}

function state(value: unknown): ListState | undefined {
  return value === "closed" || value === "all" ? value : undefined;
}

/** Whatever stands in the address becomes a state the desk knows; the rest is dropped. */
export function deskSearch(raw: Record<string, unknown>): DeskSearch {
  const [alarm, incident, alarms, incidents] = [id(raw["alarm"]), id(raw["incident"]), state(raw["alarms"]), state(raw["incidents"])];
  return {
    ...(alarm === undefined ? {} : { alarm }),
    ...(incident === undefined ? {} : { incident }),
    ...(raw["list"] === "incidents" ? { list: "incidents" as const } : {}),
    ...(raw["detail"] === true ? { detail: true } : {}),
    ...(raw["call"] === true ? { call: true } : {}),
    ...(raw["map"] === true ? { map: true } : {}),
    ...(alarms === undefined ? {} : { alarms }),
    ...(incidents === undefined ? {} : { incidents }),
  };
}

/** The station that a crew's page shows. */
export function stationSearch(raw: Record<string, unknown>): { readonly at?: string } {
  const at = id(raw["at"]);
  return at === undefined ? {} : { at };
}

/** Only a path of our own may follow a sign-in. */
export function localPath(value: unknown): string | undefined {
  return typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : undefined;
}
