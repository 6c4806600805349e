/** What hangs on a row, against the real server: a photo and its small picture, the label, a personal value read for a reason and erased, a view for a role. */
import { deflateSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lowContrast } from "./contrast";
import { PHONE, Seat, startBrowser, type SeatOptions } from "./seat";
import { startServer, type RunningServer } from "./server";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  browser = await startBrowser("undrawn");
});
afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  await (server as RunningServer | undefined)?.stop();
});

/** The sum that a PNG's chunks end with (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A photo: a sunset of 640 by 480 pixels. */
function photo(): Buffer {
  const [width, height] = [640, 480];
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set([255 - y / 3, 150 - y / 4, x / 4], y * (1 + width * 3) + 1 + x * 3);
  }
  const chunk = (kind: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

async function seatOf(username: string, options: SeatOptions = {}): Promise<Seat> {
  const seat = await Seat.open(browser, server.url, { ...options, as: server.account(username) });
  await seat.page.locator(".bar-nav").waitFor();
  return seat;
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** Makes a person and resolves with the address of their page. */
async function person(page: Page): Promise<string> {
  await page.goto(`${server.url}/registers/person/new`);
  await field(page, "职务").fill("东城街道消防专干");
  await page.locator(".form-field", { hasText: "姓名" }).locator("input").fill("张建国");
  await field(page, "消防职责").selectOption({ index: 1 });
  await field(page, "所在区划").fill("140802001");
  await page.locator(".form-field", { hasText: "联系电话" }).locator("input").fill("13803591234");
  await page.keyboard.press("Control+Enter");
  await page.locator(".row-title").waitFor();
  return page.url();
}

describe("what hangs on a row", () => {
  it("is a photo with a small picture, kept and taken away; a label leads back", async () => {
    const seat = await seatOf("registrar1");
    const { page, t } = seat;
    const address = await person(page);
    await page.getByText(t("register.attachments_none")).waitFor();
    await page.locator("input[data-kind=file]").setInputFiles([
      { name: "现场 照片.png", mimeType: "image/png", buffer: photo() },
      { name: "<img src=x>.html", mimeType: "text/html", buffer: Buffer.from("<script>window.hacked=1</script>") },
    ]);
    const image = page.locator(".attachments img");
    await image.waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll<HTMLImageElement>(".attachments img")].every((one) => one.complete && one.naturalWidth === 320));
    await page.locator(".attachments li").nth(1).waitFor();
    expect(await page.locator(".attachments").innerText()).toContain("台账管理员");
    await page.locator(".qr-label").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => (document.querySelector<HTMLImageElement>(".qr-label")?.naturalWidth ?? 0) > 0);
    const label = await page.request.get(`${server.url}${await page.locator(".qr-label").getAttribute("src") ?? ""}`);
    // A long title stands on two lines.
    expect((await label.text()).replace(/<[^>]*>|\s/g, "")).toContain("东城街道消防专干");
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("hanging-row-zh");
    const second = page.locator(".attachments li").nth(1);
    await second.getByRole("button").click();
    await seat.button(t("register.detach_sure")).click();
    await second.waitFor({ state: "detached" });
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    await page.goto(`${server.url}/registers/person`);
    await seat.button(t("register.export")).click();
    const sheet = await page.locator(".export a", { hasText: t("register.labels") }).getAttribute("href");
    await page.goto(`${server.url}${sheet ?? ""}`);
    await page.locator("section > svg").first().waitFor();
    await seat.picture("hanging-labels-zh");
    const phone = await seatOf("registrar1", { size: PHONE, scheme: "dark", language: "en" });
    await phone.page.goto(address);
    await phone.page.locator(".attachments img").waitFor();
    await phone.page.getByRole("button", { name: phone.t("register.attach_camera") }).waitFor();
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await lowContrast(phone.page)).toEqual([]);
    await phone.page.locator(".attachments").scrollIntoViewIfNeeded();
    await phone.picture("hanging-row-en-phone-dark");
    await phone.leave();
    await seat.leave();
  });

  it("a personal value is shown for a reason and covered again; who has no right is not asked", async () => {
    const seat = await seatOf("registrar1");
    const { page, t } = seat;
    const address = await person(page);
    expect(await page.locator(".row-main").innerText()).toContain("138****1234");
    await page.getByRole("button", { name: t("register.reveal_of", { name: "联系电话" }) }).click();
    const go = page.locator(".reveal button[type=submit]");
    expect(await go.isDisabled()).toBe(true);
    await page.getByLabel(t("register.reveal_reason")).fill("回访本人");
    await seat.picture("hanging-reason-zh");
    await go.click();
    await page.getByText("13803591234").waitFor();
    await page.getByRole("timer").waitFor();
    expect(await lowContrast(page)).toEqual([]);
    await seat.picture("hanging-revealed-zh");
    await page.getByRole("button", { name: t("register.reveal_hide") }).click();
    await page.getByText("13803591234").waitFor({ state: "detached" });
    // Edited without being seen, it stays.
    await page.keyboard.press("e");
    await field(page, "职务").fill("西城街道消防专干");
    await page.keyboard.press("Control+Enter");
    await page.locator(".row-title", { hasText: "西城" }).waitFor();
    expect(await page.locator(".row-main").innerText()).toContain("138****1234");

    // Who comes by the label's address signs in and stands before the row.
    const leader = await Seat.open(browser, address);
    await leader.signIn(server.account("leader1"));
    await leader.page.locator(".row-title").waitFor();
    expect(await leader.page.getByRole("button", { name: leader.t("register.reveal_of", { name: "联系电话" }) }).count()).toBe(0);
    await leader.leave();

    await seat.button(`${t("register.erase")}…`).click();
    await page.getByLabel(t("register.erase_reason")).fill("本人依法申请删除");
    await seat.picture("hanging-erase-zh");
    await seat.button(t("register.erase")).click();
    await page.locator(".row-main dd", { hasText: t("register.erased") }).first().waitFor();
    expect(await page.locator(".row-page, .row-body").first().innerText()).not.toContain("138****1234");
    await seat.picture("hanging-erased-zh");
    await seat.leave();
  });

  it("a view for everybody of a role is there for the other one", async () => {
    const [first, second] = [await seatOf("dispatcher1"), await seatOf("dispatcher2")];
    await first.page.goto(`${server.url}/registers/water_source?f=state.in%3Dbroken`);
    await first.page.getByTitle(first.t("register.views_choose")).first().click();
    await first.page.getByLabel(first.t("register.view_name")).fill("坏的水源");
    await first.page.getByText(first.t("register.view_for_role")).click();
    await first.button(first.t("register.view_save")).click();
    await first.page.locator(".views li", { hasText: "坏的水源" }).waitFor();
    await first.picture("hanging-views-zh");
    await second.page.goto(`${server.url}/registers/water_source`);
    await second.page.getByTitle(second.t("register.views_choose")).first().click();
    await second.page.locator(".views li", { hasText: "坏的水源" }).locator(".view-name").click();
    await second.page.waitForURL(/f=/);
    for (const seat of [first, second]) await seat.leave();
  });
});
