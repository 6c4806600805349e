/**
 * 图例符号: what things are on the map, drawn by us after the habits of fire maps. A tone gives a
 * colour and, beside it, a mark: a bar across for what is broken, a broken rim for what is out of
 * use, a triangle for what somebody should look at. Pure.
 */
import type { SymbolName, Tone } from "./types";

export const tones: readonly Tone[] = ["plain", "good", "warn", "bad", "stale"];

/** In a square of 24; drawn in one colour. */
const glyphs: Readonly<Record<SymbolName, string>> = {
  place: '<circle cx="12" cy="12" r="4"/>',
  hydrant: '<path d="M9 20h6v-8h1.5V9.5H15V8a3 3 0 0 0-6 0v1.5H7.5V12H9zM5.5 12.5h2v3h-2zm11 0h2v3h-2zM8 20.5h8V22H8z"/>',
  station: '<path d="M4 20V10l8-6 8 6v10h-5v-5H9v5z"/><path d="M12 7.2c1.7 1.6 2 2.7 1.3 4a1.5 1.5 0 0 1-2.8-.4c0-.9.9-1.5 1.5-3.6z" fill="var(--hole)"/>',
  micro_station: '<path d="M12 3.5c3.6 3.3 6 6.3 6 9.8a6 6 0 0 1-12 0c0-2 1-3.6 2.3-5 .3 1.3.8 2 1.6 2.5.2-2.8.8-5 2.1-7.3z"/>',
  vehicle: '<path d="M2.5 8h11v8h-11zM14.5 10h3.7l3.3 3v3h-7z"/><circle cx="7" cy="17.5" r="2.2"/><circle cx="17.5" cy="17.5" r="2.2"/><path d="M3 5.5h10v1.3H3z"/>',
  person: '<circle cx="12" cy="7.5" r="3.6"/><path d="M5 20c0-4.5 3-7 7-7s7 2.5 7 7z"/>',
  unit: '<path d="M5 21V6h8v15h-1.8v-3H9v3zm9.5 0V10H19v11z"/><path d="M7 8.5h1.5V10H7zm2.7 0h1.5V10H9.7zM7 12h1.5v1.5H7zm2.7 0h1.5v1.5H9.7zm6.3.5h1.5V14H16zm0 3.5h1.5v1.5H16z" fill="var(--hole)"/>',
  building: '<path d="M6.5 21V3.5h11V21z"/><path d="M9 6h2v2H9zm4 0h2v2h-2zM9 10h2v2H9zm4 0h2v2h-2zM9 14h2v2H9zm4 0h2v2h-2z" fill="var(--hole)"/>',
  device: '<path d="M12 5.5a6.5 6.5 0 0 1 6.5 6.5h-2.6a3.9 3.9 0 0 0-7.8 0H5.5A6.5 6.5 0 0 1 12 5.5z"/><circle cx="12" cy="13.5" r="2.8"/><path d="M10.8 16.5h2.4V20h-2.4z"/>',
  incident: '<path d="M12.6 2.5c.6 3 4.9 5.6 4.9 10.3a5.5 5.5 0 0 1-11 .2c0-2.3 1.2-3.6 2-5.2.8 1 1.3 1.6 1.4 2.6 1.6-1.7 2.6-4.3 2.7-7.9z"/><path d="M12 13.2c1.1 1 1.9 1.9 1.9 3a1.9 1.9 0 0 1-3.8 0c0-1.1.8-1.9 1.9-3z" fill="var(--hole)"/>',
  alarm: '<path d="M12 3.5a6 6 0 0 1 6 6c0 3.5.9 4.8 2 6H4c1.1-1.2 2-2.5 2-6a6 6 0 0 1 6-6z"/><path d="M9.8 17h4.4a2.2 2.2 0 0 1-4.4 0z"/>',
  closure: '<circle cx="12" cy="12" r="9"/><path d="M6.5 10.2h11v3.6h-11z" fill="var(--hole)"/>',
  seat: '<path d="M12 3.5l2.5 5.4 5.9.7-4.4 4 1.2 5.8L12 16.5l-5.2 2.9L8 13.6l-4.4-4 5.9-.7z"/>',
};

interface Paint {
  readonly fill: string;
  readonly glyph: string;
  readonly rim: string;
}

