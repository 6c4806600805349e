/**
 * The map's style as data: base map, layers, what is picked and drawn, in two themes and two
 * languages. Pure. No glyph server, no sprite, no tile of anybody else's.
 */
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Query } from "../api/request";
import type { Language } from "../messages/translate";
import { roadTilesOf, tilesOf } from "./queries";
import { imageName, inkOf } from "./symbols";
import type { BaseMap, LayerInfo, Tone } from "./types";

export type Theme = "light" | "dark";

export interface ShownLayer {
  readonly info: LayerInfo;
  readonly filters: Query;
}

/** What moves by itself or is drawn by hand. */
export interface Moving {
  readonly pick: GeoJSON.FeatureCollection;
  readonly drawing: GeoJSON.FeatureCollection;
  /** What is reached in time. */
  readonly reach: GeoJSON.FeatureCollection;
  readonly live: Readonly<Record<string, GeoJSON.FeatureCollection>>;
}

export const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

const FONT = ["sans-serif"];
/** From here on places stand apart and are named. The server's APART_FROM. */
export const APART_FROM = 14;

const colours = {
  light: { road: "#cdd4dc", mainRoad: "#b3bdc9", desk: "#e3e7ec", paper: "#fbfbfa", line: "#8d97a5", ink: "#3a434f", faint: "#6a7482", halo: "#ffffff", strong: "#23405f", reach: "#1c7a35", needs: "#a3105a", paperOfCount: "#1b2129" },
  dark: { road: "#2c3540", mainRoad: "#3f4b58", desk: "#0b0f14", paper: "#1a2028", line: "#566173", ink: "#c3cad4", faint: "#8e98a6", halo: "#0e1217", strong: "#c4d6ea", reach: "#5fd07f", needs: "#ff86b7", paperOfCount: "#e4e8ee" },
} as const;

export function styleOf(base: BaseMap | null, shown: readonly ShownLayer[], moving: Moving, theme: Theme, language: Language): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    outlines: { type: "geojson", data: base?.outlines ?? NOTHING },
    names: { type: "geojson", data: namesOf(base, language) },
    pick: { type: "geojson", data: moving.pick },
    drawing: { type: "geojson", data: moving.drawing },
    reach: { type: "geojson", data: moving.reach },
  };
  const roads = base?.roads ?? null;
  if (roads !== null) sources["roads"] = { type: "vector", tiles: [roadTilesOf(roads)], minzoom: 5, maxzoom: 15 };
  for (const { info, filters } of shown) {
    sources[sourceOf(info)] = info.live === null
      ? { type: "vector", tiles: [tilesOf(info.key, filters)], minzoom: 0, maxzoom: 16 }
      : { type: "geojson", data: moving.live[info.key] ?? NOTHING };
  }
  // Groups stand over single places: they stand for more. Over both stands what happens and moves.
  const tiled = shown.filter(({ info }) => info.register !== null);
  const moves = shown.filter(({ info }) => info.register === null);
  const layers = [...baseLayers(theme, roads !== null), ...shown.flatMap((one) => shapeLayers(one, theme)), ...tiled.map((one) => placeLayer(one, theme)), ...tiled.map((one, at) => groupLayer(one, at, tiled.length, theme, language)), ...moves.map((one) => placeLayer(one, theme)), ...topLayers(theme)];
  return { version: 8, name: "fengsui", sources, layers };
}

export const sourceOf = (info: LayerInfo) => `of-${info.key}`;

/** Counties once, at the middle of their greatest part, and towns. */
function namesOf(base: BaseMap | null, language: Language): GeoJSON.FeatureCollection {
  if (base === null) return NOTHING;
  const point = (name: string, rank: number, [longitude, latitude]: readonly [number, number]): GeoJSON.Feature => ({ type: "Feature", properties: { name, rank }, geometry: { type: "Point", coordinates: [longitude, latitude] } });
  const counties = base.outlines.features.map(({ properties }) => point(properties[language], 0, properties.centre));
  const towns = base.places.map((place) => point(place[language], place.rank, [place.longitude, place.latitude]));
  return { type: "FeatureCollection", features: [...counties, ...towns] };
}

