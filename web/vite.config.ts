/**
 * Build and development server. `FENGSUI_API` names the server that the
 * development server passes /api on to.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The map's worker is a module, as the library ships it.
  worker: { format: "es" },
  server: {
    proxy: { "/api": { target: process.env["FENGSUI_API"] ?? "http://127.0.0.1:8080" } },
  },
  build: {
    target: "es2022",
    sourcemap: false,
    reportCompressedSize: true,
    // The map library is one piece, fetched with the map page alone.
    chunkSizeWarningLimit: 1_100,
  },
});