/** Dark ground wants lighter fills; both reach 3 to 1 against the map and 4.5 to 1 inside. */
const paints: Readonly<Record<"light" | "dark", Readonly<Record<Tone, Paint>>>> = {
  light: {
    plain: { fill: "#23405f", glyph: "#ffffff", rim: "#ffffff" },
    good: { fill: "#1c7a35", glyph: "#ffffff", rim: "#ffffff" },
    warn: { fill: "#f2c511", glyph: "#1b1600", rim: "#1b1600" },
    bad: { fill: "#c3161c", glyph: "#ffffff", rim: "#ffffff" },
    stale: { fill: "#ffffff", glyph: "#5b6470", rim: "#5b6470" },
  },
  dark: {
    plain: { fill: "#c4d6ea", glyph: "#101820", rim: "#101820" },
    good: { fill: "#5fd07f", glyph: "#06210e", rim: "#06210e" },
    warn: { fill: "#f2c511", glyph: "#1b1600", rim: "#1b1600" },
    bad: { fill: "#ff7b72", glyph: "#2b0503", rim: "#2b0503" },
    stale: { fill: "#171c23", glyph: "#9aa3b0", rim: "#9aa3b0" },
  },
};

/** The colour of a line: that of the sign, or of its rim where the sign is hollow. */
export function inkOf(tone: Tone, theme: "light" | "dark"): string {
  const { fill, rim } = paints[theme][tone];
  return tone === "stale" ? rim : fill;
}

const marks: Readonly<Record<Tone, (paint: Paint) => string>> = {
  plain: () => "",
  good: () => "",
  warn: ({ rim, fill }) => `<path d="M24 1l6 10.5H18z" fill="${rim}" stroke="${fill}" stroke-width="1"/><path d="M24 4.5v3.5m0 1.3v1" stroke="${fill}" stroke-width="1.4"/>`,
  bad: ({ glyph, fill }) => `<path d="M6 26L26 6" stroke="${fill}" stroke-width="5"/><path d="M6 26L26 6" stroke="${glyph}" stroke-width="2.4"/>`,
  stale: () => "",
};

/** What happens is not broken: it bears a dot where a thing that is broken bears a bar. */
function markOf(symbol: SymbolName, tone: Tone): (paint: Paint) => string {
  const happens = symbol === "incident" || symbol === "alarm" || symbol === "closure";
  return happens && tone === "bad" ? ({ glyph, fill }) => `<circle cx="25.5" cy="6.5" r="4.2" fill="${glyph}" stroke="${fill}" stroke-width="1.5"/>` : marks[tone];
}

const glyphOf = (symbol: SymbolName, hole: string) => glyphs[symbol].replaceAll("var(--hole)", hole);

/** A sign of 32 × 32. */
export function symbolSvg(symbol: SymbolName, tone: Tone, theme: "light" | "dark"): string {
  const paint = paints[theme][tone];
  const dashes = tone === "stale" ? ' stroke-dasharray="3.5 2.2"' : "";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">` +
    `<rect x="2" y="2" width="28" height="28" rx="${symbol === "hydrant" || symbol === "place" || symbol === "device" ? 14 : 6}" fill="${paint.fill}" stroke="${paint.rim}" stroke-width="2"${dashes}/>` +
    `<g transform="translate(5.5 5) scale(.875)" fill="${paint.glyph}">${glyphOf(symbol, paint.fill)}</g>${markOf(symbol, tone)(paint)}</svg>`
  );
}

/** The sign of a group: its symbol above, room for a number below. 44 × 44. */
export function groupSvg(symbol: SymbolName, theme: "light" | "dark"): string {
  const { fill, glyph } = theme === "light" ? { fill: "#ffffff", glyph: "#23405f" } : { fill: "#171c23", glyph: "#c4d6ea" };
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="44" height="44" viewBox="0 0 44 44">` +
    `<circle cx="22" cy="22" r="19.5" fill="${fill}" stroke="${glyph}" stroke-width="2.5"/>` +
    `<g transform="translate(13 5) scale(.75)" fill="${glyph}">${glyphOf(symbol, fill)}</g></svg>`
  );
}

/** Under this name the map knows a sign. */
export function imageName(symbol: SymbolName, tone: Tone | "group", theme: "light" | "dark"): string {
  return `${symbol}-${tone}-${theme}`;
}

export function dataUrl(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
