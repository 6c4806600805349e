/**
 * What the map shows, as it stands in the address: where, which layers, narrowed how, what is
 * picked. Pure.
 *
 * Invariants: address → state → address gives the same; what no layer knows is dropped, so that an
 * old link still opens.
 */
import type { Query } from "../api/request";
import { reachOf, reachText, type Reach } from "./reach";
import { streetsOf, streetsText, type StreetsMeasure } from "./streets";
import type { LayerInfo, Pick, SymbolName } from "./types";

export interface Camera {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
}

export interface MapState {
  /** Null: the whole city. */
  readonly camera: Camera | null;
  /** Null: those that are on at first. */
  readonly on: readonly string[] | null;
  /** By layer, the filters of its register's list, as the list writes them in its address. */
  readonly filters: Readonly<Record<string, string>>;
  readonly pick: Pick | null;
  /** The circle by time; null: none. */
  readonly reach: Reach | null;
  /** The measure by which streets are looked at; null: they are not. */
  readonly streets: StreetsMeasure | null;
}

export interface MapSearch {
  readonly at?: string;
  readonly on?: string;
  readonly f?: string;
  readonly pick?: string;
  readonly reach?: string;
  readonly streets?: string;
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function cameraOf(text: string): Camera | null {
  const numbers = text.split(",").map(Number);
  const [longitude = Number.NaN, latitude = Number.NaN, zoom = Number.NaN] = numbers;
  const fits = numbers.length === 3 && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 && zoom >= 0 && zoom <= 22;
  return fits ? { longitude, latitude, zoom } : null;
}

const cameraText = ({ longitude, latitude, zoom }: Camera) => [longitude.toFixed(5), latitude.toFixed(5), zoom.toFixed(2)].map(Number).join(",");

function pickOf(text: string): Pick | null {
  const match = /^(\w+)\/([0-9a-f-]{36})$/.exec(text);
  const [, layer, id] = match ?? [];
  return layer === undefined || id === undefined ? null : { layer, id };
}

function filtersOf(text: string): Record<string, string> {
  const parts = text.split("|").flatMap((part) => {
    const match = /^(\w+)~(.+)$/s.exec(part);
    const [, layer, filters] = match ?? [];
    return layer === undefined || filters === undefined ? [] : [[layer, filters] as const];
  });
  return Object.fromEntries(parts);
}

export function stateOf(search: MapSearch): MapState {
  return {
    camera: cameraOf(search.at ?? ""),
    on: search.on === undefined ? null : search.on.split(",").filter((key) => /^\w+$/.test(key)),
    filters: filtersOf(search.f ?? ""),
    pick: pickOf(search.pick ?? ""),
    reach: reachOf(search.reach ?? ""),
    streets: streetsOf(search.streets ?? ""),
  };
}

export function toSearch(state: MapState): MapSearch {
  const filters = Object.entries(state.filters).filter(([, text]) => text !== "");
  return {
    ...(state.camera === null ? {} : { at: cameraText(state.camera) }),
    ...(state.on === null ? {} : { on: state.on.join(",") }),
    ...(filters.length === 0 ? {} : { f: filters.map(([layer, text]) => `${layer}~${text}`).join("|") }),
    ...(state.pick === null ? {} : { pick: `${state.pick.layer}/${state.pick.id}` }),
    ...(state.reach === null ? {} : { reach: reachText(state.reach) }),
    ...(state.streets === null ? {} : { streets: streetsText(state.streets) }),
  };
}

/** Whatever stands in the address becomes something the map knows; the rest is dropped. */
export function mapSearch(raw: Readonly<Record<string, unknown>>): MapSearch {
  const on = raw["on"];
  return toSearch(stateOf({ at: wordOf(raw["at"]), ...(on === undefined ? {} : { on: wordOf(on) }), f: wordOf(raw["f"]), pick: wordOf(raw["pick"]), reach: wordOf(raw["reach"]), streets: wordOf(raw["streets"]) }));
}

/** What every seat asks first; a whole city of units and buildings over it would hide it. */
const FIRST: ReadonlySet<SymbolName> = new Set(["station", "hydrant", "vehicle"]);

/** The layers that are on: at first force and water, what moves, and what the address speaks of. */
export function shown(state: MapState, layers: readonly LayerInfo[]): readonly LayerInfo[] {
  const { on, filters, pick } = state;
  if (on === null) {
    return layers.filter((layer) => FIRST.has(layer.symbol) || layer.live !== null || layer.key in filters || layer.key === pick?.layer);
  }
  return layers.filter((layer) => on.includes(layer.key));
}

export function withLayer(state: MapState, layers: readonly LayerInfo[], key: string, on: boolean): MapState {
  const keys = shown(state, layers).map((layer) => layer.key);
  const next = on ? [...keys, key] : keys.filter((one) => one !== key);
  return { ...state, on: layers.map((layer) => layer.key).filter((one) => next.includes(one)), pick: !on && state.pick?.layer === key ? null : state.pick };
}

const unguard = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `state.in=wet,dry;region.within=14` as the question to the server. */
export function questionOf(filters: string | undefined): Query {
  return (filters ?? "").split(";").flatMap((part) => {
    const match = /^(\w+)\.(\w+)=(.*)$/s.exec(part);
    const [, field, op, values] = match ?? [];
    if (field === undefined || op === undefined || values === undefined || values === "") return [];
    return [[op === "eq" ? field : `${field}.${op}`, values.split(",").map(unguard).join(",")] as const];
  });
}

/** The words of a layer that are shown; all where no filter says otherwise. */
export function wordsOn(layer: LayerInfo, filters: string | undefined): readonly string[] {
  const all = layer.words.map((word) => word.key);
  const part = (filters ?? "").split(";").find((one) => one.startsWith(`${layer.colour ?? ""}.in=`));
  if (part === undefined || layer.colour === null) return all;
  const kept = part.slice(part.indexOf("=") + 1).split(",");
  return all.filter((key) => kept.includes(key));
}

/** The filters with one word of the legend switched; the last one that is on stays. */
export function switchWord(layer: LayerInfo, filters: string | undefined, word: string): string {
  const rest = (filters ?? "").split(";").filter((one) => one !== "" && !one.startsWith(`${layer.colour ?? ""}.in=`));
  const on = wordsOn(layer, filters);
  const next = layer.words.map((one) => one.key).filter((key) => (key === word ? !on.includes(key) : on.includes(key)));
  if (layer.colour === null || next.length === 0) return filters ?? "";
  return (next.length === layer.words.length ? rest : [...rest, `${layer.colour}.in=${next.join(",")}`]).join(";");
}
