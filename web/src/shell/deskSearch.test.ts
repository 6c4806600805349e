import { describe, expect, it } from "vitest";
import { deskSearch, localPath } from "./deskSearch";

const id = "01939f3a-0000-7000-8000-000000000001";

describe("the desk's address", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(deskSearch({ alarm: id, incident: "x", list: "incidents", detail: true, alarms: "closed", incidents: "open", other: 1 })).toEqual({ alarm: id, list: "incidents", detail: true, alarms: "closed" });
  });
  it("goes nowhere else after sign-in", () => {
    expect(localPath("/?alarm=1")).toBe("/?alarm=1");
    for (const bad of ["//evil.example", "/\\evil.example", "https://evil.example", 7, undefined]) expect(localPath(bad)).toBeUndefined();
  });
});
