/** Journeys drive the real server and a real browser; each file has its own, so two may run beside each other. */
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
