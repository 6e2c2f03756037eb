import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/fixed-seed.ts"],
    exclude: ["test/engine/**", "node_modules/**"],
    pool: "forks",
    testTimeout: 20_000,
  },
});
