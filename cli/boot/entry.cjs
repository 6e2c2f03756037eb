"use strict";

const { ensureInstalled } = require("./install.cjs");
const { ensureBuilt } = require("./build.cjs");

/**
 * Installs and builds what is missing or stale, then runs a bundle's `main(argv)` and passes its exit code on.
 * @param entryName a key of ENTRIES in build.cjs
 * @param commands arguments; of several, each is run when the one before it went well, after an empty line
 */
function runEntry(entryName, ...commands) {
  // The reader of a pipe may leave (`tidegate plan … | head`); the exit code still has to be the plan's.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  process.on("uncaughtException", (error) => {
    onDefect(error);
    process.exit();
  });
  start(entryName, commands).then((exitCode) => {
    process.exitCode = exitCode;
  }, onDefect);
}

async function start(entryName, commands) {
  await ensureInstalled();
  const bundle = await ensureBuilt(entryName);
  if (!bundle)
    throw new Error(`This copy of Tidegate is incomplete: it has neither sources nor a bundle of "${entryName}"`);
  const [first] = commands;
  const { main } = require("./load.cjs").load(bundle, commands.length > 1 ? "start" : (first[0] ?? "none"));
  for (const [at, argv] of commands.entries()) {
    if (at > 0) process.stdout.write("\n");
    const exitCode = await main(argv);
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}

function onDefect(error) {
  require("./defect.cjs").reportDefect(error);
}

module.exports = { runEntry };
