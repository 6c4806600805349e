/** The last day of a token, in the city's own zone. Pure. */
const DAY_MS = 86_400_000;
const MOST_DAYS = 730;
const dayFormat = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" });

/** `2027-11-27`, so many days after the day of `now`. */
export function daysAhead(now: number, days: number): string {
  return dayFormat.format(now + days * DAY_MS);
}

/** 24:00 of that day: an API time. */
export function endOfDay(text: string): string {
  return new Date(Date.parse(`${text}T00:00:00+08:00`) + DAY_MS).toISOString();
}

/** After today and within what the server allows. */
export function isLastDay(text: string, now: number): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && text > daysAhead(now, 0) && Date.parse(endOfDay(text)) <= now + MOST_DAYS * DAY_MS;
}
