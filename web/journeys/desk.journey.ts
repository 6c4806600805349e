/** The main ways through the working screen, against the real server. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zh } from "../src/messages/zh";
import { layCable } from "./cable";
import { lowContrast } from "./contrast";
import { fireFrame, sendFrame } from "./frames";
import { PHONE, Seat, startBrowser } from "./seat";
import { startServer, type RunningServer } from "./server";

let server: RunningServer;
let browser: Browser;
let sequence = 0;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

/** A detector trips; resolves when the device has its confirm. The words name the alarm on the screen. */
async function trip(words: string, source = 889): Promise<void> {
  sequence += 1;
  const now = new Date();
  const command = await sendFrame(server.devicePort, fireFrame({ sequence, source, zone: 10, point: sequence, component: 40, description: words, occurred: new Date(now.getTime() - 4000), sent: now }));
  expect(command).toBe(3);
}

describe("the door", () => {
  it("refuses a wrong password in words, keeps the name, and lets the right one in", async () => {
    const seat = await Seat.open(browser, server.url);
    const { username } = server.accounts[0];
    await seat.signIn({ username, password: "not the password" });
    await seat.page.getByRole("alert").getByText(zh["access.refused"]).waitFor();
    expect(await seat.page.locator("input[name=username]").inputValue()).toBe(username);
    await seat.picture("door-refused-zh");
    await seat.atDesk(server.accounts[0]);
    await seat.picture("desk-empty-zh");
    await seat.leave();
  });

  it("speaks English when asked, and remembers it", async () => {
    const seat = await Seat.open(browser, server.url);
    await seat.page.getByRole("radio", { name: "English" }).focus();
    await seat.page.keyboard.press("Space");
    await seat.page.getByRole("button", { name: "Sign in" }).waitFor();
    await seat.page.reload();
    await seat.page.getByRole("button", { name: "Sign in" }).waitFor();
    await seat.picture("door-en");
    await seat.atDesk(server.accounts[0]);
    await seat.page.getByRole("heading", { name: /^Alarms/ }).waitFor();
    await seat.leave();
  });
});

describe("an alarm", () => {
  it("is on the screen within a second of its confirm, without a reload", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.accounts[0] });
    await seat.atDesk();
    await trip("LIVE-1");
    const confirmed = Date.now();
    await seat.alarmRow("LIVE-1").waitFor({ timeout: 5_000 });
    expect(Date.now() - confirmed).toBeLessThan(1_000);
    expect(await seat.page.title()).toMatch(/^\(\d+\) /);
    await seat.picture("alarm-live-zh");
    await seat.leave();
  });

  it("goes by keyboard alone from ringing to a closed incident", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.accounts[0] });
    const { page, t } = seat;
    await seat.atDesk();
    await trip("FULL-1");
    await seat.alarmRow("FULL-1").waitFor();
    await page.keyboard.press("j");
    for (let row = 0; row < 30 && !(await page.locator(".evidence", { hasText: "FULL-1" }).isVisible()); row += 1) {
      await page.keyboard.press("j");
      await page.waitForTimeout(100);
    }
    await page.locator(".evidence .verdicts").waitFor();
    await page.keyboard.press("n");
    await page.keyboard.type("smoke seen");
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    await page.locator(".evidence .state-mark", { hasText: t("alarm.state.real") }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".in-hand .candidates").waitFor();
    await seat.tickOnly();
    await page.keyboard.press("d");
    const order = page.locator(".assignment").first();
    await order.getByText(t("assignment.state.ordered")).waitFor();
    await seat.picture("incident-ordered-zh");
    expect(await lowContrast(page)).toEqual([]);
    for (const step of ["acknowledged", "turned_out", "on_scene", "water_on"] as const) {
      await order.getByRole("button", { name: new RegExp(` ${t(`assignment.step.${step}`)}$`) }).focus();
      await page.keyboard.press("Enter");
      await order.locator(".state-mark", { hasText: t(`assignment.state.${step}`) }).waitFor();
    }
    for (const step of ["under_control", "extinguished"] as const) {
      await seat.button(t(`incident.step.${step}`)).focus();
      await page.keyboard.press("Enter");
      await page.locator(".in-hand-line .state-mark", { hasText: t(`incident.state.${step}`) }).waitFor();
    }
    for (const step of ["released", "returned"] as const) {
      await order.getByRole("button", { name: new RegExp(` ${t(`assignment.step.${step}`)}$`) }).focus();
      await page.keyboard.press("Enter");
      await order.locator(".state-mark", { hasText: t(`assignment.state.${step}`) }).waitFor();
    }
    await seat.button(t("incident.close")).first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("Kitchen fire, put out with one line.");
    await seat.picture("incident-closing-zh");
    // A draft outlives the page.
    await page.reload();
    const summary = page.locator(".closure textarea");
    await summary.waitFor();
    expect(await summary.inputValue()).toBe("Kitchen fire, put out with one line.");
    await summary.focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await page.locator(".in-hand-line .state-mark", { hasText: t("incident.state.closed") }).waitFor();
    expect(await page.locator(".timeline li").count()).toBeGreaterThanOrEqual(9);
    await seat.picture("incident-closed-zh");
    await seat.leave();
  });

  it("is judged anew only with a reason", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.accounts[0] });
    const { page, t } = seat;
    await seat.atDesk();
    await trip("AGAIN-1");
    await seat.alarmRow("AGAIN-1").click();
    await page.locator(".evidence .verdicts").waitFor();
    await page.keyboard.press("2");
    await page.locator(".evidence .state-mark", { hasText: t("alarm.state.false_alarm") }).waitFor();
    await page.keyboard.press("1");
    await page.getByRole("alert").getByText(t("alarm.note_overturn")).waitFor();
    await page.keyboard.type("the guard sees smoke");
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    await page.locator(".evidence .state-mark", { hasText: t("alarm.state.real") }).waitFor();
    await page.locator(".evidence .facts", { hasText: "the guard sees smoke" }).waitFor();
    await seat.leave();
  });

  it("two people judge one alarm: the second sees who was first and keeps what was typed", async () => {
    const first = await Seat.open(browser, server.url, { as: server.accounts[0] });
    const second = await Seat.open(browser, server.url, { scheme: "dark", as: server.accounts[1] });
    await first.atDesk();
    await second.atDesk();
    await trip("BOTH-1");
    for (const seat of [first, second]) {
      await seat.alarmRow("BOTH-1").click();
      await seat.page.locator(".evidence .verdicts").waitFor();
    }
    // The second seat's network is slow: it still shows the alarm as it was.
    await second.page.route(/\/api\/v1\/alarms/, (route) => (route.request().method() === "GET" ? undefined : route.continue()));
    await second.page.keyboard.press("n");
    await second.page.keyboard.type("phoned, nobody answers");
    await first.page.keyboard.press("3");
    await first.page.locator(".evidence .state-mark", { hasText: first.t("alarm.state.test") }).waitFor();
    await second.page.keyboard.press("Escape");
    await second.page.keyboard.press("4");
    await second.page.getByRole("alert").getByText(zh["alarm.conflict"]).waitFor();
    expect(await second.page.locator(".evidence textarea").inputValue()).toBe("phoned, nobody answers");
    await second.picture("conflict-zh-dark");
    expect(await lowContrast(second.page)).toEqual([]);
    await first.leave();
    await second.page.unrouteAll({ behavior: "ignoreErrors" });
    await second.leave();
  });
});

