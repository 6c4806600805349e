/** Administration, journal, overview and wall against the real server: what they do, and how they look. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seriousFindings } from "./axe";
import { layCable } from "./cable";
import { lowContrast } from "./contrast";
import { fireFrame, sendFrame } from "./frames";
import { PHONE, Seat, startBrowser, WIDE, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  for (let point = 1; point <= 3; point += 1) {
    const now = new Date();
    await sendFrame(server.devicePort, fireFrame({ sequence: point, source: 900 + point, zone: 3, point, component: 40, description: `ROW-${point}`, occurred: now, sent: now }));
  }
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

async function at(path: string, username: string, options: SeatOptions = {}): Promise<Seat> {
  const seat = await Seat.open(browser, `${server.url}${path}`, { ...options, as: server.account(username) });
  return seat;
}

/** Nothing sticks out, nothing is too pale, axe finds nothing serious. */
async function sound(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), where).toBeLessThanOrEqual(0);
  expect(await lowContrast(page), where).toEqual([]);
  expect(await seriousFindings(page), where).toEqual([]);
}

describe("an account", () => {
  it("is made, sees what its role allows, and is disabled", async () => {
    const admin = await at("/admin/accounts", "admin");
    const { page, t } = admin;
    await page.getByRole("link", { name: t("account.new") }).click();
    await page.getByRole("textbox", { name: t("account.form.username") }).fill("grid.zhao");
    await page.getByRole("button", { name: t("account.form.create") }).click();
    await page.getByText(t("account.form.fault.display_name")).waitFor();
    await page.getByRole("textbox", { name: t("account.form.display_name") }).fill("赵网格");
    await page.getByRole("combobox", { name: t("account.form.role") }).selectOption("grid_worker");
    await page.getByText(t("account.form.fault.areas")).waitFor();
    // What was typed outlives a reload; the password does not.
    await page.reload();
    await page.getByText(t("account.form.draft_back")).waitFor();
    await page.getByRole("combobox", { name: t("account.form.area_add") }).fill("140802001");
    await page.getByRole("button", { name: t("account.form.area_add") }).click();
    await page.getByRole("button", { name: t("account.form.generate") }).click();
    const password = await page.getByRole("textbox", { name: t("account.form.password") }).inputValue();
    expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){2}$/);
    await page.getByRole("button", { name: t("account.form.create") }).click();
    await page.getByRole("heading", { name: "赵网格" }).waitFor();

    const own = await Seat.open(browser, server.url);
    await own.signIn({ username: "grid.zhao", password });
    await own.page.locator(".bar-nav").getByText(t("register.all")).waitFor();
    expect(await own.page.locator(".bar-nav").getByText(t("admin.place_name")).count()).toBe(0);
    expect(await own.page.locator(".bar-nav").getByText(t("overview.title")).count()).toBe(0);
    await own.page.goto(`${server.url}/admin/accounts`);
    await own.page.getByText(t("problem.forbidden")).waitFor();
    await own.page.goto(`${server.url}/journal`);
    await own.page.getByText(t("problem.forbidden")).waitFor();

    await page.reload();
    await page.locator(".admin-sessions li").waitFor();
    await page.getByRole("button", { name: `${t("account.disable")}…` }).click();
    await page.getByRole("button", { name: t("account.disable"), exact: true }).click();
    await page.getByText(t("account.disabled_since")).waitFor();
    await own.page.getByText(t("access.expired")).waitFor({ timeout: 20_000 });
    await own.signIn({ username: "grid.zhao", password });
    await own.page.getByRole("alert").getByText("停用").waitFor();
    await own.leave();

    // The journal tells it, and leads back to the account.
    await page.getByRole("link", { name: t("account.journal_of") }).click();
    const newest = page.locator(".journal-table tbody tr").first();
    await newest.getByText(t("journal.verb.disabled")).waitFor();
    await newest.getByRole("link").click();
    await page.locator(".entry-body").getByText(t("journal.field.disabled")).waitFor();
    await page.getByRole("link", { name: t("journal.open_subject", { kind: t("journal.kind.account") }) }).click();
    await page.getByText(t("account.disabled_since")).waitFor();
    await admin.leave();
  });
});

