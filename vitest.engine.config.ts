import { defineConfig } from "vitest/config";

/** Tests that start real parts: one after the other, since each takes a core or two and ports of its own. */
export default defineConfig({
  test: {
    include: ["test/cloud/**/*.test.ts", "test/engine/**/*.test.ts"],
    setupFiles: ["test/support/fixed-seed.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
