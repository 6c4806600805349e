/** 量距、画圈、框选: what is being drawn, as the clicks make it. Pure. */
import { areaOfClicks } from "./closure";
import { boxOf, circle, distance, length } from "./measure";
import type { Box, LngLat } from "./types";

export type Tool =
  | { readonly kind: "distance"; readonly line: readonly LngLat[]; readonly done: boolean; readonly along: boolean }
  | { readonly kind: "circle"; readonly centre: LngLat | null; readonly metres: number; readonly done: boolean }
  | { readonly kind: "box"; readonly from: LngLat | null; readonly to: LngLat | null }
  | { readonly kind: "closure"; readonly clicks: readonly LngLat[]; readonly done: boolean };

export type ToolKind = Tool["kind"];

export function begun(kind: ToolKind): Tool {
  switch (kind) {
    case "distance":
      return { kind, line: [], done: false, along: false };
    case "circle":
      return { kind, centre: null, metres: 0, done: false };
    case "box":
      return { kind, from: null, to: null };
    case "closure":
      return { kind, clicks: [], done: false };
  }
}

/** One click further; a finished one begins anew. */
export function clicked(tool: Tool, at: LngLat): Tool {
  switch (tool.kind) {
    case "distance":
      return tool.done ? { ...tool, line: [at], done: false } : { ...tool, line: [...tool.line, at] };
    case "circle":
      if (tool.centre === null || tool.done) return { kind: "circle", centre: at, metres: 0, done: false };
      return { ...tool, metres: distance(tool.centre, at), done: true };
    case "box":
      return tool.from === null || tool.to !== null ? { kind: "box", from: at, to: null } : { ...tool, to: at };
    case "closure":
      return tool.done ? { ...tool, clicks: [at], done: false } : { ...tool, clicks: [...tool.clicks, at] };
  }
}

/** The end of a line, by a double click or a key. */
export function ended(tool: Tool): Tool {
  if (tool.kind === "closure") return { ...tool, clicks: apart(tool.clicks), done: true };
  if (tool.kind !== "distance" || tool.done) return tool;
  return { ...tool, line: apart(tool.line), done: true };
}

/** The second click of a double one stands where the first did. */
function apart(places: readonly LngLat[]): readonly LngLat[] {
  return places.filter((place, index) => index === 0 || distance(place, places[index - 1] ?? place) > 0.5);
}

/** 沿道路 measured along the roads, or straight again. */
export function alongRoads(tool: Tool): Tool {
  return tool.kind === "distance" ? { ...tool, along: !tool.along } : tool;
}

/** From place to place, where the roads are asked. */
export function legsOf(tool: Tool | null): readonly (readonly [LngLat, LngLat])[] {
  if (tool?.kind !== "distance" || !tool.along) return [];
  return tool.line.slice(1).map((place, index) => [tool.line[index] ?? place, place] as const);
}

/** What the tool covers, once it is drawn. */
export function areaOf(tool: Tool): { readonly box: Box; readonly centre: LngLat | null; readonly metres: number } | null {
  if (tool.kind === "circle" && tool.done && tool.centre !== null) return { box: boxOf(circle(tool.centre, tool.metres)), centre: tool.centre, metres: tool.metres };
  if (tool.kind === "box" && tool.from !== null && tool.to !== null) return { box: boxOf([tool.from, tool.to]), centre: null, metres: 0 };
  return null;
}

/** The length so far, with the way to the pointer while it goes on. */
export function lengthOf(tool: Tool, pointer: LngLat | null): number {
  if (tool.kind !== "distance") return 0;
  return length(tool.done || pointer === null ? tool.line : [...tool.line, pointer]);
}

function ringOf([west, south, east, north]: Box): readonly LngLat[] {
  return [[west, south], [east, south], [east, north], [west, north], [west, south]];
}

/** What stands on the map for it; the pointer leads what is not finished. Along roads, `ways` are the legs as far as they are known; `roads` are those that a closure takes. */
export function drawn(tool: Tool | null, pointer: LngLat | null, ways: readonly (readonly LngLat[] | null)[] = [], roads: readonly GeoJSON.Feature[] = []): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [...roads];
  const add = (geometry: GeoJSON.Geometry) => features.push({ type: "Feature", properties: {}, geometry });
  const pairs = (places: readonly LngLat[]) => places.map(([east, north]) => [east, north]);
  if (tool?.kind === "distance") {
    for (const place of tool.line) add({ type: "Point", coordinates: [...place] });
    const line = tool.done || pointer === null ? tool.line : [...tool.line, pointer];
    if (!tool.along) {
      if (line.length > 1) add({ type: "LineString", coordinates: pairs(line) });
    } else {
      for (const [index, leg] of legsOf(tool).entries()) add({ type: "LineString", coordinates: pairs(ways[index] ?? leg) });
    }
  } else if (tool?.kind === "circle" && tool.centre !== null) {
    add({ type: "Point", coordinates: [...tool.centre] });
    const metres = tool.done ? tool.metres : pointer === null ? 0 : distance(tool.centre, pointer);
    if (metres > 0) add({ type: "Polygon", coordinates: [pairs(circle(tool.centre, metres))] });
  } else if (tool?.kind === "closure") {
    for (const place of tool.clicks) add({ type: "Point", coordinates: [...place] });
    const area = areaOfClicks(tool.clicks);
    if (area.length > 2) add({ type: "Polygon", coordinates: [pairs([...area, ...area.slice(0, 1)])] });
  } else if (tool?.kind === "box" && tool.from !== null) {
    const to = tool.to ?? pointer;
    if (to !== null) add({ type: "Polygon", coordinates: [pairs(ringOf(boxOf([tool.from, to])))] });
  }
  return { type: "FeatureCollection", features };
}
