import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/**
 * The architecture as lint rules: a capability's screens never import another
 * capability's; only the shell knows them all.
 */
const rooms = ["monitor", "dispatch", "register", "metric", "jobs", "map"];
const walls = rooms.map((room) => ({
  files: [`src/${room}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: rooms
          .filter((other) => other !== room)
          .map((other) => ({
            group: [`**/${other}/*`],
            message: "Capabilities meet in shell/, not in each other.",
          })),
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      "max-lines": ["error", 400],
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-ignore": true, "ts-expect-error": true, "ts-nocheck": true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // The contract is generated: what is never absent today may be absent in the next version.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // The router redirects by throwing what `redirect()` returns.
      "@typescript-eslint/only-throw-error": ["error", { allow: [{ from: "package", package: "@tanstack/router-core", name: "Redirect" }] }],
    },
  },
  { files: ["**/*.mjs", "eslint.config.js"], languageOptions: { globals: { process: "readonly", console: "readonly" } } },
  ...walls,
);
