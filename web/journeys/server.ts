/**
 * The real server for one journey file: its own data folder, its own ports, its
 * own accounts, gone afterwards.
 *
 * This file alone knows how the binary is started and where it says what one has
 * to know to sign in.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TEST_PACK = fileURLToPath(new URL("../../scripts/test_pack.sh", import.meta.url));

export interface Account {
  readonly username: string;
  readonly password: string;
}

export interface RunningServer {
  readonly url: string;
  /** Its folder, where roads are brought in. */
  readonly data: string;
  readonly devicePort: number;
  /** Two people who may verify and dispatch. */
  readonly accounts: readonly [Account, Account];
  /** Any of the first accounts, by name. */
  readonly account: (username: string) => Account;
  /** Everything the server said, for the report of a failure. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** `account NAME password SECRET`, one a line, as the server prints them on its first start. */
function accountsIn(text: string): Account[] {
  return [...text.matchAll(/account[:\s]+(\S+)\s+password[:\s]+(\S+)/gi)].map((match) => ({ username: match[1] ?? "", password: match[2] ?? "" }));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/v1/session`)).status === 401;
  } catch {
    return false;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 5_000).unref();
  });
}

/** Its city has some of the townships and villages of each county, or all of them. */
export async function startServer(regions: "few" | "all" = "few"): Promise<RunningServer> {
  const binary = process.env["FENGSUI_BIN"];
  if (binary === undefined) throw new Error("FENGSUI_BIN must name the server's binary");
  const data = await mkdtemp(join(tmpdir(), "fengsui-journey-"));
  const [http, devicePort] = [await freePort(), await freePort()];
  const pack = join(data, "pack");
  execFileSync(TEST_PACK, regions === "all" ? [pack, "--all-regions"] : [pack]);
  const url = `http://127.0.0.1:${http}`;
  const child = spawn(binary, ["serve"], {
    env: { ...process.env, FENGSUI_DATA: data, FENGSUI_PACK: pack, FENGSUI_LISTEN: `127.0.0.1:${http}`, FENGSUI_DEVICE_LISTEN: `127.0.0.1:${devicePort}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const stop = async () => {
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  const named = (username: string): Account => {
    const found = accountsIn(said).find((account) => account.username === username);
    if (found === undefined) throw new Error(`the server named no account ${username}`);
    return found;
  };
  const deadline = Date.now() + 30_000;
  for (;;) {
    const [first, second] = accountsIn(said);
    if (first !== undefined && (await answers(url))) return { url, data, devicePort, accounts: [first, second ?? first], account: named, said: () => said, stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`the server did not come up; it said:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
