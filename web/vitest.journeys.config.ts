/** Journeys drive the real server and a real browser, so they run one after the other. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["journeys/**/*.journey.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
