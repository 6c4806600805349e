/** A score to its rows, against the real server: the scoreboard, an area, an item, its metric, its entry; both languages, wide and phone, light and dark. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caller } from "./caller";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

const YEAR = "2026";
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
  const make = await caller(server, server.account("registrar1"));
  await make("/api/v1/registers/unit", { name: "河东商城", kind: "commercial_complex", region: "140802001", address: "河东东街" });
  const seat = await Seat.open(browser, server.url, { as: server.account("registrar1") });
  const areas = (await seat.page.evaluate(async () => (await (await fetch("/api/v1/metric-areas")).json()) as unknown)) as { assessed: { key: string; name: string }[] };
  await seat.leave();
  const area = areas.assessed.find(({ name }) => name === "盐湖区")?.key;
  await make("/api/v1/loops/evaluation_entry/cases", { values: { year: 2026, area, fact: "adverts_published", done: true, name: "县电视台黄金时段播出" } });
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

async function atBoard(options: SeatOptions = {}): Promise<Seat> {
  const seat = await Seat.open(browser, server.url, { ...options, as: server.account("leader1") });
  await seat.page.locator(".bar-nav").waitFor();
  await seat.page.goto(`${server.url}/evaluation/${YEAR}`);
  await seat.page.locator(".score-table tbody tr").nth(13).waitFor();
  return seat;
}

describe("a score", () => {
  it("leads from the scoreboard to the metric and to the entry behind it", async () => {
    const seat = await atBoard();
    const { page, t } = seat;
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("evaluation-board-zh");
    await page.getByRole("link", { name: "盐湖区", exact: true }).click();
    await page.locator(".score-item").first().waitFor();
    const counted = page.locator(".score-item", { hasText: "高低大化" });
    await counted.locator("summary").click();
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("evaluation-area-zh");
    await counted.locator("li", { hasText: "大型商业综合体数" }).getByRole("link", { name: t("evaluation.open_metric") }).click();
    await page.locator(".big-value", { hasText: "1" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/metrics/commercial_complexes");
    await page.goBack();
    const entered = page.locator(".score-item", { hasText: "消防公益性宣传" });
    await entered.locator("summary").click();
    await entered.locator("li").first().getByRole("link", { name: t("evaluation.open_case") }).click();
    await page.getByText("县电视台黄金时段播出").first().waitFor();
    await seat.leave();
  });

  it("goes back in time and says which year nobody evaluates", async () => {
    const seat = await atBoard();
    const { page, t } = seat;
    await page.getByLabel(t("evaluation.as_of")).fill("2026-01-01");
    await page.locator(".moment-past").waitFor();
    await page.goto(`${server.url}/evaluation/2020`);
    await page.locator(".note-wrong", { hasText: "2020-12-31" }).waitFor();
    await seat.leave();
  });

  it("is read in English, in the dark and on a phone", async () => {
    const looks: readonly (readonly [string, SeatOptions])[] = [
      ["en-dark", { language: "en", scheme: "dark" }],
      ["phone-zh", { size: PHONE }],
      ["phone-en", { size: PHONE, language: "en" }],
    ];
    for (const [look, options] of looks) {
      const seat = await atBoard(options);
      const { page } = seat;
      const overflows = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([look, await overflows(), await lowContrast(page)]).toEqual([look, 0, []]);
      await seat.picture(`evaluation-board-${look}`);
      await page.locator(".score-table tbody a").first().click();
      await page.locator(".score-item summary").first().click();
      expect([look, await overflows(), await lowContrast(page)]).toEqual([look, 0, []]);
      await seat.picture(`evaluation-area-${look}`);
      await seat.leave();
    }
  }, 180_000);
});