/** An incident of an alarm of this name, in the seat's hand. */
async function openIncident(seat: Seat, words: string): Promise<void> {
  await trip(words);
  await seat.alarmRow(words).click();
  await seat.page.locator(".evidence .verdicts").waitFor();
  await seat.button(seat.t("alarm.escalate_unjudged")).click();
  await seat.page.locator(".in-hand-address", { hasText: words }).waitFor();
  await seat.page.locator(".in-hand .candidates input").first().waitFor();
}

describe("a leader", () => {
  it("sees everything and is offered nothing to press", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.accounts[0] });
    await seat.atDesk();
    await openIncident(seat, "LOOK-1");
    await seat.tickOnly();
    await seat.page.keyboard.press("d");
    await seat.page.locator(".assignment").waitFor();
    await trip("LOOK-2");
    const leader = await Seat.open(browser, server.url, { as: server.account("leader1") });
    await leader.atDesk();
    await leader.alarmRow("LOOK-2").click();
    await leader.page.locator(".evidence .facts").waitFor();
    await leader.page.locator(".incident-row", { hasText: "LOOK-1" }).click();
    await leader.page.locator(".in-hand .assignment").waitFor();
    expect(await leader.page.locator(".evidence button, .in-hand button:not(.link), .candidates").count()).toBe(0);
    await leader.picture("leader-zh");
    await seat.leave();
    await leader.leave();
  });
});

