/** Every register of the house is looked at: its list, its form, one row; in both languages, wide and on a phone. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { caller } from "./caller";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, WIDE, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

const REGISTERS = "/api/v1/registers";
const AREA = "140802001";
let server: RunningServer;
let browser: Browser;
/** A row of each register that has one. */
const rows = new Map<string, string>();
let registers: readonly { readonly key: string }[] = [];

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
  const make = await caller(server, server.account("registrar1"));
  const enter = async (register: string, row: Readonly<Record<string, unknown>>) => {
    const id = await make(`${REGISTERS}/${register}`, row);
    rows.set(register, id);
    return id;
  };
  const here = (east: number) => ({ longitude: 110.99 + east * 0.004, latitude: 35.02 });
  const superior = await enter("organisation", { name: "盐湖区消防救援大队", kind: "battalion", region: "140802", duty_phone: "0359-2021119", address: "河东东街 119 号" });
  const company = await enter("organisation", { name: "盐湖供水有限公司", kind: "other", region: "140802", superior });
  const unit = await enter("unit", { name: "河东综合楼管理有限公司", credit_code: "91140802MA0GRXYT0M", kind: "commercial_complex", region: AREA, address: "河东东街 18 号", position: here(1), sector: superior, supervised_by: superior, floor_area: 86000, key_since: "2021-03-01", control_room: true, monitored_since: "2022-06-01", responsible_person: "张建国", responsible_phone: "13803591234" });
  const person = await enter("person", { post: "街道办主任", name: "李晓红", duty: "first_responsible", region: AREA, phone: "13903597788", established: true, since: "2024-01-08" });
  await enter("region_duty", { region: AREA, duty: "first_responsible", post: "街道办主任", person, since: "2026-01-01", basis: "盐政发〔2026〕1号" });
  const building = await enter("building", { name: "河东综合楼 A 座", unit, purpose: "public", region: AREA, address: "河东东街 18 号", position: here(1), storeys_above: 24, storeys_below: 2, height: "96.5", floor_area: 52000, built: 2014, sprinklers: true, fire_alarm: true });
  const station = await enter("fire_station", { name: "中城消防救援站", class: "ordinary_first", region: AREA, address: "红旗西街 3 号", position: here(2), duty_phone: "0359-2022119", crew: 42, bays: 8, floor_area: 5600, in_service_since: "2012-10-01" });
  await enter("micro_station", { name: "河东综合楼微型消防站", kind: "key_unit", unit, region: AREA, address: "河东东街 18 号一层", position: here(1), members: 8, duty_phone: "13703590119", dispatched: true });
  await enter("vehicle", { plate: "晋M·X119应急", class: "water_tender", model: "豪沃 T5G 水罐", region: AREA, station, water: 8000, seats: 6, in_service_since: "2021-05-20" });
  await enter("water_source", { name: "红旗西街消火栓01", kind: "hydrant", state: "broken", region: AREA, address: "红旗西街路口", position: here(3), diameter: 150, pressure: "0.35", planner: superior, builder: company, user: superior, maintainer: company, checked_on: "2026-05-01", remarks: "栓口渗漏，阀门关不严" });
  const ring = [[110.999, 35.019], [111.001, 35.019], [111.001, 35.021], [110.999, 35.019]];
  await enter("road_closure", { name: "解放路学苑路口施工", effect: "slow", speed_percent: 40, cause: "roadworks", region: AREA, area: { type: "Polygon", coordinates: [ring] }, begins_at: "2026-01-01T00:00:00Z", source: "交警支队指挥中心" });
  await enter("learned_pace", { name: "省道、主干路 · 早高峰", class: "primary", part: "morning_peak", per_mille: 1250, in_use: true });
  const model = await enter("device_model", { name: "JTY-GD-3001", maker: "样例电子有限公司", protocol: "gb26875_3", dialect: "standard", service_years: 10 });
  await enter("transmitter", { name: "A 座传输装置", source_address: 700119, registered: true, unit, unit_name: "河东综合楼", address: "河东东街 18 号 A 座", region: AREA, position: here(1), model, installed_on: "2022-06-01" });
  await enter("installed_point", { name: "A 座 12 层走廊烟感", kind: "smoke", model, unit, building, region: AREA, place: "12 层东侧走廊", source_address: 700119, system: 1, component: 1207, position: here(1), installed_on: "2022-06-01" });
  const room = await enter("control_room", { name: "河东综合楼消防控制室", unit, region: AREA, address: "河东东街 18 号一层", position: here(1), operators_needed: 6, duty_phone: "13703590120", since: "2012-10-01" });
  await enter("control_room_operator", { certificate: "1408000000012345", name: "王志强", room, region: AREA, grade: "intermediate", certified_on: "2022-05-10", since: "2022-06-01", phone: "13703590121" });
  const worker = await enter("person", { post: "中城社区网格员", name: "赵敏", duty: "grid_worker", region: AREA });
  const grid = await enter("grid", { name: "中城社区第一网格", region: AREA, worker, outline: { type: "Polygon", coordinates: [ring] }, households: 420, since: "2016-01-01", standard_since: "2023-06-30", combined_since: "2024-03-01" });
  await enter("grid_training", { subject: "初起火灾处置与上报流程", grid, region: AREA, held_on: "2026-03-20", hours: "4.0", held_by: superior });
  const venue = await enter("education_venue", { name: "盐湖区应急消防科普教育基地", level: "county", region: AREA, address: "学苑路 1 号", position: here(4), keeper: superior, floor_area: 1200, named_by: "运消〔2022〕15号", open_since: "2022-11-09" });
  await enter("open_day", { name: "“119”消防宣传日开放", venue, region: AREA, held_on: "2025-11-09", hours: "8.0", visitors: 260 });
  await enter("fire_statistic", { name: "中城街道 2025", region: AREA, year: 2025, fires: 12, deaths: 0, injuries: 1, loss: "36.50", rural_fires: 0, rural_deaths: 0, residents: 98000, rural_residents: 0, gdp: "52.30", source: "年度统计" });
  await enter("fire_fund", { name: "中城街道 2025 业务经费", region: AREA, year: 2025, kind: "running", amount: "86.00", source: "年度决算" });
  const project = await enter("project", { name: "中城街道消防训练基地", kind: "training_base", region: AREA, responsible: superior, begins_on: "2023-03-01", due_on: "2025-12-31", cost: "2600.00", remarks: "分两期建设" });
  await enter("project_milestone", { name: "主体完工", project, region: AREA, due_on: "2024-10-31", done_on: "2024-12-10", remarks: "雨季停工一个月" });
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

