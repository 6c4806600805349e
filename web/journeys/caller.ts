/** Somebody who calls the API as the screens do, with a cookie and without a screen: what a journey needs to be there before it begins. */
import { expect } from "vitest";
import type { Account, RunningServer } from "./server";

/** Sends one thing that is made and resolves with its id. */
export type Make = (path: string, body: unknown) => Promise<string>;

export async function caller(server: RunningServer, account: Account): Promise<Make> {
  const send = (path: string, body: unknown, cookie?: string) =>
    fetch(`${server.url}${path}`, { method: "POST", headers: { "Content-Type": "application/json", ...(cookie === undefined ? {} : { Cookie: cookie }) }, body: JSON.stringify(body) });
  const session = await send("/api/v1/session", account);
  const cookie = session.headers.get("set-cookie")?.split(";")[0];
  return async (path, body) => {
    const answer = await send(path, body, cookie);
    expect(answer.status, `${path}: ${await answer.clone().text()}`).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
}
