/** What a person asks for, as the form holds it and as the server takes it. Pure. */
import type { NewSitingStudy, SitingStudyView } from "../api/types";
import type { MessageKey } from "../messages/zh";
import type { LngLat } from "../map/types";

export const models = ["max_cover", "median", "set_cover"] as const;
export const standings = ["fixed", "free"] as const;

/** Rows of a layer that may count or be candidates. */
export interface Rows {
  readonly key: string;
  readonly layer: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly number?: string;
  /** What it is called; of none the layer's own name. */
  readonly label?: MessageKey;
}

const villages = { layer: "region", filters: { level: "village" } } as const;
const townships = { layer: "region", filters: { level: "township" } } as const;

export const demands: readonly Rows[] = [
  { key: "villages", ...villages, number: "residents", label: "siting.demand.villages" },
  { key: "townships", ...townships, number: "residents", label: "siting.demand.townships" },
];
export const candidateSets: readonly Rows[] = [
  { key: "planned_station", layer: "planned_station", filters: {} },
  { key: "townships", ...townships, label: "siting.candidates.townships" },
  { key: "villages", ...villages, label: "siting.candidates.villages" },
];

export const rowsOf = (layer: string): Rows => ({ key: layer, layer, filters: {} });

export interface Draft {
  readonly name: string;
  readonly regions: readonly string[];
  readonly model: (typeof models)[number];
  readonly count: number;
  readonly minutes: number;
  readonly turnout: number;
  readonly standing: (typeof standings)[number];
  readonly effort: number;
  /** By key of the rows, their share. */
  readonly demand: readonly { readonly rows: Rows; readonly share: number }[];
  readonly candidates: readonly Rows[];
  readonly places: readonly LngLat[];
}

/** What a study begins with, or the terms of another one. */
export function firstDraft(like: SitingStudyView | null): Draft {
  const known = { demand: [...demands.slice(0, 1).map((rows) => ({ rows, share: 60 })), { rows: rowsOf("unit"), share: 40 }], candidates: candidateSets.slice(0, 2), places: [] };
  if (like === null) return { name: "", regions: [], model: "max_cover", count: 3, minutes: 5, turnout: 60, standing: "fixed", effort: 30, ...known };
  return { ...known, name: like.name, regions: like.regions, model: like.model, count: like.new_stations ?? 3, minutes: like.standard / 60, turnout: like.turnout, standing: like.standing, effort: like.effort };
}

export function asked(draft: Draft): NewSitingStudy {
  return {
    name: draft.name,
    regions: [...draft.regions],
    model: draft.model,
    standing: draft.standing,
    standard: Math.round(draft.minutes * 60),
    turnout: draft.turnout,
    new_stations: draft.model === "set_cover" ? null : draft.count,
    effort: draft.effort,
    demand: draft.demand.map(({ rows, share }) => ({ layer: rows.layer, filters: rows.filters, share, ...(rows.number === undefined ? {} : { number: rows.number }) })),
    candidates: draft.candidates.map(({ layer, filters }) => ({ layer, filters })),
    places: draft.places.map(([longitude, latitude]) => ({ longitude, latitude })),
  };
}
