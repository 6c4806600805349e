/** 运行维护 and 缺口清单 against the real server: jobs are seen live and run, gaps are counted and filled. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer("all");
  browser = await startBrowser("undrawn");
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

async function at(path: string, username: string, options: SeatOptions = {}): Promise<Seat> {
  const seat = await Seat.open(browser, `${server.url}${path}`, { ...options, as: server.account(username) });
  return seat;
}

const looks: readonly (readonly [string, SeatOptions])[] = [
  ["zh", {}],
  ["en-dark", { language: "en", scheme: "dark" }],
  ["phone-zh", { size: PHONE }],
  ["phone-en", { size: PHONE, language: "en" }],
];

/** Nothing sticks out to the right. */
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

describe("jobs", () => {
  it("are seen as they stand, and one is run by a press", async () => {
    const seat = await at("/admin/jobs", "admin");
    const { page, t } = seat;
    const row = page.locator("[data-job=sessions]");
    await row.getByText(t("jobs.state.waiting")).waitFor();
    await page.locator("[data-job=region_tree]").getByText("2547").waitFor();
    const runs = async () => Number(await row.locator(`td[data-head="${t("jobs.column.runs")}"]`).textContent());
    const before = await runs();
    await row.getByRole("button").click();
    await expect.poll(runs, { timeout: 8_000 }).toBeGreaterThan(before);
    await page.locator("[data-channel=sms]").getByText(t("outbox.not_served")).waitFor();
    await seat.leave();
  });

  it("are read by an auditor, who has nothing to press", async () => {
    const seat = await at("/admin/jobs", "auditor1");
    await seat.page.locator("[data-job=sessions]").waitFor();
    expect(await seat.page.locator(".job-act").count()).toBe(0);
    await seat.leave();
  });

  it.each(looks)("look right: %s", async (name, options) => {
    const seat = await at("/admin/jobs", "admin", options);
    await seat.page.locator("[data-job=sessions]").waitFor();
    await seat.page.locator("[data-channel=sms]").waitFor();
    await fits(seat.page);
    expect(await lowContrast(seat.page)).toEqual([]);
    await seat.picture(`jobs-${name}`);
    await seat.leave();
  });
});

describe("gaps", () => {
  it("are counted by area, and one press begins the row that fills one", async () => {
    const seat = await at("/registers", "registrar1");
    const { page, t } = seat;
    await page.getByRole("link", { name: "乡镇村缺岗清单" }).click();
    await page.locator(".gap-groups").getByText("运城经济开发区").waitFor();
    await page.getByRole("button", { name: /^在编专人/ }).click();
    await page.getByText(t("gaps.total", { n: 147 })).waitFor();
    await page.locator(".gap-groups").getByRole("button", { name: "永济市" }).click();
    // The rows of the whole city stand until those of the county are there.
    await page.locator(".gap-row").first().locator(".gap-name .figures", { hasText: /^140881/ }).waitFor();
    await seat.picture("gaps-narrowed-zh");
    const first = page.locator(".gap-row").first();
    const code = await first.locator(".gap-name .figures").textContent();
    await first.getByRole("link", { name: /在编专人/ }).click();
    expect(await page.getByLabel("乡镇或村", { exact: true }).inputValue()).toBe(code);
    expect(await page.getByLabel("责任", { exact: true }).inputValue()).toBe("named_officer");
    await seat.picture("gaps-fill-zh");
    await seat.leave();
  });

  it.each(looks)("look right: %s", async (name, options) => {
    const seat = await at("/registers/gaps/region_duty", "registrar1", options);
    await seat.page.locator(".gap-row").first().waitFor();
    await fits(seat.page);
    expect(await lowContrast(seat.page)).toEqual([]);
    await seat.picture(`gaps-${name}`);
    await seat.leave();
  });
});
