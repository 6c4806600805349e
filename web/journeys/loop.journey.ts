/** A repair order from its report to its end, by four people, with a printed notice. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caller } from "./caller";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

const PASSWORD = "correct horse battery";
let server: RunningServer;
let browser: Browser;
let company: string;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
  const keeper = await caller(server, server.account("registrar1"));
  company = await keeper("/api/v1/registers/organisation", { name: "盐湖供水有限公司", kind: "other", region: "140802" });
  for (const name of ["红旗西街消火栓01", "红旗西街消火栓02", "红旗西街消火栓03"]) {
    await keeper("/api/v1/registers/water_source", { name, kind: "hydrant", state: "intact", region: "140802001", address: "红旗西街路口", checked_on: "2026-05-01", maintainer: company });
  }
  const admin = await caller(server, server.account("admin"));
  await admin("/api/v1/accounts", { username: "officer1", display_name: "装备科王磊", role: "logistics_officer", sets: {}, password: PASSWORD });
  await admin("/api/v1/accounts", { username: "plumber1", display_name: "供水公司李强", role: "agency", sets: { organisation: company }, password: PASSWORD });
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

async function at(username: string, options: SeatOptions = {}): Promise<Seat> {
  const as = ["officer1", "plumber1"].includes(username) ? { username, password: PASSWORD } : server.account(username);
  const seat = await Seat.open(browser, server.url, { ...options, as });
  await seat.page.locator(".bar-nav").waitFor();
  return seat;
}

const field = (page: Page, label: string) => page.locator(".act-form").getByLabel(label);

/** Reports a fault and resolves with the address of the case. */
async function report(seat: Seat, source: string): Promise<string> {
  const { page } = seat;
  await page.goto(`${server.url}/loops/water_repair/new`);
  await page.locator(".act-form").waitFor();
  await page.locator(".act-form [role=combobox]").first().fill(source);
  await page.locator(".ant-select-item-option", { hasText: source }).first().click();
  await field(page, "故障类别").selectOption({ label: "漏水" });
  await field(page, "故障描述").fill("栓口渗漏，<b>阀门关不严</b>");
  await page.keyboard.press("Control+Enter");
  await page.locator(".steps").waitFor();
  return page.url();
}

async function take(seat: Seat, action: string): Promise<void> {
  await seat.page.locator(".offers").getByRole("button", { name: action, exact: true }).click();
  await seat.page.locator(".act-form").waitFor();
}

async function sent(seat: Seat): Promise<void> {
  await seat.page.keyboard.press("Control+Enter");
  await seat.page.locator(".act-form").waitFor({ state: "detached" });
}