describe("an incident", () => {
  it("two people want one unit: the second reads where it is, and nobody is sent twice", async () => {
    const first = await Seat.open(browser, server.url, { as: server.accounts[0] });
    const second = await Seat.open(browser, server.url, { as: server.accounts[1] });
    await first.atDesk();
    await second.atDesk();
    await openIncident(first, "UNIT-1");
    await openIncident(second, "UNIT-2");
    const number = (await first.page.locator(".in-hand-line .figures").first().textContent()) ?? "?";
    // The second seat's network is slow: its list of force stands still.
    await second.page.route(/\/candidates(\?|$)/, () => undefined);
    await second.tickOnly();
    await first.tickOnly();
    await first.page.keyboard.press("d");
    await first.page.locator(".assignment").waitFor();
    await second.page.keyboard.press("d");
    await second.page.getByRole("alert").getByText(number).waitFor();
    expect(await second.page.locator(".assignment").count()).toBe(0);
    await second.picture("unit-taken-zh");
    expect(await lowContrast(second.page)).toEqual([]);
    await second.page.unrouteAll({ behavior: "ignoreErrors" });
    await first.leave();
    await second.leave();
  });

  it("its level is raised with a reason, which stands in the timeline", async () => {
    const seat = await Seat.open(browser, server.url, { as: server.accounts[0] });
    await seat.atDesk();
    await openIncident(seat, "LEVEL-1");
    await seat.button(seat.t("incident.raise")).click();
    await seat.page.locator(".acts select").selectOption("3");
    await seat.page.locator(".acts input").fill("smoke on all floors");
    await seat.page.keyboard.press("Enter");
    await seat.page.locator(".in-hand-line .level-yellow").waitFor();
    await seat.page.locator(".timeline li", { hasText: "smoke on all floors" }).waitFor();
    // The plan of the new level asks for more, and says what the city has not.
    await seat.page.locator(".plan-name", { hasText: "火警三级" }).waitFor();
    await seat.page.locator(".plan-need", { hasText: seat.t("vehicle.class.command") }).locator(".needs-you").waitFor();
    await seat.picture("response-plan-zh");
    await seat.leave();
  });

  it("two people at one incident: the second sees who did what, and the closure text stays", async () => {
    const first = await Seat.open(browser, server.url, { as: server.accounts[0] });
    const second = await Seat.open(browser, server.url, { language: "en", as: server.accounts[1] });
    await first.atDesk();
    await second.atDesk();
    await trip("SCENE-1");
    await first.alarmRow("SCENE-1").click();
    await first.page.locator(".evidence .verdicts").waitFor();
    await first.page.keyboard.press("1");
    await first.page.locator(".evidence .state-mark", { hasText: first.t("alarm.state.real") }).waitFor();
    await first.page.keyboard.press("Enter");
    await first.button(first.t("incident.step.under_control")).waitFor();
    // The address of the screen is enough to hand the incident to a colleague.
    await second.page.goto(first.page.url());
    await second.button(second.t("incident.close")).click();
    await second.page.locator(".closure textarea").fill("Out before we came.");
    // The second seat's network is slow: it still shows the incident as it was.
    await second.page.route(/\/api\/v1\/incidents(\?|\/[^/]+$)/, (route) => (route.request().method() === "GET" ? undefined : route.continue()));
    await first.button(first.t("incident.step.under_control")).click();
    await first.page.locator(".in-hand-line .state-mark", { hasText: first.t("incident.state.under_control") }).waitFor();
    await second.page.locator(".closure button[type=submit]").click();
    const note = second.page.getByRole("alert");
    await note.getByText(second.t("incident.conflict")).waitFor();
    await note.getByText(second.t("verb.incident.under_control")).waitFor();
    expect(await second.page.locator(".closure textarea").inputValue()).toBe("Out before we came.");
    await second.page.locator(".in-hand-line .state-mark", { hasText: second.t("incident.state.under_control") }).waitFor();
    await second.picture("incident-conflict-en");
    await second.page.unrouteAll({ behavior: "ignoreErrors" });
    await first.leave();
    await second.leave();
  });
});

describe("the connection", () => {
  it("says calmly that it is away, and catches up on what it missed", async () => {
    const cable = await layCable(server.url);
    const seat = await Seat.open(browser, cable.url, { as: server.accounts[0] });
    await seat.atDesk();
    cable.pull();
    await seat.page.locator(".strip").waitFor();
    await trip("AWAY-1");
    await seat.picture("connection-lost-zh");
    expect(await seat.alarmRow("AWAY-1").count()).toBe(0);
    cable.plug();
    await seat.alarmRow("AWAY-1").waitFor({ timeout: 15_000 });
    await seat.page.locator(".strip").waitFor({ state: "detached" });
    await seat.page.locator(".queue .fresh", { hasText: "●" }).waitFor();
    cable.stop();
    await seat.leave();
  });

  it("says loudly that a board is ten days old", async () => {
    const cable = await layCable(server.url);
    const seat = await Seat.open(browser, cable.url, { as: server.accounts[0] });
    await seat.page.clock.install();
    await seat.atDesk();
    cable.pull();
    // A lid closed for ten days: the clock jumps, no timer ran.
    await seat.page.clock.setSystemTime(Date.now() + 10 * 86_400_000);
    await seat.page.clock.runFor(3_000);
    await seat.page.locator(".strip-old").waitFor();
    expect(await seat.page.locator(".strip-old").textContent()).toContain(seat.t("time.days_ago", { n: 10 }));
    await seat.picture("board-old-zh");
    cable.stop();
    await seat.leave();
  });
});

describe("a phone", () => {
  it("goes from the list to the detail and back, with nothing cut off", async () => {
    const seat = await Seat.open(browser, server.url, { size: PHONE, language: "en", scheme: "dark", as: server.accounts[0] });
    const { page } = seat;
    await trip("PHONE-1");
    await seat.atDesk();
    await seat.alarmRow("PHONE-1").tap();
    await page.locator(".evidence .verdicts").waitFor();
    await seat.picture("phone-alarm-en-dark");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    const heights = await page.locator(".verdicts button").evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await page.goBack();
    await seat.alarmRow("PHONE-1").waitFor();
    await seat.picture("phone-list-en-dark");
    await seat.leave();
  });
});
