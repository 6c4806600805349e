import { describe, expect, it } from "vitest";
import { address } from "../api/request";
import { source } from "./fixture";
import { columnsOf, emptyList, fromViewState, known, listSearch, pressed, stateOf, toQuery, toSearch, toViewState, type ListState } from "./listState";

const full: ListState = {
  search: "红旗 hq",
  filters: [
    { field: "state", op: "in", values: ["usable", "broken"] },
    { field: "name", op: "contains", values: ["a,b;c=d%20&e+<script>"] },
    { field: "diameter", op: "between", values: ["50", "100"] },
    { field: "region", op: "eq", values: ["1408"] },
  ],
  sort: [{ field: "diameter", down: true }, { field: "name", down: false }],
  columns: ["name", "diameter"],
  retired: true,
};

describe("the state of a list", () => {
  it("survives the address, and a saved view", () => {
    expect(stateOf(toSearch(full))).toEqual(full);
    expect(stateOf(listSearch({ ...toSearch(full) }))).toEqual(full);
    expect(stateOf(fromViewState(toViewState(full)))).toEqual(full);
    expect(toSearch(emptyList)).toEqual({});
  });

  it("takes what the router read as a number or a boolean", () => {
    expect(listSearch({ q: 1408, retired: "true" })).toEqual({ q: "1408", retired: true });
  });

  it.each([{ f: "nonsense" }, { f: "name.drop=1" }, { f: ";;=" }, { sort: "na me;" }, { q: {} }, { cols: "<b>" }, { retired: "perhaps" }])("drops what is none: %j", (raw) => {
    expect(listSearch(raw)).toEqual({});
  });

  it("asks the server as the contract says", () => {
    expect(address("/x", toQuery({ ...full, filters: full.filters.slice(0, 3) }))).toBe(
      "/x?search=%E7%BA%A2%E6%97%97+hq&state.in=usable&state.in=broken&name.contains=a%2Cb%3Bc%3Dd%2520%26e%2B%3Cscript%3E&diameter.between=50&diameter.between=100&sort=-diameter&sort=name&retired=true",
    );
    expect(toQuery({ ...emptyList, filters: [{ field: "region", op: "eq", values: ["1408"] }] })).toEqual([["region", "1408"]]);
  });

  it("asks nothing that the register does not know or allow", () => {
    const old: ListState = {
      ...full,
      filters: [
        { field: "gone", op: "eq", values: ["1"] },
        { field: "phone", op: "eq", values: ["138"] },
        { field: "diameter", op: "contains", values: ["1"] },
        { field: "diameter", op: "between", values: ["1"] },
        { field: "state", op: "in", values: [] },
        { field: "name", op: "eq", values: [" "] },
        { field: "name", op: "empty", values: ["perhaps"] },
        { field: "name", op: "empty", values: ["true"] },
      ],
      sort: [{ field: "position", down: false }, { field: "gone", down: true }, { field: "name", down: true }],
      columns: ["gone"],
    };
    expect(known(old, source)).toEqual({ ...full, filters: [{ field: "name", op: "empty", values: ["true"] }], sort: [{ field: "name", down: true }], columns: null });
    expect(known(full, { ...source, searchable: false }).search).toBe("");
  });

  it("a heading goes up, down and away; with Shift the others stay", () => {
    const up = pressed([], "name", false);
    expect(up).toEqual([{ field: "name", down: false }]);
    expect(pressed(up, "name", false)).toEqual([{ field: "name", down: true }]);
    expect(pressed(pressed(up, "name", false), "name", false)).toEqual([]);
    expect(pressed(up, "state", true)).toEqual([...up, { field: "state", down: false }]);
    expect(pressed(up, "state", false)).toEqual([{ field: "state", down: false }]);
  });

  it("columns come from the address, then from this seat, then from the register with the name first", () => {
    const names = (state: ListState, kept: string | null) => columnsOf(state, kept, source).map((one) => one.name);
    expect(names(full, "state")).toEqual(["name", "diameter"]);
    expect(names(emptyList, "state,gone,name")).toEqual(["state", "name"]);
    expect(names(emptyList, "gone")[0]).toBe("name");
    expect(names(emptyList, null)).not.toContain("remark");
  });
});
