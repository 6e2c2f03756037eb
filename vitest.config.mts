import { defineConfig } from "vitest/config";

const shared = {
  setupFiles: ["test/support/fixed-seed.ts"],
  pool: "forks" as const,
  testTimeout: 20_000,
};

/** Tests that start processes or fill the provider SDK's global state: each file has a process of its own. */
const alone = [
  "test/boot/**/*.test.ts",
  "test/cli/**/*.test.ts",
  "test/components/**/*.test.ts",
  "test/stacks/**/*.test.ts",
  "test/policies/**/*.test.ts",
  "test/report/*browser*",
  "test/comment/*browser*",
  "test/diff/commands.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "calculator",
          include: ["test/**/*.test.ts"],
          // The stand-in cloud is a part of the engine tests, and as many tests again.
          exclude: [...alone, "test/engine/**", "test/cloud/**", "node_modules/**"],
          // Pure code may share a process: modules are loaded once for all files.
          isolate: false,
        },
      },
      { test: { ...shared, name: "processes", include: alone } },
    ],
  },
});
