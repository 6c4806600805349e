/** Journeys drive the real server and a real browser, each file its own; two files at a time, as the machine has two cores. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["journeys/**/*.journey.ts"],
    environment: "node",
    maxWorkers: 2,
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
