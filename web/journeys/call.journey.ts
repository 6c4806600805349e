/** 接警 a call from its form to its end, a second caller, the crew's page from the order to the return, and a browser that draws no map. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { caller, type Make } from "./caller";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser } from "./seat";
import { startServer, type RunningServer } from "./server";

/** A map without a graphics card is drawn by the processor: no larger than three columns ask for. */
const DESK = { width: 1440, height: 860 } as const;
const PHONE_NUMBER = "13835912345";

vi.setConfig({ testTimeout: 180_000 });

let server: RunningServer;
let browser: Browser;
let dispatch: Make;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  dispatch = await caller(server, server.accounts[0]);
  const keep = await caller(server, server.account("registrar1"));
  const unit = { name: "河东商场", kind: "commercial_complex", region: "140802001", address: "河东东街 14 号", position: { longitude: 110.9969, latitude: 35.028 } };
  await keep("/api/v1/registers/unit", unit);
  const hydrant = { name: "河东街消火栓1", kind: "hydrant", state: "intact", region: "140802001", address: "河东东街", checked_on: "2026-10-01", position: { longitude: 110.9975, latitude: 35.0283 } };
  await keep("/api/v1/registers/water_source", hydrant);
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

/** At the desk with the form open. */
async function atForm(who: 0 | 1, scheme: "light" | "dark" = "light"): Promise<Seat> {
  const seat = await Seat.open(browser, server.url, { size: DESK, scheme, as: server.accounts[who] });
  seat.page.setDefaultTimeout(30_000);
  await seat.atDesk();
  await seat.page.keyboard.press("c");
  await seat.page.locator(".intake").waitFor();
  return seat;
}

/** The unit, found by the initials of its name. */
async function findUnit(seat: Seat): Promise<void> {
  await seat.page.locator(".intake [role=combobox]").fill("hdsc");
  await seat.page.locator(".place-found li", { hasText: "河东商场" }).waitFor();
  await seat.page.keyboard.press("ArrowDown");
  await seat.page.keyboard.press("Enter");
  expect(await seat.page.locator(".intake [role=combobox]").inputValue()).toBe("盐湖区中城街道 河东东街 14 号 河东商场");
}

