/** Journeys drive the real server and a real browser; one file after the other: beside a second one, a bulk cancellation was seen to be lost. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["journeys/**/*.journey.ts"],
    environment: "node",
    maxWorkers: 1,
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
