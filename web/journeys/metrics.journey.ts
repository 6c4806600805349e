/** A number to its rows, against the real server: the list, one metric, its areas, its chart, as of then; both languages, wide and phone, light and dark. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caller } from "./caller";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

let server: RunningServer;
let browser: Browser;

const counties = ["140802001", "140802404", "140882", "140881", "140821", "140822", "140830", "140828", "140823"] as const;
const at = (n: number) => counties[n % counties.length] ?? "140802001";
const many = <T>(count: number, row: (n: number) => T): readonly T[] => Array.from({ length: count }, (_, n) => row(n));

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
  const make = await caller(server, server.account("registrar1"));
  const enter = (register: string, rows: readonly Record<string, unknown>[]) => Promise.all(rows.map((row) => make(`/api/v1/registers/${register}`, row)));
  await enter("water_source", many(64, (n) => ({ name: `XH-${n}`, kind: ["hydrant", "hydrant", "hydrant", "crane", "reservoir"][n % 5], state: n % 9 === 0 ? "broken" : "intact", region: at(n * n), address: "河东东街", checked_on: "2026-05-01", remarks: "栓体漏水" })));
  await enter("unit", many(48, (n) => ({ name: `河东单位${n}`, kind: "hospital", region: at(n), address: "解放路", key_since: `20${20 + (n % 6)}-0${1 + (n % 9)}-01`, ...(n % 3 === 0 ? { monitored_since: `202${3 + (n % 4)}-03-0${1 + (n % 9)}` } : {}) })));
  await enter("vehicle", many(21, (n) => ({ plate: `晋M·X${100 + n}`, class: n % 7 === 0 ? "aerial" : "rescue", region: at(n), in_service_since: `20${String(5 + n).padStart(2, "0")}-06-01` })));
  await enter("installed_point", many(40, (n) => ({ name: `烟感${n}`, kind: "standalone", region: at(n), place: "客厅", installed_on: `202${4 + (n % 3)}-0${1 + (n % 9)}-1${n % 10}` })));
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

async function keeper(options: SeatOptions = {}): Promise<Seat> {
  const seat = await Seat.open(browser, server.url, { ...options, as: server.account("registrar1") });
  await seat.page.locator(".shelf a").first().waitFor();
  return seat;
}

async function atMetrics(options: SeatOptions = {}): Promise<Seat> {
  const seat = await keeper(options);
  await seat.page.goto(`${server.url}/metrics`);
  await seat.page.locator(".metric-group tbody tr").first().waitFor();
  return seat;
}

const line = (page: Page, name: string) => page.locator(".metric-group tr", { has: page.getByRole("link", { name, exact: true }) });

describe("a number", () => {
  it("stands in the list, opens, and opens its rows", async () => {
    const seat = await atMetrics();
    const { page, t } = seat;
    await line(page, "市政消火栓实有数").locator(".metric-value", { hasText: "39" }).waitFor();
    expect(await line(page, "微型消防站队员").locator(".metric-value").innerText()).toBe(t("metric.unknown"));
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("metrics-zh");
    await page.keyboard.press("/");
    await page.keyboard.type("远程监控");
    await expect.poll(() => page.locator(".metric-group tbody tr").count()).toBe(2);
    await page.keyboard.press("Enter");
    await page.locator(".big-value").waitFor();
    expect(new URL(page.url()).pathname).toBe("/metrics/key_unit_monitoring_rate");
    await page.locator(".series-chart svg").waitFor();
    await page.locator(".ranking-table tbody tr").nth(13).waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("metric-zh");
    // The numerator's list shows as many rows as it says.
    const part = page.locator(".metric-parts li").first();
    const count = Number(await part.locator("b").innerText());
    await part.getByRole("link").click();
    await page.locator(".sheet-list tbody tr").first().waitFor();
    await expect.poll(() => page.locator(".sheet-list tbody tr").count()).toBe(count);
    await seat.picture("metric-rows-zh");
    await seat.leave();
  });

  it("goes back in time, by period and by day, and says what it does not know", async () => {
    const seat = await atMetrics();
    const { page, t } = seat;
    await page.goto(`${server.url}/metrics/hydrant_intact_rate`);
    await page.locator(".big-value").waitFor();
    await page.keyboard.press("[");
    await page.locator(".big-unknown").waitFor();
    await seat.picture("metric-unknown-zh");
    await page.keyboard.press("]");
    await page.locator(".big-value").waitFor();
    await page.getByLabel(t("metric.as_of")).fill("2020-01-01");
    await page.locator(".moment-past").waitFor();
    await page.locator(".big-unknown").waitFor();
    await page.getByRole("button", { name: t("metric.as_of_now") }).click();
    await page.locator(".big-value").waitFor();
    await page.goto(`${server.url}/metrics/street_hydrants?period=2025`);
    await page.locator(".ranking-table", { hasText: "933" }).waitFor();
    await page.locator(".metric-series").getByRole("radio", { name: t("metric.table") }).check();
    await page.locator(".series-table tbody tr").nth(4).waitFor();
    await seat.picture("metric-plan-zh");
    const file = await page.request.get(`${server.url}${(await page.locator(".export a").first().getAttribute("href")) ?? ""}`);
    expect(file.status()).toBe(200);
    await seat.leave();
  });

  it("is read in English, in the dark and on a phone", async () => {
    const dark = await atMetrics({ language: "en", scheme: "dark" });
    expect(await lowContrast(dark.page)).toEqual([]);
    await dark.picture("metrics-en-dark");
    await dark.page.goto(`${server.url}/metrics/standalone_alarms_installed?period=2026-09`);
    await dark.page.locator(".series-chart svg").waitFor();
    await dark.page.locator(".ranking-table").waitFor();
    expect(await lowContrast(dark.page)).toEqual([]);
    await dark.picture("metric-en-dark");
    await dark.leave();
    for (const language of ["zh", "en"] as const) {
      const phone = await atMetrics({ language, size: PHONE });
      const { page } = phone;
      const overflows = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflows()).toBe(0);
      await phone.picture(`metrics-phone-${language}`);
      await page.goto(`${server.url}/metrics/key_unit_monitoring_rate`);
      await page.locator(".series-chart svg").waitFor();
      await page.locator(".ranking-table").waitFor();
      expect(await overflows()).toBe(0);
      await phone.picture(`metric-phone-${language}`);
      await phone.leave();
    }
  }, 180_000);
});
