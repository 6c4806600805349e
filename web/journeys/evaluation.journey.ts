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

  it("is entered from where it is missing, with all filled in that is known", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.account("registrar1") });
    const { page, t } = seat;
    await page.locator(".bar-nav").waitFor();
    await page.goto(`${server.url}/evaluation/2025`);
    await page.getByRole("link", { name: "盐湖区", exact: true }).click();
    const item = page.locator(".score-item", { hasText: "政府定期研究部署消防工作" });
    await item.locator("summary").click();
    await seat.picture("evaluation-missing-zh");
    await item.getByRole("link", { name: /上半年/ }).click();
    const form = page.locator(".act-form");
    await form.getByText("上半年", { exact: true }).waitFor();
    expect(await form.getByLabel(/^考核年度/).inputValue()).toBe("2025");
    await form.getByText("盐湖区", { exact: true }).waitFor();
    expect(await form.getByLabel(/^是否/).count()).toBe(0);
    await form.getByLabel(/^填报事项/).fill("上半年常务会议研究消防工作");
    await form.getByLabel(/^数值/).fill("1");
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("evaluation-entry-zh");
    await form.getByRole("button", { name: /填报/ }).click();
    await page.locator(".facts", { hasText: "政府研究部署消防工作" }).waitFor();
    await page.locator(".facts", { hasText: "上半年" }).waitFor();
    await seat.picture("evaluation-entered-zh");
    // Chosen by hand: found by typing, by the item's name too.
    await page.goto(`${server.url}/loops/evaluation_entry/new`);
    await page.locator(".act-form").getByLabel(/^考核年度/).fill("2025");
    const fact = page.locator(".act-form").getByLabel(/^考核事实/);
    await fact.fill("知晓率");
    await page.locator(".ant-select-item-option", { hasText: "国民消防安全常识知晓率" }).click();
    await page.locator(".act-form .form-field", { hasText: t("register.choose") }).first().waitFor({ state: "detached" });
    await page.locator(".act-form .ant-input-suffix", { hasText: "%" }).waitFor();
    await seat.picture("evaluation-chooser-zh");
    await seat.leave();
    const phone = await Seat.open(browser, server.url, { as: server.account("registrar1"), size: PHONE, language: "en" });
    await phone.page.locator(".bar-nav").waitFor();
    await phone.page.goto(`${server.url}/loops/evaluation_entry/new?year=2025&fact=larger_fires_by_neglect`);
    await phone.page.locator(".act-form").getByLabel(/^Did any happen/).waitFor();
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    expect(await lowContrast(phone.page)).toEqual([]);
    await phone.picture("evaluation-entry-phone-en");
    await phone.leave();
  }, 60_000);

  it("says what was left aside and why", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.account("leader1") });
    const { page } = seat;
    const aside = [{ case: "0190b2c4-0000-7000-8000-000000000001", subject: "旧填报", reason: { zh: "盐湖区：本版考核没有“adverts”这一事实", en: "no fact 'adverts'" } }];
    await page.route("**/api/v1/evaluation/2025/**", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), set_aside: aside } });
    });
    await page.locator(".bar-nav").waitFor();
    await page.goto(`${server.url}/evaluation/2025`);
    await page.locator(".score-aside summary").click();
    await page.locator(".score-aside li", { hasText: "旧填报" }).waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("evaluation-aside-zh");
    await seat.leave();
  });

  it("lays what the plan prints beside what is computed", async () => {
    const looks: readonly (readonly [string, SeatOptions])[] = [["zh", {}], ["phone-en", { size: PHONE, language: "en" }]];
    for (const [look, options] of looks) {
      const seat = await Seat.open(browser, server.url, { ...options, as: server.account("leader1") });
      const { page, t } = seat;
      await page.locator(".bar-nav").waitFor();
      await page.goto(`${server.url}/evaluation/statistics?from=2011&until=2020`);
      // The plan adds 293, 201, 194, 204 and 678 up to 1573.
      await page.locator(".statistics-sum .statistics-differs", { hasText: t("evaluation.statistics_difference", { value: "-3" }) }).waitFor();
      expect(await page.locator(".statistics-sum").count()).toBe(3);
      expect([look, await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), await lowContrast(page)]).toEqual([look, 0, []]);
      await seat.picture(`evaluation-statistics-${look}`);
      await page.getByLabel(t("evaluation.statistics_table")).selectOption("funds");
      await page.locator(".statistics-sum", { hasText: "20,140.86" }).waitFor();
      await seat.leave();
    }
  }, 60_000);

  it("goes back in time and says which year nobody evaluates", async () => {
    const seat = await atBoard();
    const { page, t } = seat;
    await page.getByLabel(t("evaluation.as_of")).fill("2026-01-01");
    await page.locator(".moment-past").waitFor();
    await page.goto(`${server.url}/evaluation/2020`);
    await page.locator(".state-what", { hasText: t("evaluation.no_version", { y: 2020 }) }).waitFor();
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
