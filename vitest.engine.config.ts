import { defineConfig } from "vitest/config";

/** Tests that start real parts: one after the other, since each takes a core or two and ports of its own. */
export default defineConfig({
  test: {
    include: ["test/engine/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
