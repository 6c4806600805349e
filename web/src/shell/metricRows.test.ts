import { describe, expect, it } from "vitest";
import { listFilters } from "../metric/rows";
import { listSearch, stateOf } from "../register/listState";

describe("from a number to its rows", () => {
  it("a list reads the filters that a count wrote", () => {
    const filters = [
      { field: "state", operator: "eq", values: ["in,tact;="] },
      { field: "region", operator: "within", values: ["140802", "140821"] },
      { field: "region", operator: "outside", values: ["140802404"] },
      { field: "key_until", operator: "gte_or_empty", values: ["2026-11-26"] },
      { field: "checked_on", operator: "between", values: ["2026-01-01", "2026-12-31"] },
    ];
    const read = stateOf(listSearch({ f: listFilters({ filters }) }));
    expect(read.filters).toEqual(filters.map(({ field, operator, values }) => ({ field, op: operator, values })));
  });
});