describe("a call", () => {
  it("goes by keyboard from the form to a closed incident; who called stays covered until a reason is given", async () => {
    const seat = await atForm(0);
    const { page, t } = seat;
    // The first field has the keys.
    await page.keyboard.type(PHONE_NUMBER);
    await page.keyboard.press("Tab");
    await page.keyboard.type("张三丰");
    await findUnit(seat);
    await page.getByText(t("intake.nearby_none")).waitFor();
    await page.locator(".intake-three input").first().fill("2");
    // What is typed outlives the page.
    await page.reload();
    await page.locator(".intake").waitFor();
    expect(await page.locator(".intake input").first().inputValue()).toBe(PHONE_NUMBER);
    expect(await page.locator(".intake-three input").first().inputValue()).toBe("2");
    await page.getByText(t("intake.level_raised", { n: 2 })).waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("call-form-zh");
    await page.locator(".intake-three input").first().focus();
    await page.keyboard.press("Enter");

    // In hand at once, with the force ranked and the scene on the map.
    await page.locator(".in-hand-address", { hasText: "河东商场" }).waitFor();
    await page.locator(".told", { hasText: t("intake.trapped_n", { n: 2 }) }).waitFor();
    // Two people are trapped: level 2, and what its plan proposes is ticked.
    await page.locator(".in-hand .level-blue").waitFor();
    await page.locator(".plan-name", { hasText: "火警二级" }).waitFor();
    await seat.tickOnly();
    await page.keyboard.press("d");
    const order = page.locator(".assignment").first();
    await order.waitFor();
    // No roads were brought in, and it says so.
    await page.locator(".way", { hasText: t("way.missing.no_roads") }).waitFor();
    await page.locator(".waters", { hasText: "河东街消火栓1" }).waitFor();
    await page.locator(".scene [data-map=still]").waitFor();
    await seat.picture("call-in-hand-zh");
    expect(await lowContrast(page)).toEqual([]);

    // Covered; in the clear for a reason.
    const calls = page.locator(".calls li").first();
    await calls.getByText("138****2345").waitFor();
    expect(await page.content()).not.toContain(PHONE_NUMBER);
    await calls.getByRole("button").first().click();
    await page.locator(".reveal input").fill("回拨核实楼层");
    await page.keyboard.press("Enter");
    await page.locator(".revealed", { hasText: PHONE_NUMBER }).waitFor();

    for (const step of ["on_scene", "released", "returned"] as const) {
      await order.getByRole("button", { name: new RegExp(` ${t(`assignment.step.${step}`)}$`) }).focus();
      await page.keyboard.press("Enter");
      await order.locator(".state-mark", { hasText: t(`assignment.state.${step}`) }).waitFor();
    }
    await seat.button(t("incident.close")).first().focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("Two people led out, fire put out.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await page.locator(".in-hand-line .state-mark", { hasText: t("incident.state.closed") }).waitFor();
    await page.locator(".timeline li", { hasText: t("verb.call.received") }).waitFor();
    await seat.leave();
  });

  it("about what is open already is added to that, and no second incident is opened", async () => {
    const known = await dispatch("/api/v1/incidents", { kind: "fire", level: 1, address: "河东商场南门", location: { longitude: 110.9972, latitude: 35.0281 } });
    const seat = await atForm(1, "dark");
    const { page, t } = seat;
    await findUnit(seat);
    const nearby = page.locator(".intake .note-conflict", { hasText: "河东商场南门" });
    await nearby.waitFor();
    await page.locator(".intake textarea").first().fill("南门有人被困");
    await page.locator(".intake-three input").first().fill("1");
    // Out of habit: no key opens a second incident here.
    await page.keyboard.press("Enter");
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("call-nearby-zh-dark");
    await nearby.getByRole("button", { name: t("intake.add_to") }).click();
    await page.locator(".in-hand-address", { hasText: "河东商场南门" }).waitFor();
    await page.locator(".told", { hasText: t("intake.trapped_n", { n: 1 }) }).waitFor();
    await page.locator(".calls li", { hasText: "南门有人被困" }).waitFor();
    await page.locator(".timeline li", { hasText: t("verb.incident.supplemented") }).waitFor();
    expect(await page.locator(".incident-row").count()).toBe(1);
    expect(page.url()).toContain(known);
    await seat.leave();
  });
});

describe("a crew", () => {
  it("reads its order in large letters and takes it to its return, on a telephone", async () => {
    const seat = await Seat.open(browser, server.url, { size: PHONE });
    const { page, t } = seat;
    page.setDefaultTimeout(30_000);
    await seat.signIn(server.account("station1"));
    // The crew's home; which station it is at is chosen once.
    await page.locator(".station-choice button", { hasText: "中城站" }).click();
    await page.getByText(t("station.no_orders")).waitFor();
    await page.locator(".station-force", { hasText: t("station.state.ready") }).first().waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("station-empty-zh");

    const incident = await dispatch("/api/v1/incidents", { kind: "fire", level: 3, address: "中城街道 9 号楼", storey: "9 层", trapped: 3, location: { longitude: 110.999, latitude: 35.029 } });
    await orderFrom("中城1号水罐车", incident);
    await page.locator(".station-where", { hasText: "中城街道 9 号楼" }).waitFor();
    await page.locator(".station .level-yellow").waitFor();
    await page.locator(".told", { hasText: "9 层" }).waitFor();
    await page.locator(".sound-words").waitFor({ state: "attached" });
    await page.locator(".scene [data-map=still]").waitFor();
    expect(await lowContrast(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    await seat.picture("station-order-zh");
    // Large enough for a glove.
    const big = await page.locator(".station-steps .station-button").first().boundingBox();
    expect(big?.height).toBeGreaterThanOrEqual(64);
    for (const step of ["accept", "step.turned_out", "step.on_scene", "step.water_on", "step.released", "step.returned"] as const) {
      const words = t(`station.${step}`);
      await page.locator(".station-responder").getByRole("button", { name: new RegExp(` ${words}$`) }).click();
      if (step === "step.returned") break;
      await page.locator(".station-name", { hasText: t(`assignment.state.${step === "accept" ? "acknowledged" : step.slice("step.".length)}` as "assignment.state.on_scene") }).waitFor();
    }
    await page.getByText(t("station.no_orders")).waitFor();
    // The machine remembers where it is.
    await page.goto(server.url);
    await page.locator(".station-head", { hasText: "中城站" }).waitFor();
    await seat.leave();
  });
});

/** Orders one responder of the sample, as a dispatcher does. */
async function orderFrom(name: string, incident: string): Promise<void> {
  const seat = await Seat.open(browser, `${server.url}/?list=incidents&detail=true&incident=${incident}`, { size: PHONE, as: server.accounts[0] });
  await seat.tickOnly(name);
  await seat.page.locator(".in-hand .block-head button").click();
  await seat.page.locator(".assignment", { hasText: name }).waitFor();
  await seat.leave();
}

describe("a browser that draws nothing", () => {
  it("says so, and tells ways and water in words", async () => {
    const plain = await startBrowser("undrawn");
    const seat = await Seat.open(plain, server.url, { size: DESK, scheme: "dark", as: server.accounts[0] });
    await seat.atDesk();
    await seat.page.locator(".incident-row").first().click();
    await seat.page.locator(".scene", { hasText: seat.t("map.undrawn") }).waitFor();
    await seat.page.locator(".waters", { hasText: "河东街消火栓1" }).waitFor();
    expect(await lowContrast(seat.page)).toEqual([]);
    await seat.picture("scene-undrawn-zh-dark");
    await seat.leave();
    await plain.close();
  });
});
