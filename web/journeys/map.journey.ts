/** 一张图 against the real server: what is there, found, picked, narrowed, measured, printed, refreshed. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { seriousFindings } from "./axe";
import { caller, type Make } from "./caller";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

/** A map without a graphics card is drawn by the processor: no larger than it must be. */
const DESK = { width: 1280, height: 760 } as const;

vi.setConfig({ testTimeout: 240_000 });

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser();
  await fill(await caller(server, server.account("registrar1")));
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

/** Water and units of a town. */
async function fill(make: Make): Promise<void> {
  const post = (register: string, row: unknown) => make(`/api/v1/registers/${register}`, row);
  for (let at = 0; at < 60; at += 1) {
    const state = at % 7 === 3 ? "broken" : at % 11 === 5 ? "out_of_use" : "intact";
    const position = { longitude: 110.985 + (at % 10) * 0.0031, latitude: 35.012 + Math.floor(at / 10) * 0.0034 };
    await post("water_source", { name: `河东街消火栓${at + 1}`, kind: "hydrant", state, region: "140802001", address: `河东东街 ${at + 1} 号`, checked_on: "2026-10-01", remarks: "样例", diameter: 150, position });
  }
  const units = [["市第二中学", "school"], ["河东商场", "commercial_complex"], ["北郊加油站", "hazardous"], ["关帝庙", "heritage"]] as const;
  for (const [at, [name, kind]] of units.entries()) {
    await post("unit", { name, kind, region: "140802001", address: "河东", position: { longitude: 110.99 + at * 0.006, latitude: 35.018 + at * 0.002 } });
  }
}

/** Two streets that cross in the town. */
function bringInRoads(at: RunningServer): void {
  const nodes = [[110.97, 35.02], [111, 35.02], [111.03, 35.02], [111, 35], [111, 35.04]].map(([east, north], index) => `<node id="${index + 1}" lon="${east}" lat="${north}"/>`);
  const way = (id: number, through: readonly number[], name: string) => `<way id="${id}">${through.map((node) => `<nd ref="${node}"/>`).join("")}<tag k="highway" v="primary"/><tag k="name" v="${name}"/></way>`;
  const file = join(at.data, "town.osm");
  writeFileSync(file, `<?xml version="1.0"?><osm version="0.6">${nodes.join("")}${way(10, [1, 2, 3], "解放路")}${way(11, [4, 2, 5], "中银大道")}</osm>`);
  execFileSync(process.env["FENGSUI_BIN"] ?? "", ["import", "osm", file, "--data", at.data]);
}

async function atMap(search = "", options: SeatOptions = {}, account = "dispatcher1"): Promise<Seat> {
  const seat = await Seat.open(browser, `${server.url}/map${search}`, { size: DESK, ...options, as: server.account(account) });
  seat.page.setDefaultTimeout(30_000);
  await seat.page.locator(".map-canvas canvas").waitFor();
  await settled(seat.page);
  return seat;
}

