import { describe, expect, it } from "vitest";
import { translator } from "../messages/translate";
import { neighbour, periodOf, periodText, periodWords, readPeriod } from "./period";

const spelled = ["2025", "2025-H1", "2025-H2", "2025-Q1", "2024-02", "2025-W01", "2020-W53", "2025-11-23", "2025-01-10..2025-03-09"];

describe("a period", () => {
  it("is read and written alike", () => {
    for (const text of spelled) {
      const period = readPeriod(text);
      expect(period, text).not.toBeNull();
      if (period !== null) expect(periodText(period)).toBe(text);
    }
    expect(readPeriod("2025-W01")).toEqual({ step: "week", from: "2024-12-30", until: "2025-01-05" });
    expect(readPeriod("2024-02")?.until).toBe("2024-02-29");
  });

  it("is refused when it is none", () => {
    for (const text of ["", "25", "2025-13", "2025-Q5", "2025-H0", "2025-W54", "2025-1", "2025-02-30", "2025-03-01..2025-02-01", "年"]) expect(readPeriod(text), text).toBeNull();
  });

  it("has neighbours without gaps", () => {
    for (const text of spelled) {
      const period = readPeriod(text);
      if (period === null) throw new Error(text);
      const day = (at: string, by: number) => new Date(Date.parse(`${at}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
      expect(neighbour(period, 1).from, text).toBe(day(period.until, 1));
      expect(neighbour(period, -1).until, text).toBe(day(period.from, -1));
      expect(neighbour(neighbour(period, -1), 1), text).toEqual(period);
    }
  });

  it("holds its day", () => {
    for (const step of ["year", "half_year", "quarter", "month", "week", "day"] as const) {
      const { from, until } = periodOf(step, "2026-11-26");
      expect(from <= "2026-11-26" && "2026-11-26" <= until, step).toBe(true);
    }
  });

  it("has words in both languages", () => {
    expect(periodWords("2025-Q3", translator("zh"))).toBe("2025年三季度");
    expect(periodWords("2025-11", translator("en"))).toBe("November 2025");
    expect(periodWords("2025-11-23", translator("zh"))).toBe("2025年11月23日");
    expect(periodWords("2025-11-23", translator("en"))).toBe("23 November 2025");
  });
});
