import { describe, expect, it } from "vitest";
import { field } from "./fixture";
import { guideAddress, guided } from "./guide";

describe("a form's guide", () => {
  it("is asked by the fields that it goes by, and by those that hold something", () => {
    const form: Record<string, string> = { year: " 2025 ", fact: "", name: "x" };
    const value = (name: string) => form[name] ?? "";
    expect(guideAddress("/api/v1/form{?year,fact}", value)).toBe("/api/v1/form?year=2025");
    expect(guideAddress("/api/v1/form", value)).toBeNull();
  });

  it("takes fields away and says anew what others are", () => {
    const fields = [field("year", "integer"), field("number", "decimal"), field("done", "boolean")];
    const nothing = { required: null, label: null, help: null, unit: null, choices: null };
    const told = guided(fields, {
      fields: [
        { ...nothing, name: "number", shown: true, required: true, unit: { zh: "%", en: "%" } },
        { ...nothing, name: "done", shown: false },
      ],
    });
    expect(told.map(({ name }) => name)).toEqual(["year", "number"]);
    expect(told[1]).toMatchObject({ kind: "decimal", required: true, unit: { zh: "%" }, label: fields[1]?.label });
  });
});
