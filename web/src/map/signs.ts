/** Signs as pictures for the map library: painted once for all maps of a page, and only those that are shown. */
import type { Theme } from "./style";
import { dataUrl, groupSvg, imageName, symbolSvg, tones } from "./symbols";
import type { SymbolName } from "./types";

export type Sign = readonly [name: string, image: HTMLImageElement];

const kept = new Map<string, Promise<readonly Sign[]>>();

/** Twice as fine as it is shown. */
export const FINENESS = 2;

async function painted(name: string, svg: string): Promise<Sign> {
  const image = new Image();
  const finer = svg.replace(/width="(\d+)" height="(\d+)"/, (_, side: string) => `width="${Number(side) * FINENESS}" height="${Number(side) * FINENESS}"`);
  image.src = dataUrl(finer);
  await image.decode();
  image.width = image.naturalWidth;
  image.height = image.naturalHeight;
  return [name, image];
}

function ofSymbol(symbol: SymbolName, theme: Theme): Promise<readonly Sign[]> {
  const name = `${symbol}-${theme}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = Promise.all([
    ...tones.map((tone) => painted(imageName(symbol, tone, theme), symbolSvg(symbol, tone, theme))),
    painted(imageName(symbol, "group", theme), groupSvg(symbol, theme)),
  ]);
  kept.set(name, made);
  return made;
}

/** The signs of these symbols in every tone, with those of their groups. */
export async function signsOf(symbols: Iterable<SymbolName>, theme: Theme): Promise<readonly Sign[]> {
  return (await Promise.all([...new Set(symbols)].map((symbol) => ofSymbol(symbol, theme)))).flat();
}