/** Nothing is asked for any more, and the last frame is drawn. What was just done may take a moment to begin. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.locator("[data-map=still]").first().waitFor();
}

const NEAR = "?at=111,35.02,14.5";

describe("the map", () => {
  it("shows the whole city from the pack alone, and asks nobody else", async () => {
    const seat = await Seat.open(browser, server.url);
    const strangers: string[] = [];
    seat.page.on("request", (request) => {
      if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) strangers.push(request.url());
    });
    await seat.signIn(server.account("leader1"));
    await seat.page.locator(".bar-nav a", { hasText: seat.t("map.title") }).click();
    await seat.page.locator(".map-canvas canvas").waitFor();
    await settled(seat.page);
    await seat.page.getByText("GeoNames").first().waitFor();
    expect(strangers).toEqual([]);
    expect(await lowContrast(seat.page)).toEqual([]);
    await seat.picture("map-city-zh");
    await seat.leave();
  });

  it("finds by initials, flies there, shows its facts and leads to its record; the address holds it", async () => {
    const seat = await atMap();
    const { page, t } = seat;
    await page.keyboard.press("/");
    await page.keyboard.type("hdsc");
    await page.locator(".map-found button", { hasText: "河东商场" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".map-card h2", { hasText: "河东商场" }).waitFor();
    await settled(page);
    expect(page.url()).toContain("pick=");
    await seat.picture("map-card-zh");
    const address = page.url();
    await page.goto(`${server.url}/`);
    await page.goto(address);
    await page.locator(".map-card h2", { hasText: "河东商场" }).waitFor();
    await page.getByRole("link", { name: t("map.to_record") }).click();
    await page.locator(".row-title", { hasText: "河东商场" }).waitFor();
    await page.locator(".map-small canvas").waitFor();
    await settled(page);
    await seat.picture("map-row-zh");
    await seat.leave();
  });

  it("narrows by a word of the legend, hands it to the list, and the list hands it back", async () => {
    const seat = await atMap(NEAR);
    const { page, t } = seat;
    await seat.picture("map-near-zh");
    const word = (name: string) => page.locator("button.map-word", { hasText: name });
    await word("完好").click();
    await settled(page);
    expect(await word("完好").getAttribute("aria-pressed")).toBe("false");
    await page.locator(".map-words-acts a", { hasText: t("map.as_list") }).click();
    await page.locator(".sheet-rows tr", { hasText: "河东街消火栓" }).first().waitFor();
    expect(await page.locator(".sheet-rows").innerText()).not.toContain("完好");
    await page.getByRole("link", { name: t("map.on_map") }).click();
    await page.locator(".map-canvas canvas").waitFor();
    expect(await word("完好").getAttribute("aria-pressed")).toBe("false");
    await page.keyboard.press("l");
    expect(await page.locator(".map-layers").count()).toBe(0);
    await page.keyboard.press("l");
    await page.locator(".map-layers").waitFor();
    await seat.leave();
  });

  it("measures, counts in a circle and in a box, and leads to the list of the box", async () => {
    const seat = await atMap(NEAR);
    const { page, t } = seat;
    const click = async (x: number, y: number) => page.locator(".map-canvas").click({ position: { x, y } });
    await page.keyboard.press("d");
    await click(500, 380);
    await click(800, 380);
    await page.keyboard.press("Enter");
    await page.locator(".map-hint b", { hasText: /km|m/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("c");
    await click(640, 360);
    await click(800, 360);
    await page.locator(".map-area .map-nearest li").first().waitFor();
    const counted = await page.locator(".map-counts li", { hasText: "消防水源" }).locator("b").innerText();
    expect(Number(counted)).toBeGreaterThan(3);
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("map-circle-zh");
    await page.keyboard.press("Escape");
    await page.keyboard.press("b");
    await click(450, 250);
    await click(850, 550);
    const water = page.locator(".map-counts li", { hasText: "消防水源" });
    await expect.poll(async () => Number(await water.locator("b").innerText())).toBeGreaterThan(3);
    const number = Number(await water.locator("b").innerText());
    await water.getByRole("link", { name: t("map.as_list") }).click();
    await expect.poll(async () => page.locator(".sheet-rows tbody tr").count()).toBe(number);
    await seat.leave();
  });

  it("draws anew when rows of a shown layer change elsewhere", async () => {
    const seat = await atMap("?at=111.2,35.2,15&on=water_source");
    const { page } = seat;
    const canvas = await page.locator(".map-canvas").boundingBox();
    if (canvas === null) throw new Error("no canvas");
    const make = await caller(server, server.account("registrar1"));
    await make("/api/v1/registers/water_source", { name: "新设消火栓", kind: "hydrant", state: "intact", region: "140802001", address: "新区", checked_on: "2026-10-01", position: { longitude: 111.2, latitude: 35.2 } });
    await expect
      .poll(async () => {
        await page.locator(".map-canvas").click({ position: { x: canvas.width / 2, y: canvas.height / 2 } });
        return page.locator(".map-card h2", { hasText: "新设消火栓" }).count();
      }, { timeout: 10_000, interval: 500 })
      .toBe(1);
    await seat.leave();
  });

  it("prints a sheet with title, legend, scale and time", async () => {
    const seat = await atMap(NEAR);
    const { page, t } = seat;
    await page.keyboard.press("p");
    await page.locator(".print-sheet img").first().waitFor();
    await page.locator(".print-sheet").getByText("GeoNames").waitFor();
    expect(await page.locator(".print-legend").innerText()).toContain("消防水源");
    expect(await lowContrast(page)).toEqual([]);
    await page.emulateMedia({ media: "print" });
    const pages = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect((pages.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length).toBe(1);
    await page.emulateMedia({ media: "screen" });
    await seat.picture("map-print-zh");
    await seat.button(t("map.back")).or(page.getByRole("button", { name: t("map.back") })).first().click();
    await page.locator(".print-sheet").waitFor({ state: "detached" });
    await seat.leave();
  });

  it.each([
    ["en", "dark", undefined, "map-near-en-dark"],
    ["zh", "light", PHONE, "map-phone-zh"],
    ["en", "dark", PHONE, "map-phone-en-dark"],
  ] as const)("is readable in %s, %s", async (language, scheme, size, name) => {
    const seat = await atMap(NEAR, { language, scheme, ...(size === undefined ? {} : { size }) });
    await seat.picture(name);
    expect(await lowContrast(seat.page)).toEqual([]);
    await seat.leave();
  });

  it("says what is reached in time, who lies beyond, and moves the circle by a click", async () => {
    const seat = await atMap("?at=111,35.02,13");
    const { page, t } = seat;
    await page.keyboard.press("t");
    await page.locator(".map-reach", { hasText: t("reach.no_roads") }).waitFor();
    bringInRoads(server);
    await expect.poll(async () => (await page.request.get(`${server.url}/api/v1/map/roads`)).text()).toContain("tag");
    await page.reload();
    // The address holds the question: all stations, five minutes, units.
    await page.locator(".map-reach-facts").waitFor();
    expect(page.url()).toContain("reach=");
    await page.locator(".map-reach-fields select").first().selectOption("");
    await page.locator(".map-reach", { hasText: t("reach.click") }).waitFor();
    await settled(page);
    await page.locator(".map-canvas canvas").click({ position: { x: 640, y: 380 } });
    await page.locator(".map-reach-facts", { hasText: t("reach.places", { n: 1 }) }).waitFor();
    const reached = async () => Number((await page.locator(".map-reach-facts dd b").textContent()) ?? "");
    const five = await reached();
    expect(five).toBeGreaterThan(0);
    await page.locator(".map-reach-fields input").first().fill("1");
    await expect.poll(reached).toBe(0);
    await page.locator(".map-reach .map-nearest button").first().click();
    await page.locator(".map-card").waitFor();
    expect(await lowContrast(page)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    await seat.picture("map-reach-zh");
    await seat.leave();
  });

  it("closes a road where it is clicked, says what that does, and opens it again", async () => {
    // On the eastern arm of the street that the circles brought in.
    const seat = await atMap("?at=111.01,35.02,15");
    const { page, t } = seat;
    await page.keyboard.press("x");
    await page.locator(".map-reach", { hasText: t("road_closure.none") }).waitFor();
    const canvas = await page.locator(".map-canvas canvas").boundingBox();
    await page.locator(".map-canvas canvas").click({ position: { x: (canvas?.width ?? 0) / 2, y: (canvas?.height ?? 0) / 2 } });
    await page.locator(".map-reach-facts", { hasText: "解放路" }).waitFor();
    // Units beyond it are reached no more.
    await page.locator(".closure-later", { hasText: t("reach.not_at_all") }).waitFor();
    expect(await lowContrast(page)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    await seat.picture("map-closure-zh");
    const apart = async () => (await page.request.get(`${server.url}/api/v1/map/way?from=110.98,35.02&to=111.02,35.02`)).text();
    expect(await apart()).toContain('"missing":null');
    await page.locator(".closure-form button[type=submit]").click();
    await page.locator(".map-card", { hasText: "解放路断路" }).waitFor();
    await expect.poll(apart).toContain('"missing":"apart"');
    await page.keyboard.press("x");
    await page.locator(".closure-list", { hasText: "解放路断路" }).locator("button.bar-button").click();
    await page.locator(".map-reach", { hasText: t("road_closure.none") }).waitFor();
    await expect.poll(apart).toContain('"missing":null');
    await seat.leave();
  });

  it("tells how much of the streets a hydrant serves", async () => {
    const seat = await atMap("?at=111,35.02,13");
    const { page, t } = seat;
    await page.keyboard.press("w");
    await page.locator(".map-reach", { hasText: t("streets.none") }).waitFor();
    await page.locator(".map-reach-set summary").click();
    await page.locator(".map-reach-fields input").nth(2).fill("0.5");
    await page.locator(".streets-table", { hasText: "盐湖区" }).waitFor();
    expect(page.url()).toContain("streets=");
    expect(await lowContrast(page)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    await seat.picture("map-streets-zh");
    await seat.leave();
  });

  it("says why there is no map where it cannot be drawn, and leads to the lists", async () => {
    const seat = await Seat.open(browser, server.url);
    await seat.page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => null;
    });
    await seat.signIn(server.account("leader1"));
    await seat.page.locator(".bar-nav").waitFor();
    await seat.page.goto(`${server.url}/map`);
    await seat.page.getByText(seat.t("map.undrawn")).waitFor();
    await seat.page.getByRole("link", { name: "消防水源" }).click();
    await seat.page.locator(".sheet-rows tr", { hasText: "河东街消火栓" }).first().waitFor();
    await seat.leave();
  });
});