describe("a repair order", () => {
  it("is reported, assigned with a printed notice, repaired, sent back, repaired and accepted", async () => {
    const crew = await at("station1");
    await crew.page.goto(`${server.url}/loops/water_repair/new`);
    await crew.page.locator(".act-form").waitFor();
    await crew.page.locator(".act-form textarea").first().focus();
    await crew.page.keyboard.press("Control+Enter");
    await crew.page.locator(".field-wrong").first().waitFor();
    await crew.picture("loop-new-faults-zh");
    const address = await report(crew, "红旗西街消火栓01");
    await crew.page.locator(".step-here", { hasText: "已报修" }).waitFor();
    expect(await crew.page.locator("text=阀门关不严").count()).toBeGreaterThan(0);

    const officer = await at("officer1");
    await officer.page.goto(`${server.url}/inbox`);
    await officer.page.locator(".case-row", { hasText: "红旗西街消火栓01" }).waitFor();
    expect(await officer.page.locator(".bar-count").textContent()).toContain("1");
    expect(await lowContrast(officer.page)).toEqual([]);
    await officer.picture("loop-inbox-zh");
    await officer.page.keyboard.press("j");
    await officer.page.keyboard.press("Enter");
    await officer.page.waitForURL(address);
    await take(officer, "派修");
    await sent(officer);
    await officer.page.locator(".step-here", { hasText: "维修中" }).waitFor();
    const notice = officer.page.getByRole("link", { name: "消防水源维修通知单" });
    await notice.waitFor();
    const href = await notice.getAttribute("href");
    const pdf = await officer.page.request.get(`${server.url}${href ?? ""}`);
    expect(pdf.status(), await pdf.text()).toBe(200);
    const bytes = await pdf.body();
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect((await (await officer.page.request.get(`${server.url}${href ?? ""}`)).body()).equals(bytes)).toBe(true);
    expect(await lowContrast(officer.page)).toEqual([]);
    await officer.picture("loop-case-zh");

    const plumber = await at("plumber1", { size: PHONE });
    await plumber.page.goto(`${server.url}/inbox`);
    await plumber.page.locator(".case-row", { hasText: "红旗西街消火栓01" }).waitFor();
    await plumber.picture("loop-inbox-phone-zh");
    await plumber.page.goto(address);
    for (const round of [1, 2]) {
      await take(plumber, "报完工");
      const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
      await field(plumber.page, "修复日期").fill(today);
      await field(plumber.page, "维修情况").fill("更换阀芯，复测出水正常");
      await field(plumber.page, "复测静水压力").fill("0.35");
      if (round === 1) {
        await plumber.page.locator(".act-form .evidence-mark", { hasText: plumber.t("loop.evidence_missing") }).waitFor();
        await plumber.picture("loop-repair-phone-zh");
        await plumber.page.locator("input[data-kind=file]").setInputFiles({ name: "修复后.txt", mimeType: "text/plain", buffer: Buffer.from("阀芯已更换") });
        await plumber.page.locator(".act-form .evidence-mark", { hasText: plumber.t("loop.evidence_there", { n: 1 }) }).waitFor();
      }
      await sent(plumber);
      await officer.page.locator(".step-here", { hasText: "待验收" }).waitFor();
      if (round === 1) {
        await take(officer, "退回重修");
        await officer.page.locator(".act-form textarea").last().fill("仍有渗漏");
        await sent(officer);
        await plumber.page.locator(".step-here", { hasText: "维修中" }).waitFor();
      }
    }
    await take(officer, "验收合格");
    await sent(officer);
    await officer.page.locator(".step-here", { hasText: "已销号" }).waitFor();
    await officer.page.locator(".history li", { hasText: "退回重修" }).waitFor();
    await officer.picture("loop-case-closed-zh");
    await crew.page.locator(".step-here", { hasText: "已销号" }).waitFor();
    await officer.page.goto(`${server.url}/registers/water_source?search=${encodeURIComponent("红旗西街消火栓01")}`);
    await officer.page.locator("tbody tr", { hasText: "红旗西街消火栓01" }).filter({ hasText: "完好" }).waitFor();
    for (const seat of [crew, officer, plumber]) await seat.leave();
  });

  it("shows to the slower of two what the faster did, and keeps the typing", async () => {
    const crew = await at("station1");
    const address = await report(crew, "红旗西街消火栓02");
    const [first, second] = [await at("officer1"), await at("registrar1")];
    for (const seat of [first, second]) {
      await seat.page.goto(address);
      await seat.page.locator(".offers").waitFor();
    }
    await take(second, "撤销");
    await second.page.locator(".act-form textarea").last().fill("重复报修");
    await take(first, "派修");
    await sent(first);
    // The feed tells it while the form is open; what was decided on the old state is not sent.
    await second.page.locator(".step-here", { hasText: "维修中" }).waitFor();
    await second.page.locator(".note-conflict").waitFor();
    await second.page.keyboard.press("Control+Enter");
    await second.page.locator(".act-form button[type=submit]:not([disabled])").waitFor();
    expect(await second.page.locator(".versions").textContent()).toContain("维修中");
    expect(await second.page.locator(".act-form textarea").last().inputValue()).toBe("重复报修");
    expect(await first.page.locator(".step-here").textContent(), "nobody is passed over unseen").toContain("维修中");
    await second.picture("loop-conflict-zh");
    await second.page.locator(".note-conflict button").click();
    await second.page.locator(".note-conflict").waitFor({ state: "detached" });
    await sent(second);
    await first.page.locator(".step-here", { hasText: "已撤销" }).waitFor();
    for (const seat of [crew, first, second]) await seat.leave();
  });

  it("is commented on, handed over, cancelled among others", async () => {
    const crew = await at("station1");
    const address = await report(crew, "红旗西街消火栓03");
    const officer = await at("officer1", { language: "en", scheme: "dark" });
    const { page, t } = officer;
    await page.goto(address);
    await page.locator(".say textarea").fill("Same street as the other one");
    await officer.button(t("loop.comment_send")).click();
    await page.locator(".comments li", { hasText: "Same street" }).waitFor();
    await page.locator(".offers").getByRole("button", { name: t("loop.hand_over") }).click();
    await page.locator(".receiver", { hasText: "Registrar" }).locator("input").check();
    await page.locator(".act-form textarea").last().fill("on leave");
    await page.locator(".act-form").getByRole("button", { name: t("loop.hand_over") }).click();
    await page.locator(".case-facts", { hasText: "Registrar" }).waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await officer.picture("loop-case-dark-en");
    const registrar = await at("registrar1");
    await registrar.page.goto(`${server.url}/inbox`);
    await registrar.page.locator(".case-row", { hasText: "红旗西街消火栓03" }).locator("input[type=checkbox]").check();
    await registrar.page.locator(".bulk").getByRole("button", { name: "撤销" }).click();
    await registrar.page.locator(".act-form textarea").last().fill("并案处理");
    await registrar.picture("loop-bulk-zh");
    await registrar.page.keyboard.press("Control+Enter");
    await registrar.page.locator(".bulk[role=status]").waitFor();
    await registrar.page.locator(".case-row", { hasText: "红旗西街消火栓03" }).waitFor({ state: "detached" });
    expect(await registrar.page.locator(".bulk[role=status]").isVisible(), "what was done stays said when the case has left the list").toBe(true);
    await page.locator(".step-here", { hasText: "Cancelled" }).waitFor();
    for (const seat of [crew, officer, registrar]) await seat.leave();
  });
});

