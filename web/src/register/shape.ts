/**
 * Lines and areas between GeoJSON, which the server says, and WKT, which people paste. Pure.
 *
 * Invariant: what is shown is what the server keeps; whether rings cross is decided there.
 */
import type { Shape, Value } from "./types";

type Position = readonly number[];

export interface ShapeBounds {
  readonly places: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export function isShape(value: Value | undefined): value is Shape {
  return typeof value === "object" && value !== null && "coordinates" in value;
}

function listed(places: readonly Position[]): string {
  return places.map((place) => place.join(" ")).join(", ");
}

export function wktOf(shape: Shape): string {
  return shape.type === "LineString" ? `LINESTRING (${listed(shape.coordinates)})` : `POLYGON (${shape.coordinates.map((ring) => `(${listed(ring)})`).join(", ")})`;
}

const wkt = /^\s*(linestring|polygon)\s*\(([\d\s.,()eE+-]*)\)\s*$/i;

/** The places of a text in WKT or GeoJSON; null for anything else. */
function placesOf(text: string, kind: "line" | "polygon"): readonly Position[] | null {
  const match = wkt.exec(text);
  if (match !== null) {
    const [, name = "", inside = ""] = match;
    if ((name.toLowerCase() === "linestring") !== (kind === "line")) return null;
    const pairs = inside.replaceAll(/[()]/g, "").split(",");
    return pairs.map((pair) => pair.trim().split(/\s+/).map(Number));
  }
  try {
    const given = JSON.parse(text) as { type?: unknown; coordinates?: unknown };
    if (given.type !== (kind === "line" ? "LineString" : "Polygon") || !Array.isArray(given.coordinates)) return null;
    const found = (kind === "line" ? given.coordinates : given.coordinates.flat()) as readonly Position[];
    return found.every(Array.isArray) ? found : null;
  } catch {
    return null;
  }
}

/** The box around what was typed, and how many places it has; null when it cannot be read. */
export function boundsOf(text: string, kind: "line" | "polygon"): ShapeBounds | null {
  const places = placesOf(text, kind);
  if (places === null || places.length < 2) return null;
  const good = places.every(([east, north]) => Math.abs(east ?? Number.NaN) <= 180 && Math.abs(north ?? Number.NaN) <= 90);
  if (!good) return null;
  const easts = places.map((place) => place[0] ?? 0);
  const norths = places.map((place) => place[1] ?? 0);
  const least = (all: readonly number[]) => all.reduce((a, b) => Math.min(a, b));
  const most = (all: readonly number[]) => all.reduce((a, b) => Math.max(a, b));
  return { places: places.length, west: least(easts), south: least(norths), east: most(easts), north: most(norths) };
}

/** The middle of the box around it. */
export function middleOf(shape: Shape): { readonly longitude: number; readonly latitude: number } | null {
  const bounds = boundsOf(wktOf(shape), shape.type === "LineString" ? "line" : "polygon");
  return bounds === null ? null : { longitude: (bounds.west + bounds.east) / 2, latitude: (bounds.south + bounds.north) / 2 };
}
