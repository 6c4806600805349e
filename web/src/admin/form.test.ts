import { describe, expect, it } from "vitest";
import type { Account, RoleInfo } from "./accounts";
import { blank, faultsOf, newAccount, patchOf, readablePassword, setsOf, typedOf } from "./form";

const role = (word: RoleInfo["role"], binding: string): RoleInfo => ({ role: word, binding, for_people: true, label: { zh: "", en: "" }, permissions: [] });
const dispatcher = role("dispatcher", "city");
const grid = role("grid_worker", "areas");
const manager = role("unit_manager", "units");
const typed = { ...blank, username: "wang", display_name: "王", role: "grid_worker" };
const account: Account = { id: "1", version: 3, username: "wang", display_name: "王", role: "grid_worker", locale: "zh", sets: { areas: ["140802001"], sectors: [], unit: null, clients: [], organisation: null }, disabled: false, created_at: "2026-11-27T00:00:00Z" };

describe("an account that is typed", () => {
  it("is refused before it is sent, at the field", () => {
    expect(faultsOf(blank, undefined, "")).toEqual(["username", "display_name", "role", "password"]);
    expect(faultsOf(typed, grid, "0123456789")).toEqual(["areas"]);
    expect(faultsOf(typed, manager, "0123456789")).toEqual(["units"]);
    expect(faultsOf({ ...typed, username: " Wang.Li " }, dispatcher, "0123456789")).toEqual([]);
    expect(faultsOf({ ...typed, username: "王力" }, dispatcher, "0123456789")).toEqual(["username"]);
    expect(faultsOf({ ...typed, username: "" }, dispatcher, null)).toEqual([]);
  });

  it("sends the sets that its role knows and keeps what was typed for another", () => {
    const both = { ...typed, areas: ["140802"], sectors: ["education"], unit: "u", clients: ["c"] };
    expect(setsOf(both, "city")).toEqual({ areas: ["140802"], sectors: [], unit: null, clients: [], organisation: null });
    expect(setsOf(both, "units")).toMatchObject({ unit: "u", clients: ["c"], sectors: [] });
    expect(newAccount(both, dispatcher, "0123456789").sets).toEqual(setsOf(both, "city"));
  });

  it("sends what differs, and all sets when one of them does", () => {
    const before = typedOf(account);
    expect(patchOf(account, before, grid, false)).toEqual({});
    expect(patchOf(account, { ...before, display_name: "王力", locale: "en" }, grid, false)).toEqual({ display_name: "王力", locale: "en" });
    const moved = patchOf(account, { ...before, areas: [] }, dispatcher, false);
    expect(moved).toEqual({ role: "dispatcher", sets: { areas: [], sectors: [], unit: null, clients: [], organisation: null } });
    expect(patchOf(account, { ...before, areas: [] }, dispatcher, true)).toEqual({});
  });

  it("gets a password that can be read out", () => {
    let next = 0;
    const counting = (bytes: Uint8Array) => bytes.fill((next += 7) % 256);
    expect(readablePassword(counting)).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}$/);
  });
});
