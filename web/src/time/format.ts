/**
 * Times as people of the trade read them. The city lives in one time zone, so
 * the browser's zone is ignored.
 */
import type { Language, Translator } from "../messages/translate";

const ZONE = "Asia/Shanghai";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockFormat = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const dayFormat: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  zh: new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, year: "numeric", month: "long", day: "numeric" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, year: "numeric", month: "long", day: "numeric" }),
};

/** RFC 3339 to milliseconds; microseconds are cut, not refused. */
export function instant(rfc3339: string): number {
  return Date.parse(rfc3339);
}

/** `10:03:12` */
export function clockTime(at: number): string {
  return clockFormat.format(at);
}

/** `2026年11月23日` */
export function day(at: number, language: Language): string {
  return dayFormat[language].format(at);
}

/** `2026年11月23日 10:03:12` */
export function dateTime(at: number, language: Language): string {
  return `${day(at, language)} ${clockTime(at)}`;
}

/** The time alone for the same day, the date with it for another day. */
export function timeNear(at: number, now: number, language: Language): string {
  return day(at, "zh") === day(now, "zh") ? clockTime(at) : dateTime(at, language);
}

/** `3 分钟前` */
export function relative(at: number, now: number, t: Translator): string {
  const age = Math.max(0, now - at);
  if (age < 5 * SECOND) return t("time.now");
  if (age < MINUTE) return t("time.seconds_ago", { n: Math.floor(age / SECOND) });
  if (age < HOUR) return t("time.minutes_ago", { n: Math.floor(age / MINUTE) });
  if (age < DAY) return t("time.hours_ago", { n: Math.floor(age / HOUR) });
  return t("time.days_ago", { n: Math.floor(age / DAY) });
}

/** A running clock: `03:12`, `2:03:12`, `3天 02:03:12`. Never negative. */
export function running(elapsed: number, t: Translator): string {
  const whole = Math.max(0, Math.floor(elapsed / SECOND));
  const two = (n: number) => String(n).padStart(2, "0");
  const seconds = two(whole % 60);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600) % 24;
  const days = Math.floor(whole / 86_400);
  if (days > 0) return t("time.days", { n: days, clock: `${two(hours)}:${two(minutes)}` });
  if (hours > 0) return `${hours}:${two(minutes)}:${seconds}`;
  return `${two(minutes)}:${seconds}`;
}

/** How far one stated time lies from another: `+00:04`, or that it is earlier. */
export function shift(from: number, to: number, t: Translator): string {
  const key = to >= from ? "time.later" : "time.earlier";
  return t(key, { clock: running(Math.abs(to - from), t) });
}

/** A travel time: `50 秒`, `4 分`. */
export function travel(seconds: number, t: Translator): string {
  if (seconds < 60) return t("time.seconds", { n: Math.round(seconds) });
  return t("time.minutes", { n: Math.ceil(seconds / 60) });
}
