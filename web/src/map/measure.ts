/** Lengths and circles on the earth. Pure; the mean sphere of the server (6 371 008.8 m). */
import type { Box, LngLat } from "./types";

export { lengthWords } from "../place/length";

const RADIUS = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** Metres between two places, by the haversine formula. */
export function distance([east1, north1]: LngLat, [east2, north2]: LngLat): number {
  const half = Math.sin(radians(north2 - north1) / 2) ** 2 + Math.cos(radians(north1)) * Math.cos(radians(north2)) * Math.sin(radians(east2 - east1) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Metres along a line. */
export function length(line: readonly LngLat[]): number {
  return line.slice(1).reduce((sum, place, index) => sum + distance(line[index] ?? place, place), 0);
}

/** The place so many metres away in a direction (degrees from north, clockwise). */
export function away([east, north]: LngLat, metres: number, bearing: number): LngLat {
  const angle = metres / RADIUS;
  const [turn, latitude] = [radians(bearing), radians(north)];
  const there = Math.asin(Math.sin(latitude) * Math.cos(angle) + Math.cos(latitude) * Math.sin(angle) * Math.cos(turn));
  const aside = Math.atan2(Math.sin(turn) * Math.sin(angle) * Math.cos(latitude), Math.cos(angle) - Math.sin(latitude) * Math.sin(there));
  return [east + degrees(aside), degrees(there)];
}

/** A circle as a ring of places, closed. */
export function circle(centre: LngLat, metres: number): readonly LngLat[] {
  return Array.from({ length: 73 }, (_, step) => away(centre, metres, (step % 72) * 5));
}

/** The box around places. */
export function boxOf(places: readonly LngLat[]): Box {
  const [easts, norths] = [places.map(([east]) => east), places.map(([, north]) => north)];
  return [Math.min(...easts), Math.min(...norths), Math.max(...easts), Math.max(...norths)];
}

/** All places of a line or an area. */
function placesOf(shape: unknown): readonly LngLat[] {
  if (!Array.isArray(shape)) return [];
  const [east, north] = shape as readonly unknown[];
  return typeof east === "number" && typeof north === "number" ? [[east, north]] : shape.flatMap(placesOf);
}

/** Where a shape stands: its place, or the middle of the box around it. */
export function middleOf(shape: object): LngLat | null {
  const places = "coordinates" in shape ? placesOf(shape.coordinates) : [];
  if (places.length === 0) return null;
  const [west, south, east, north] = boxOf(places);
  return [(west + east) / 2, (south + north) / 2];
}

/** Degrees as they are read out over a radio: five places, a metre. */
export function placeWords([east, north]: LngLat): string {
  return `${east.toFixed(5)}, ${north.toFixed(5)}`;
}

/** The longest round length that fits into so many pixels, with its pixels. */
export function scaleBar(metresPerPixel: number, pixels: number): { readonly metres: number; readonly pixels: number } {
  const most = metresPerPixel * pixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
  return { metres, pixels: metres / metresPerPixel };
}

/** Metres that a pixel is wide, of tiles of 512 pixels. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (2 * Math.PI * RADIUS * Math.cos(radians(latitude))) / (512 * 2 ** zoom);
}
