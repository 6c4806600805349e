/**
 * Fails when src/api/schema.d.ts is not what docs/openapi.json generates, so
 * that the screens can never be built against a contract the server has left.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "fengsui-api-"));
try {
  const fresh = join(folder, "schema.d.ts");
  execFileSync("npx", ["--no-install", "openapi-typescript", "../docs/openapi.json", "--output", fresh], { stdio: "pipe" });
  if (readFileSync(fresh, "utf8") !== readFileSync("src/api/schema.d.ts", "utf8")) {
    console.error("src/api/schema.d.ts has drifted from docs/openapi.json: run `npm run api:generate` and commit the result.");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