/** Roads are ground: grey, by width alone, with their names along them when one looks closely. */
function roadLayers(theme: Theme): LayerSpecification[] {
  const c = colours[theme];
  const rank: ExpressionSpecification = ["get", "rank"];
  const of = { source: "roads", "source-layer": "roads" };
  const width = (near: readonly [number, number, number, number, number]): ExpressionSpecification => ["interpolate", ["exponential", 1.5], ["zoom"], 9, ["match", rank, 0, 1.4, 1, 1.2, 0.6], 17, ["match", rank, 0, near[0], 1, near[1], 2, near[2], 3, near[3], near[4]]];
  return [
    { id: "roads", type: "line", ...of, layout: { "line-join": "round", "line-cap": "round", "line-sort-key": ["-", 0, rank] }, paint: { "line-color": ["step", rank, c.mainRoad, 3, c.road], "line-width": width([16, 14, 12, 9, 6]) } },
    {
      id: "streets",
      type: "symbol",
      ...of,
      minzoom: 14,
      filter: ["has", "name"],
      layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-padding": 4, "symbol-spacing": 300 },
      paint: { "text-color": c.faint, "text-halo-color": c.halo, "text-halo-width": 1.4 },
    },
  ];
}

function baseLayers(theme: Theme, withRoads: boolean): LayerSpecification[] {
  const c = colours[theme];
  const name = (id: string, filter: ExpressionSpecification, size: number, zooms: { minzoom?: number; maxzoom?: number }, ink: string): LayerSpecification => ({
    id,
    type: "symbol",
    source: "names",
    filter,
    ...zooms,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-padding": 6, "text-letter-spacing": 0.06 },
    paint: { "text-color": ink, "text-halo-color": c.halo, "text-halo-width": 1.4 },
  });
  return [
    { id: "ground", type: "background", paint: { "background-color": c.desk } },
    { id: "land", type: "fill", source: "outlines", paint: { "fill-color": c.paper } },
    ...(withRoads ? roadLayers(theme) : []),
    { id: "reach-ground", type: "fill", source: "reach", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c.reach, "fill-opacity": 0.22 } },
    { id: "reach-border", type: "line", source: "reach", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": c.reach, "line-width": 1.5 } },
    { id: "bare-streets", type: "line", source: "reach", filter: ["has", "bare"], paint: { "line-color": inkOf("bad", theme), "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1, 14, 4], "line-opacity": 0.75 } },
    // Who is covered: today, newly, not, by no road.
    { id: "reach-dots", type: "circle", source: "reach", filter: ["has", "dot"], paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, 2, 14, 5], "circle-color": ["match", ["get", "dot"], 0, "#2f7d46", 1, "#2f6fc0", 2, "#c8402f", "#8a5fa8"] } },
    { id: "borders", type: "line", source: "outlines", layout: { "line-join": "round" }, paint: { "line-color": c.line, "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.8, 12, 2] } },
    name("towns", [">=", ["get", "rank"], 3], 12, { minzoom: 10 }, c.faint),
    name("seats", ["==", ["get", "rank"], 2], 13, { minzoom: 10.5 }, c.ink),
    name("counties", ["==", ["get", "rank"], 0], 14, { maxzoom: 10.5 }, c.ink),
  ];
}

/** Lines and areas, under all signs; what is out of use has a broken line, as its sign has. */
function shapeLayers({ info }: ShownLayer, theme: Theme): LayerSpecification[] {
  if (info.live !== null) return [];
  const c = colours[theme];
  const of = { source: sourceOf(info), "source-layer": "shapes" };
  const ink = byWord(info, c.strong, (tone) => inkOf(tone, theme)) as ExpressionSpecification;
  const stale = info.words.filter((word) => word.tone === "stale").map((word) => word.key);
  const said: ExpressionSpecification = ["coalesce", ["get", "word"], ""];
  const isStale: ExpressionSpecification = ["in", said, ["literal", stale]];
  return [
    { id: `${info.key}:areas`, type: "fill", ...of, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink, "fill-opacity": 0.16 } },
    { id: `${info.key}:lines`, type: "line", ...of, filter: ["!", isStale], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": ink, "line-width": 2.5 } },
    { id: `${info.key}:stale`, type: "line", ...of, filter: isStale, paint: { "line-color": ink, "line-width": 2.5, "line-dasharray": [2, 1.5] } },
    {
      id: `${info.key}:titles`,
      type: "symbol",
      ...of,
      minzoom: 12,
      layout: { "symbol-placement": "point", "text-field": ["coalesce", ["get", "title"], ""], "text-font": FONT, "text-size": 12, "text-max-width": 9 },
      paint: { "text-color": c.ink, "text-halo-color": c.halo, "text-halo-width": 1.4 },
    },
  ];
}

/** What follows the tone of a feature's word. */
function byWord(info: LayerInfo, plain: string, of: (tone: Tone) => string): ExpressionSpecification | string {
  const toned = info.words.filter((word) => word.tone !== "plain");
  if (toned.length === 0) return plain;
  const cases = toned.flatMap((word) => [word.key, of(word.tone)]);
  return ["match", ["coalesce", ["get", "word"], ""], ...cases, plain] as unknown as ExpressionSpecification;
}

/** The image of a place by the tone of its word. */
function imageOf(info: LayerInfo, theme: Theme): ExpressionSpecification | string {
  return byWord(info, imageName(info.symbol, "plain", theme), (tone) => imageName(info.symbol, tone, theme));
}

function countWords(language: Language): ExpressionSpecification {
  const count: ExpressionSpecification = ["get", "count"];
  const [unit, word] = language === "zh" ? [10_000, "万"] : [1_000, "k"];
  const short: ExpressionSpecification = ["concat", ["number-format", ["/", count, unit], { "max-fraction-digits": 1 }], word];
  return ["case", [">=", count, 10_000], short, ["to-string", count]];
}

function placeLayer({ info }: ShownLayer, theme: Theme): LayerSpecification {
  const c = colours[theme];
  const live = info.live !== null;
  return {
    id: `${info.key}:places`,
    type: "symbol",
    source: sourceOf(info),
    ...(live ? {} : { "source-layer": "places" }),
    layout: {
      "icon-image": imageOf(info, theme),
      "icon-size": ["interpolate", ["linear"], ["zoom"], 8, 0.6, 13, 0.75, 16, 0.9],
      // What is there is shown; only names give way to each other.
      "icon-allow-overlap": true,
      "icon-ignore-placement": false,
      // Over a whole city names hide what they name.
      "text-field": ["step", ["zoom"], "", live ? 11 : 12, ["coalesce", ["get", "title"], ""]],
      "text-font": FONT,
      "text-size": 12,
      "text-max-width": 9,
      "text-optional": true,
      "text-variable-anchor": ["top", "bottom", "left", "right"],
      "text-radial-offset": 1.2,
      "text-justify": "auto",
    },
    paint: { "text-color": c.ink, "text-halo-color": c.halo, "text-halo-width": 1.4 },
  };
}

function groupLayer({ info }: ShownLayer, at: number, of: number, theme: Theme, language: Language): LayerSpecification {
  const c = colours[theme];
  // Groups of several layers share the middle of a cell: each layer's stand in a line of their own.
  const aside = (at - (of - 1) / 2) * 40;
  return {
    id: `${info.key}:groups`,
    type: "symbol",
    source: sourceOf(info),
    "source-layer": "groups",
    layout: {
      "icon-image": imageName(info.symbol, "group", theme),
      "icon-allow-overlap": true,
      "text-allow-overlap": true,
      "text-field": countWords(language),
      "text-font": FONT,
      "text-size": 11,
      "text-offset": [0, 0.75],
      "symbol-sort-key": ["-", 0, ["get", "count"]],
    },
    paint: { "text-color": c.paperOfCount, "icon-translate": [aside, 0], "text-translate": [aside, 0] },
  };
}

function topLayers(theme: Theme): LayerSpecification[] {
  const c = colours[theme];
  return [
    { id: "reach-from", type: "circle", source: "reach", filter: ["all", ["==", ["geometry-type"], "Point"], ["!", ["has", "dot"]]], paint: { "circle-radius": 6, "circle-color": c.halo, "circle-stroke-color": c.reach, "circle-stroke-width": 3 } },
    { id: "pick", type: "circle", source: "pick", paint: { "circle-radius": 18, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": c.needs, "circle-stroke-width": 3 } },
    { id: "drawn-areas", type: "fill", source: "drawing", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c.needs, "fill-opacity": 0.1 } },
    { id: "drawn-roads", type: "line", source: "drawing", filter: ["has", "road"], layout: { "line-cap": "round" }, paint: { "line-color": c.needs, "line-width": 6, "line-opacity": 0.55 } },
    { id: "drawn-lines", type: "line", source: "drawing", filter: ["all", ["!=", ["geometry-type"], "Point"], ["!", ["has", "road"]]], paint: { "line-color": c.needs, "line-width": 2.5 } },
    { id: "drawn-points", type: "circle", source: "drawing", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": c.halo, "circle-stroke-color": c.needs, "circle-stroke-width": 2.5 } },
  ];
}