/** All of them where somebody looks at the pictures; otherwise each language, width and scheme once. */
const looks: readonly (readonly [string, SeatOptions])[] = [
  ...(process.env["FENGSUI_PICTURES"] === undefined ? [] : ([["zh", { size: WIDE }], ["en-phone", { size: PHONE, language: "en" }]] as const)),
  ["en-dark", { size: WIDE, language: "en", scheme: "dark" }],
  ["zh-phone-dark", { size: PHONE, scheme: "dark" }],
];

it.each(looks)("every register is readable and whole: %s", async (look, options) => {
  const seat = await Seat.open(browser, server.url, { ...options, as: server.account("registrar1") });
  const { page } = seat;
  await page.locator(".shelf a").first().waitFor();
  registers = (await page.evaluate(async () => (await (await fetch("/api/v1/registers")).json()) as { items: { key: string; managed: boolean }[] })).items.filter((one) => !one.managed);
  expect(registers.length).toBeGreaterThanOrEqual(rows.size);
  for (const { key } of registers) {
    const row = rows.get(key);
    const views = [["list", "", "[data-row]"], ["form", "/new", ".form-field"], ...(row === undefined ? [] : [["row", `/${row}`, ".row-title"]])] as const;
    for (const [view, path, mark] of views) {
      await page.evaluate((to) => history.pushState({}, "", to), `/registers/${key}${path}`);
      await page.locator(mark).first().waitFor();
      const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      expect([key, view, fits, await lowContrast(page)]).toEqual([key, view, true, []]);
      await seat.picture(`noun-${key}-${view}-${look}`);
    }
  }
  await seat.leave();
}, 120_000);
