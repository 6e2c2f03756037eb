"use strict";

const { ensureInstalled } = require("./install.cjs");
const { ensureBuilt } = require("./build.cjs");

/**
 * Installs and builds what is missing or stale, then runs a bundle's `main(argv)` and passes its exit code on.
 * @param entryName a key of ENTRIES in build.cjs
 */
function runEntry(entryName, argv) {
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
  start(entryName, argv).then((exitCode) => {
    process.exitCode = exitCode;
  }, onDefect);
}

async function start(entryName, argv) {
  await ensureInstalled();
  const bundle = await ensureBuilt(entryName);
  if (!bundle)
    throw new Error(`This copy of Tidegate is incomplete: it has neither sources nor a bundle of "${entryName}"`);
  const { main } = require("./load.cjs").load(bundle, argv[0] ?? "none");
  return main(argv);
}

function onDefect(error) {
  require("./defect.cjs").reportDefect(error);
}

module.exports = { runEntry };