describe("numbers", () => {
  it("of the overview change by themselves and lead to their rows", async () => {
    const seat = await at("/overview", "leader1");
    const { page, t } = seat;
    const waiting = page.locator(".figure-needs", { hasText: t("overview.waiting") });
    await waiting.getByText("3", { exact: true }).waitFor();
    expect(await page.getByText(t("overview.unknown")).count(), "a time that nothing was measured for").toBe(2);
    const now = new Date();
    await sendFrame(server.devicePort, fireFrame({ sequence: 9, source: 909, zone: 3, point: 9, component: 40, description: "ROW-9", occurred: now, sent: now }));
    await waiting.getByText("4", { exact: true }).waitFor();
    await waiting.click();
    await page.locator(".day-table tbody tr").nth(3).waitFor();
    expect(page.url()).toContain("state=ringing");
    await seat.leave();
  });
});

describe("the wall", () => {
  it("reconnects by itself, and the door says what to do when the session is over", async () => {
    const cable = await layCable(server.url);
    const seat = await Seat.open(browser, `${cable.url}/wall`);
    await seat.signIn(server.account("leader1"));
    const { page, t } = seat;
    await page.locator(".wall-needs .wall-number").waitFor();
    cable.pull();
    await page.locator(".wall-away").waitFor({ timeout: 30_000 });
    cable.plug();
    await page.locator(".wall-away").waitFor({ state: "detached", timeout: 30_000 });
    await page.context().clearCookies();
    cable.pull();
    cable.plug();
    await page.getByText(t("wall.door_next")).waitFor({ timeout: 30_000 });
    await seat.signIn(server.account("leader1"));
    await page.locator(".wall-clock").waitFor();
    await seat.leave();
    cable.stop();
  });
});

/** Each language, each colour and each size once: the words and rules that they share are looked at elsewhere too. */
const looks: readonly (readonly [string, SeatOptions])[] = [
  ["zh-light-wide", { size: WIDE }],
  ["en-dark-phone", { language: "en", scheme: "dark", size: PHONE }],
];

const screens: Readonly<Record<string, readonly (readonly [path: string, there: string])[]>> = {
  admin: [
    ["/admin/accounts", "[data-account=admin]"],
    ["/admin/accounts/new", ".admin-form select"],
    ["/admin/roles", "[data-role=dispatcher]"],
    ["/admin/roles?view=compare", ".role-table tbody tr"],
    ["/admin/tokens", ".sheet .state-next"],
    ["/journal", ".journal-table tbody tr"],
    ["/journal/1", ".entry-body tr"],
  ],
  leader1: [
    ["/overview", ".overview-force tbody tr"],
    ["/overview/alarms", ".day-table tbody tr"],
    ["/overview/incidents", ".day-chips"],
    ["/overview/force", ".day-table tbody tr"],
    ["/wall", ".wall-ticker li"],
  ],
};

describe.each(looks)("look right: %s", (name, options) => {
  it.each(Object.entries(screens))("as %s", async (username, pages) => {
    const seat = await at(pages[0]?.[0] ?? "/", username, options);
    for (const [path, there] of pages) {
      if (path !== pages[0]?.[0]) await seat.page.goto(`${server.url}${path}`);
      await seat.page.locator(there).first().waitFor();
      await sound(seat.page, path);
      await seat.picture(`${path.replaceAll(/\W+/g, "-").slice(1)}-${name}`);
    }
    if (username === "admin") {
      await seat.page.goto(`${server.url}/admin/accounts`);
      await seat.page.locator("[data-account=dispatcher1] a").click();
      await seat.page.locator(".admin-facts").waitFor();
      await sound(seat.page, "an account");
      await seat.picture(`account-${name}`);
    }
    await seat.leave();
  });
});
