import { expect, it } from "vitest";
import { daysAhead, endOfDay, isLastDay } from "./tokenDay";

it("ends with a day of the city, after today and within two years", () => {
  // 00:30 of the 28th in the city.
  const now = Date.parse("2026-11-27T16:30:00Z");
  expect(daysAhead(now, 0)).toBe("2026-11-28");
  expect(daysAhead(now, 365)).toBe("2027-11-28");
  expect(endOfDay("2026-11-29")).toBe("2026-11-29T16:00:00.000Z");
  expect([isLastDay("2026-11-28", now), isLastDay("2026-11-29", now), isLastDay("2028-11-26", now), isLastDay("2028-12-30", now), isLastDay("", now)]).toEqual([false, true, true, false, false]);
});
