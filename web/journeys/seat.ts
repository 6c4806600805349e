/** One person at one browser. Words are looked up in the catalogues, so that a journey breaks when a word goes missing, not when it is bettered. */
import { join } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";
import { translator, type Language, type Translator } from "../src/messages/translate";
import type { Account } from "./server";

/** One that draws no map is told so by the page, and leaves the processor to the rest of a journey. */
export async function startBrowser(maps: "drawn" | "undrawn" = "drawn"): Promise<Browser> {
  const args = maps === "drawn" ? ["--no-sandbox"] : ["--no-sandbox", "--disable-gpu", "--disable-3d-apis"];
  return chromium.launch({ executablePath: process.env["FENGSUI_CHROMIUM"] ?? "/usr/bin/chromium", args });
}

/** The folder of the pictures. Without one none is taken: they are for who looks at them, and take a fifth of a second each. */
const pictures = process.env["FENGSUI_PICTURES"];

export const WIDE = { width: 1920, height: 1080 } as const;
export const PHONE = { width: 390, height: 844 } as const;

export interface SeatOptions {
  readonly language?: Language;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: "light" | "dark";
  /** Who is signed in already when the page opens; else the page asks. */
  readonly as?: Account;
}

export class Seat {
  readonly t: Translator;
  /** Whatever the page itself complained of; must stay empty. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page, language: Language) {
    this.t = translator(language);
    page.on("pageerror", (error) => this.complaints.push(error.message));
  }

  static async open(browser: Browser, url: string, options: SeatOptions = {}): Promise<Seat> {
    const { language = "zh", size = WIDE, scheme = "light" } = options;
    const context: BrowserContextOptions = { viewport: size, colorScheme: scheme, hasTouch: size.width < 760, timezoneId: "Europe/Paris" };
    const fresh = await browser.newContext(context);
    if (options.as !== undefined) {
      const answer = await fresh.request.post(new URL("/api/v1/session", url).href, { data: options.as });
      expect(answer.ok(), await answer.text()).toBe(true);
    }
    const page = await fresh.newPage();
    page.setDefaultTimeout(20_000);
    if (language !== "zh") await page.addInitScript((chosen) => localStorage.setItem("fengsui:language", chosen), language);
    await page.goto(url);
    return new Seat(page, language);
  }

  async signIn(account: Account): Promise<void> {
    await this.page.locator("input[name=username]").fill(account.username);
    await this.page.locator("input[name=password]").fill(account.password);
    await this.page.keyboard.press("Enter");
  }

  /** Signed in, lists there, and the feed is live. */
  async atDesk(account?: Account): Promise<void> {
    if (account !== undefined) await this.signIn(account);
    await this.page.locator(".queue .fresh", { hasText: "●" }).waitFor();
  }

  alarmRow(text: string) {
    return this.page.locator(".alarm-row.row", { hasText: text });
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Of what the response plan ticked, by keyboard, only the first stays ticked; or whoever is named instead. */
  async tickOnly(name?: string): Promise<void> {
    const ticks = this.page.locator(".candidates input:checked");
    await ticks.first().waitFor();
    const keep = name === undefined ? 1 : 0;
    for (let left = await ticks.count(); left > keep; left -= 1) {
      await ticks.nth(keep).focus();
      await this.page.keyboard.press("Space");
      await expect.poll(() => ticks.count()).toBe(left - 1);
    }
    if (name === undefined) return;
    await this.page.locator(".kind-chip", { hasText: this.t("responder.kind.vehicle") }).click();
    await this.page.locator(".candidate", { hasText: name }).locator("input").check();
  }

  async picture(name: string): Promise<void> {
    if (pictures !== undefined) await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async leave(): Promise<void> {
    await this.page.context().close();
    expect(this.complaints).toEqual([]);
  }
}
