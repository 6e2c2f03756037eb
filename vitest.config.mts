import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/fixed-seed.ts"],
    // The stand-in cloud is a part of the engine tests, and as many tests again.
    exclude: ["test/engine/**", "test/cloud/**", "node_modules/**"],
    pool: "forks",
    testTimeout: 20_000,
  },
});
