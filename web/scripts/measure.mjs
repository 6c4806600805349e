/**
 * How quick the screens of a running server are, in headless Chromium:
 *
 *   node web/scripts/measure.mjs http://127.0.0.1:8119 dispatcher1 PASSWORD [rounds]
 *
 * Prints what the map screen transfers (compressed, with an empty cache) and how long it takes until it
 * is drawn, its list of layers stands and a click answers; then, for each action, how long from the
 * press to the frame that shows its result: p50, p99, worst.
 */
/* global document, location, performance, requestAnimationFrame */
import { chromium } from "playwright-core";

const [url, user, password, rounds = "60"] = process.argv.slice(2);
if (password === undefined) throw new Error("node web/scripts/measure.mjs URL USER PASSWORD [rounds]");

const browser = await chromium.launch({ executablePath: process.env["FENGSUI_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

async function seat() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const answer = await context.request.post(`${url}/api/v1/session`, { data: { username: user, password } });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
  return context.newPage();
}

/** Bytes over the wire and time until the map can be used. */
async function mapScreen() {
  const page = await seat();
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  let bytes = 0;
  let charts = false;
  wire.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  page.on("request", (request) => (charts ||= /echarts|chart/i.test(request.url())));
  const begun = performance.now();
  await page.goto(`${url}/map`);
  await page.locator(".map-layers label").first().waitFor();
  const listed = performance.now() - begun;
  await page.locator(".map-canvas canvas").waitFor();
  await page.locator("[data-drawn]").first().waitFor();
  const drawn = performance.now() - begun;
  const click = await timed(
    page,
    () => document.querySelector(".map-layers input[type=checkbox]").click(),
    () => location.search.includes("on="),
  );
  const answers = drawn + click;
  const whole = bytes;
  await page.context().close();
  return { listed, drawn, answers, bytes: whole, charts };
}

/** From the press to the frame with its result, inside the page. */
function timed(page, press, done) {
  return page.evaluate(
    async ([press, done]) => {
      const [press_, done_] = [new Function(`return (${press})`)(), new Function(`return (${done})`)()];
      const before = performance.now();
      const told = press_();
      await new Promise((resolve, reject) => {
        const look = () => {
          if (done_(told)) requestAnimationFrame(() => resolve());
          else if (performance.now() - before > 10_000) reject(new Error(`no result of ${press}`));
          else requestAnimationFrame(look);
        };
        look();
      });
      return performance.now() - before;
    },
    [String(press), String(done)],
  );
}

const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? Number.NaN;

async function actions() {
  const page = await seat();
  const times = new Map();
  const add = async (name, press, done) => {
    const took = await timed(page, press, done);
    times.set(name, [...(times.get(name) ?? []), took]);
    // A person looks before the next press.
    await page.waitForTimeout(250);
  };
  await page.goto(url);
  await page.locator(".queue").waitFor();
  await page.waitForTimeout(3_000);
  for (let round = 0; round < Number(rounds); round += 1) {
    await add(
      "another list of alarms",
      () => { const on = document.querySelector(".queue .panel-head [aria-pressed=false], .queue .panel-head [aria-checked=false], .queue .panel-head input:not(:checked)"); on.click(); return document.querySelectorAll(".alarm-row").length; },
      () => document.querySelector(".queue .alarm-row, .queue .empty, .queue .state") !== null,
    );
    await add(
      "an incident in hand",
      () => { const rows = [...document.querySelectorAll(".incident-row")].filter((row) => row.getAttribute("aria-selected") !== "true"); const row = rows[Math.floor(Math.random() * rows.length)] ?? document.querySelector(".incident-row"); const words = row?.textContent.match(/\d{4}-\d{6}/)?.[0] ?? ""; row?.click(); return words; },
      (words) => words === "" || (document.querySelector(".in-hand-line")?.textContent ?? "").includes(words),
    );
  }
  for (const path of ["/registers/unit", "/registers/water_source", "/registers/installed_point"]) {
    await page.goto(`${url}${path}`);
    await page.locator("table tbody tr").first().waitFor();
    await page.waitForTimeout(1_000);
    for (let round = 0; round < Number(rounds) / 3; round += 1) {
      await add(
        "a list in another order",
        () => { const heads = [...document.querySelectorAll("table thead th button, table thead th a")]; heads[Math.floor(Math.random() * heads.length)]?.click(); return location.href; },
        (before) => location.href !== before && document.querySelector("table tbody tr") !== null && document.querySelector("[aria-busy=true]") === null,
      );
    }
  }
  await page.context().close();
  return times;
}

const map = await mapScreen();
const mib = (map.bytes / 1e6).toFixed(2);
console.log(`map screen: ${mib} MB over the wire; list after ${map.listed.toFixed(0)} ms, drawn after ${map.drawn.toFixed(0)}, a click answered after ${map.answers.toFixed(0)}; charts ${map.charts ? "LOADED" : "not loaded"}`);
const all = [];
for (const [name, list] of await actions()) {
  all.push(...list);
  console.log(`${name}: ${list.length} times, p50 ${quantile(list, 0.5).toFixed(0)} ms, p99 ${quantile(list, 0.99).toFixed(0)}, worst ${Math.max(...list).toFixed(0)}`);
}
console.log(`all actions: ${all.length}, p50 ${quantile(all, 0.5).toFixed(0)} ms, p99 ${quantile(all, 0.99).toFixed(0)}`);
await browser.close();
