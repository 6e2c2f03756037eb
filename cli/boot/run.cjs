"use strict";

// node cli/boot/run.cjs TOOL [ARGUMENT…]: runs a development tool that package-lock.json pins, installing it first if need be.

require("./node-version.cjs").requireNodeVersion();

const { spawn } = require("node:child_process");
const { constants } = require("node:os");
const path = require("node:path");
const { ensureInstalled } = require("./install.cjs");

const TOOLS = { biome: "@biomejs/biome", tsc: "typescript", vitest: "vitest" };

async function run([tool, ...argv]) {
  const packageName = TOOLS[tool];
  if (!packageName) {
    process.stderr.write(`run.cjs knows ${Object.keys(TOOLS).join(", ")}, not ${tool}.\n`);
    return 1;
  }
  await ensureInstalled();
  const folder = path.resolve(__dirname, "../../node_modules", packageName);
  const { bin } = require(path.join(folder, "package.json"));
  const script = path.join(folder, typeof bin === "string" ? bin : bin[tool]);
  const child = spawn(process.execPath, [script, ...argv], { stdio: "inherit" });
  process.on("SIGINT", () => {}); // the terminal sends it to the tool as well, which ends us by ending
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
