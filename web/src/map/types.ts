/** The shapes of the map API, and of the little that a card needs of a register. */
import type { Language } from "../messages/translate";

export type Label = Readonly<Record<Language, string>>;
export type Tone = "plain" | "good" | "warn" | "bad" | "stale";
export type SymbolName = "place" | "hydrant" | "station" | "micro_station" | "vehicle" | "person" | "unit" | "building" | "device" | "seat" | "incident" | "alarm" | "closure";

export interface LayerWord {
  readonly key: string;
  readonly label: Label;
  readonly tone: Tone;
}

export interface LayerInfo {
  readonly key: string;
  readonly label: Label;
  readonly symbol: SymbolName;
  /** The register whose rows it shows. */
  readonly register: string | null;
  /** The field with its place. */
  readonly geometry: string | null;
  /** The field whose words colour it. */
  readonly colour: string | null;
  readonly words: readonly LayerWord[];
  /** The address of its stream, when it moves by itself. */
  readonly live: string | null;
}

export type LngLat = readonly [longitude: number, latitude: number];
/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

export interface BaseMap {
  readonly outlines: GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon, { readonly zh: string; readonly en: string; readonly centre: LngLat }>;
  readonly places: readonly { readonly zh: string; readonly en: string; readonly rank: number; readonly longitude: number; readonly latitude: number }[];
  readonly sources: readonly (Label | null)[];
  /** By what tag the tiles of the roads go; none while none were brought in. */
  readonly roads: string | null;
}

/** The roads under the map; none while none were brought in. */
export interface RoadsUnder {
  readonly roads: { readonly tag: string; readonly source: Label } | null;
}

export interface Fact {
  readonly label: Label;
  readonly text: Label;
}

export interface LayerFeature {
  readonly type: "Feature";
  readonly id: string;
  readonly geometry: GeoJSON.Geometry;
  readonly properties: {
    readonly title: string;
    readonly word?: string | null;
    readonly facts?: readonly Fact[];
    readonly measured_at?: string | null;
  };
}

export interface LayerFeatures {
  readonly features: readonly LayerFeature[];
  /** Whether there are more than these. */
  readonly more: boolean;
  readonly as_of: string;
  readonly position: number;
}

export interface MapField {
  readonly name: string;
  readonly label: Label;
  readonly kind: string;
  readonly unit: Label | null;
  readonly list: boolean;
  readonly filter: boolean;
  readonly choices: readonly { readonly key: string; readonly label: Label }[] | null;
}

export interface MapRegister {
  readonly key: string;
  readonly title: string;
  readonly searchable: boolean;
  readonly fields: readonly MapField[];
}

export interface MapRow {
  readonly id: string;
  readonly synthetic: boolean;
  readonly retired_at: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly titles: Readonly<Record<string, string>>;
}

/** One thing on the map, by its layer. */
export interface Pick {
  readonly layer: string;
  readonly id: string;
}
