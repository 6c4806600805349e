import { describe, expect, it } from "vitest";
import { newCaseSearch } from "./newCaseSearch";

describe("what a new case begins with", () => {
  it("is read from the address as texts, and nothing else is", () => {
    expect(newCaseSearch({ year: 2025, fact: "adverts_published", done: true, list: [1], "x-y": "no" })).toEqual({ year: "2025", fact: "adverts_published", done: "true" });
  });
});
