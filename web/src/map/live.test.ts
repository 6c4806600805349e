import { describe, expect, it } from "vitest";
import { featuresOf, merged, type LivePosition } from "./live";

const at = (id: string, longitude: number, measured_at = "2026-11-26T08:00:00Z"): LivePosition => ({ kind: "vehicle", id, title: id, longitude, latitude: 35, measured_at });

describe("live positions", () => {
  it("take the latest of each, and start anew when all are told", () => {
    const first = merged(new Map(), { whole: true, items: [at("a", 1), at("b", 2)] });
    const moved = merged(first, { whole: false, items: [at("a", 3)] });
    expect([...moved.values()].map((one) => one.longitude)).toEqual([3, 2]);
    expect([...first.values()].map((one) => one.longitude)).toEqual([1, 2]);
    expect([...merged(moved, { whole: true, items: [at("b", 4)] }).keys()]).toEqual(["vehicle/b"]);
  });

  it("are lost after ten minutes", () => {
    const positions = merged(new Map(), { whole: true, items: [at("a", 1)] });
    const word = (now: string) => featuresOf(positions, Date.parse(now)).features[0]?.properties?.["word"] as unknown;
    expect(word("2026-11-26T08:09:00Z")).toBe("fresh");
    expect(word("2026-11-26T08:11:00Z")).toBe("lost");
  });
});
