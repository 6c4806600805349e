/** WCAG AA for text as it is painted: 4.5 to 1, or 3 to 1 for large type. Disabled controls are exempt. */
import type { Page } from "playwright-core";

/** Every visible text whose contrast is too low, as `ratio words`. */
export function lowContrast(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Rgba = [number, number, number, number];
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const parse = (colour: string): Rgba => {
      if (canvas === null) return [0, 0, 0, 1];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 255] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Rgba, under: Rgba): Rgba => {
      const mix = (index: 0 | 1 | 2) => top[index] * top[3] + under[index] * (1 - top[3]);
      return [mix(0), mix(1), mix(2), 1];
    };
    const background = (element: Element | null): Rgba => {
      if (element === null) return [255, 255, 255, 1];
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] >= 1 ? own : over(own, background(element.parentElement));
    };
    const luminance = ([r, g, b]: Rgba) => {
      const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const opacity = (element: Element | null): number => (element === null ? 1 : Number(getComputedStyle(element).opacity) * opacity(element.parentElement));
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? "";
      if (element === null || words === "" || !element.checkVisibility() || element.closest("[disabled], .unseen, .skip, script, style")) continue;
      const style = getComputedStyle(element);
      const behind = background(element);
      const ink = parse(style.color);
      const front = over([ink[0], ink[1], ink[2], ink[3] * opacity(element)], behind);
      const [light, dark] = [luminance(front), luminance(behind)].sort((one, other) => other - one) as [number, number];
      const ratio = (light + 0.05) / (dark + 0.05);
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)} ${words.slice(0, 30)}`);
    }
    return [...found];
  });
}
