/**
 * The client's types from the API's document.
 *
 *   node scripts/api.mjs generate   writes src/api/schema.d.ts
 *   node scripts/api.mjs check      fails when that file is not what the document gives, so that the
 *                                   screens can never be built against a contract the server has left
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DOCUMENT = "../docs/openapi.json";
const SCHEMA = "src/api/schema.d.ts";

function generate() {
  const folder = mkdtempSync(join(tmpdir(), "fengsui-api-"));
  try {
    const fresh = join(folder, "schema.d.ts");
    execFileSync("npx", ["--no-install", "openapi-typescript", DOCUMENT, "--output", fresh], { stdio: "pipe" });
    // The mark by which the house rules know a file that nobody writes.
    return `// @generated from docs/openapi.json\n${readFileSync(fresh, "utf8")}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const task = process.argv[2];
if (task === "generate") {
  writeFileSync(SCHEMA, generate());
} else if (task !== "check") {
  console.error("usage: node scripts/api.mjs generate|check");
  process.exitCode = 2;
} else if (generate() !== readFileSync(SCHEMA, "utf8")) {
  console.error(`${SCHEMA} has drifted from docs/openapi.json: run \`npm run api:generate\` and commit the result.`);
  process.exitCode = 1;
}
