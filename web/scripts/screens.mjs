/**
 * Every screen of a running demonstration city as a picture, in both languages and both schemes, wide
 * and on a phone, with what axe calls serious or critical and whatever sticks out to the side:
 *
 *   node web/scripts/screens.mjs http://127.0.0.1:8119 data/first-accounts.txt pictures [part of a name]
 *
 * Ends with 1 where something was found.
 */
/* global document */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [url, accounts, folder, part = ""] = process.argv.slice(2);
if (folder === undefined) throw new Error("node web/scripts/screens.mjs URL FIRST-ACCOUNTS FOLDER [PART]");
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const lines = readFileSync(accounts, "utf8").split("\n").map((line) => line.trim().split(/\s+/));
const passwordOf = (username) => lines.find((words) => words[1] === username)?.[3];

const browser = await chromium.launch({ executablePath: process.env["FENGSUI_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] });
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const views = ["zh-light-wide", "en-dark-wide", "zh-dark-phone", "en-light-phone", "zh-dark-wide", "en-light-wide", "zh-light-phone", "en-dark-phone"];

async function seat(username, view) {
  const [language, scheme, size] = view.split("-");
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme, hasTouch: size === "phone" });
  if (username !== null) {
    const answer = await context.request.post(`${url}/api/v1/session`, { data: { username, password: passwordOf(username) } });
    if (!answer.ok()) throw new Error(`signing in as ${username}: ${answer.status()}`);
  }
  const page = await context.newPage();
  await page.addInitScript((word) => globalThis.localStorage.setItem("fengsui:language", word), language);
  return page;
}

/** The first of a list that the administrator sees. */
async function first(page, path, pick = (item) => item.id) {
  const answer = await page.context().request.get(`${url}/api/v1/${path}`);
  const item = answer.ok() ? (await answer.json()).items?.[0] : undefined;
  return item === undefined ? null : pick(item);
}

async function screens() {
  const page = await seat("admin", "zh-light-wide");
  const working = await seat("dispatcher1", "zh-light-wide");
  const leading = await seat("leader1", "zh-light-wide");
  const alarm = await first(page, "alarms?limit=1");
  const incident = await first(page, "incidents?limit=1");
  const chosen = {
    unit: await first(page, "registers/unit?limit=1"),
    water: await first(page, "registers/water_source?limit=1"),
    person: await first(page, "registers/person?limit=1"),
    account: await first(page, "accounts?limit=1"),
    position: await first(page, "journal?limit=1", (entry) => entry.position),
    metric: await first(page, "metrics", (item) => item.metric.key),
    case: await first(working, "cases?limit=1"),
    loop: await first(working, "loops", (loop) => loop.key),
    study: await first(leading, "registers/siting_study?limit=1"),
    closure: await first(working, "registers/road_closure?limit=1"),
  };
  await page.context().close();
  await working.context().close();
  await leading.context().close();
  return [
    [null, "door", "/sign-in"],
    ["dispatcher1", "desk", `/?alarm=${alarm}`],
    ["dispatcher1", "desk-incident", `/?incident=${incident}&list=incidents&detail=true`],
    ["dispatcher1", "desk-call", "/?call=true&list=incidents&detail=true"],
    ["dispatcher1", "map", "/map"],
    ["dispatcher1", "map-water", "/map?on=water_source,fire_station"],
    ["dispatcher1", "map-reach", "/map?reach=fire_station%3B5%3B60%3Bfire_engine%3Bunit&on=fire_station"],
    ["dispatcher1", "map-streets", "/map?streets=150%3B120%3B4%3B8&on=water_source"],
    ["dispatcher1", "map-closure", `/map?on=road_closure&pick=road_closure%2F${chosen.closure}`],
    ["dispatcher1", "inbox", "/inbox"],
    ["station1", "station", "/station"],
    ["leader1", "overview", "/overview"],
    ["leader1", "overview-alarms", "/overview/alarms"],
    ["leader1", "overview-incidents", "/overview/incidents"],
    ["leader1", "overview-force", "/overview/force"],
    ["leader1", "wall", "/wall"],
    ["leader1", "metrics", "/metrics"],
    ["leader1", "metric", `/metrics/${chosen.metric}`],
    ["leader1", "studies", "/registers/siting_study"],
    ["leader1", "study-new", "/siting/new"],
    ["leader1", "study", `/siting/${chosen.study}`],
    ["admin", "registers", "/registers"],
    ["admin", "list", "/registers/unit"],
    ["admin", "row", `/registers/unit/${chosen.unit}`],
    ["admin", "row-water", `/registers/water_source/${chosen.water}`],
    ["registrar1", "form", `/registers/unit/${chosen.unit}/edit`],
    ["registrar1", "form-new", "/registers/response_plan/new"],
    ["registrar1", "import", "/registers/unit/import"],
    ["registrar1", "persons", "/registers/person"],
    ["dispatcher1", "case", `/cases/${chosen.case}`],
    ["dispatcher1", "case-new", `/loops/${chosen.loop}/new`],
    ["admin", "accounts", "/admin/accounts"],
    ["admin", "account-new", "/admin/accounts/new"],
    ["admin", "account", `/admin/accounts/${chosen.account}`],
    ["admin", "roles", "/admin/roles"],
    ["admin", "tokens", "/admin/tokens"],
    ["admin", "jobs", "/admin/jobs"],
    ["admin", "journal", "/journal"],
    ["admin", "entry", `/journal/${chosen.position}`],
    ["admin", "nowhere", "/not-a-page"],
  ].filter(([, name, path]) => {
    if (path.includes("null")) console.log(`${name}: nothing to show it with`);
    return name.includes(part) && !path.includes("null");
  });
}

/** The findings of one screen, as words. */
async function look(page, name, path, view) {
  await page.goto(`${url}${path}`);
  await page.waitForTimeout(1_500);
  await page.locator("[aria-busy=true]").first().waitFor({ state: "detached", timeout: 10_000 }).catch(() => undefined);
  if (await page.locator(".map-canvas, .map-place, canvas").count() > 0) await page.waitForTimeout(4_000);
  await page.screenshot({ path: `${folder}/${name}-${view}.png` });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.evaluate(axe);
  const { violations } = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const found = serious.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  return over > 0 ? [`${over} px stick out to the side`, ...found] : found;
}

const all = await screens();
let [looked, found] = [0, 0];
for (const view of views) {
  for (const username of new Set(all.map(([username]) => username))) {
    const page = await seat(username, view);
    page.on("pageerror", (error) => console.log(`${view}: ${error.message}`));
    for (const [, name, path] of all.filter(([of]) => of === username)) {
      const findings = await look(page, name, path, view);
      looked += 1;
      found += findings.length;
      for (const finding of findings) console.log(`${name}-${view}: ${finding}`);
    }
    await page.context().close();
  }
}
console.log(`${looked} looks at ${all.length} screens, ${found} findings`);
await browser.close();
process.exitCode = found > 0 ? 1 : 0;
