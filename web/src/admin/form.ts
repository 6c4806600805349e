/** What is typed of an account, what is wrong with it, and what is sent. Pure. */
import type { MessageKey } from "../messages/zh";
import type { Account, AccountForm, AccountPatch, RoleInfo, RoleWord, Sets } from "./accounts";

export interface Typed {
  readonly username: string;
  readonly display_name: string;
  readonly role: string;
  readonly locale: "zh" | "en";
  readonly areas: readonly string[];
  readonly sectors: readonly string[];
  readonly unit: string;
  readonly clients: readonly string[];
  readonly organisation: string;
}

export const blank: Typed = { username: "", display_name: "", role: "", locale: "zh", areas: [], sectors: [], unit: "", clients: [], organisation: "" };

export function typedOf(account: Account): Typed {
  const { sets } = account;
  return {
    username: account.username,
    display_name: account.display_name,
    role: account.role,
    locale: account.locale === "en" ? "en" : "zh",
    areas: sets.areas ?? [],
    sectors: sets.sectors ?? [],
    unit: sets.unit ?? "",
    clients: sets.clients ?? [],
    organisation: sets.organisation ?? "",
  };
}

/** Which sets a role knows; the server refuses the others. */
export function knows(binding: string): { readonly areas: "optional" | "required"; readonly sectors: boolean; readonly units: boolean } {
  return { areas: binding === "areas" ? "required" : "optional", sectors: binding === "sectors" || binding === "any", units: binding === "units" || binding === "any" };
}

/** The sets as the role knows them: what was typed for another role stays typed and is not sent. */
export function setsOf(typed: Typed, binding: string): Sets {
  const known = knows(binding);
  return {
    areas: [...typed.areas],
    sectors: known.sectors ? [...typed.sectors] : [],
    unit: known.units && typed.unit !== "" ? typed.unit : null,
    clients: known.units ? [...typed.clients] : [],
    organisation: typed.organisation === "" ? null : typed.organisation,
  };
}

export type Fault = "username" | "display_name" | "role" | "areas" | "units" | "password";

export const faultWords: Readonly<Record<Fault, MessageKey>> = {
  username: "account.form.fault.username",
  display_name: "account.form.fault.display_name",
  role: "account.form.fault.role",
  areas: "account.form.fault.areas",
  units: "account.form.fault.units",
  password: "account.form.fault.password",
};

/** What the server would refuse. `password` is null where none is asked for. */
export function faultsOf(typed: Typed, role: RoleInfo | undefined, password: string | null): readonly Fault[] {
  const known = knows(role?.binding ?? "city");
  const wrong: Readonly<Record<Fault, boolean>> = {
    username: password !== null && !/^[a-z0-9._-]{2,32}$/.test(typed.username.trim().toLowerCase()),
    display_name: typed.display_name.trim() === "" || typed.display_name.trim().length > 40,
    role: role === undefined,
    areas: known.areas === "required" && typed.areas.length === 0,
    units: role?.binding === "units" && typed.unit === "" && typed.clients.length === 0,
    password: password !== null && password.length < 10,
  };
  return (Object.keys(wrong) as Fault[]).filter((fault) => wrong[fault]);
}

export function newAccount(typed: Typed, role: RoleInfo, password: string): AccountForm {
  return { username: typed.username.trim(), display_name: typed.display_name.trim(), role: role.role, locale: typed.locale, sets: setsOf(typed, role.binding), password };
}

/** What differs from what stands; the whole sets when any of them does. Nobody sends their own rights. */
export function patchOf(account: Account, typed: Typed, role: RoleInfo, own: boolean): AccountPatch {
  const before = typedOf(account);
  const sets = setsOf(typed, role.binding);
  const moved = JSON.stringify(sets) !== JSON.stringify(setsOf(before, role.binding)) || role.role !== account.role;
  return {
    ...(typed.display_name.trim() === account.display_name ? {} : { display_name: typed.display_name.trim() }),
    ...(typed.locale === before.locale ? {} : { locale: typed.locale }),
    ...(own || role.role === account.role ? {} : { role: role.role satisfies RoleWord }),
    ...(own || !moved ? {} : { sets }),
  };
}

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password that can be read out: three groups without letters that look alike; 77 bits. */
export function readablePassword(random: (bytes: Uint8Array) => Uint8Array): string {
  let text = "";
  while (text.length < 17) {
    if (text.length % 6 === 5) text += "-";
    const [byte = 255] = random(new Uint8Array(1));
    // The rest of 256 would make some letters likelier than others.
    if (byte < 248) text += LETTERS[byte % LETTERS.length] ?? "";
  }
  return text;
}
