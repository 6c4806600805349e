/** What must hold of how the screen looks: density, contrast, the right time, nothing cut off. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Language } from "../src/messages/translate";
import { lowContrast } from "./contrast";
import { fireFrame, sendFrame } from "./frames";
import { PHONE, Seat, startBrowser, WIDE } from "./seat";
import { startServer, type RunningServer } from "./server";

const ALARMS = 34;
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
  for (let point = 1; point <= ALARMS; point += 1) {
    const now = new Date();
    await sendFrame(server.devicePort, fireFrame({ sequence: point, source: 900 + point, zone: 3, point, component: 40, description: `ROW-${point}`, occurred: now, sent: now }));
  }
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

it("shows thirty alarms on one screen without scrolling", async () => {
  const seat = await Seat.open(browser, server.url, { as: server.accounts[0] });
  await seat.atDesk();
  const list = await seat.page.locator("#alarm-list").boundingBox();
  const bottoms = await seat.page.locator(".alarm-row.row").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().bottom));
  expect(bottoms.filter((bottom) => bottom <= (list?.y ?? 0) + (list?.height ?? 0)).length).toBeGreaterThanOrEqual(30);
  await seat.leave();
});

it("runs on the server's clock though the seat's is an hour wrong", async () => {
  const seat = await Seat.open(browser, server.url);
  await seat.page.clock.install({ time: Date.now() + 3_600_000 });
  await seat.page.reload();
  await seat.atDesk(server.accounts[0]);
  const shown = (await seat.page.locator(".bar-time").textContent())?.trim().slice(-8) ?? "";
  const seconds = (clock: string) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const truth = new Date().toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai", hourCycle: "h23" });
  expect(Math.abs(seconds(shown) - seconds(truth))).toBeLessThanOrEqual(3);
  expect(await seat.page.locator(".alarm-row.row time").first().textContent()).toMatch(/^0\d:\d\d$/);
  await seat.leave();
});

it("would notice a text that is too pale", async () => {
  const seat = await Seat.open(browser, server.url);
  await seat.page.locator("form").evaluate((form) => form.insertAdjacentHTML("beforeend", '<p style="color:#999;background:#fff">too pale</p>'));
  expect(await lowContrast(seat.page)).toEqual(["2.85 too pale"]);
  await seat.leave();
});

const views: readonly { readonly language: Language; readonly scheme: "light" | "dark"; readonly size: typeof WIDE | typeof PHONE | { readonly width: number; readonly height: number } }[] = [
  { language: "zh", scheme: "light", size: WIDE },
  { language: "zh", scheme: "dark", size: WIDE },
  { language: "en", scheme: "light", size: WIDE },
  { language: "en", scheme: "dark", size: WIDE },
  { language: "zh", scheme: "light", size: { width: 1366, height: 768 } },
  { language: "zh", scheme: "light", size: PHONE },
  { language: "zh", scheme: "dark", size: PHONE },
  { language: "en", scheme: "light", size: PHONE },
];

it.each(views)("is readable and whole: $language $scheme $size.width", async ({ language, scheme, size }) => {
  const seat = await Seat.open(browser, server.url, { language, scheme, size });
  const name = `${language}-${scheme}-${size.width}`;
  expect(await lowContrast(seat.page)).toEqual([]);
  await seat.picture(`door-${name}`);
  await seat.atDesk(server.accounts[0]);
  await seat.page.locator(".alarm-row.row").nth(2).click();
  await seat.page.locator(".evidence .verdicts").waitFor();
  expect(await lowContrast(seat.page)).toEqual([]);
  expect(await seat.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  await seat.picture(`desk-${name}`);
  await seat.leave();
});
