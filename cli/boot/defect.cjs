"use strict";

const fs = require("node:fs");
const path = require("node:path");

const EXIT_CODE = 70;
const DIST = path.resolve(__dirname, "../../dist");

/** Says that Tidegate itself is at fault, with the positions of the sources, and sets exit code 70. */
function reportDefect(error) {
  process.exitCode = EXIT_CODE;
  if (isBuildFailure(error)) {
    process.stderr.write("Tidegate could not be built from its sources; esbuild says why above.\n");
    return;
  }
  const stack = error instanceof Error && error.stack ? sourcePositions(error.stack) : String(error);
  process.stderr.write(
    `This is a defect of Tidegate, not of your input. Please report it with these lines:\n${stack}\n`,
  );
}

/** esbuild prints its messages itself. */
function isBuildFailure(error) {
  return error instanceof Error && Array.isArray(error.errors) && Array.isArray(error.warnings);
}

/** Replaces positions in a bundle by those in its sources; only here, since reading the map takes longer than a plan. */
function sourcePositions(stack) {
  const maps = new Map();
  return stack.replaceAll(/([^\s()]+\.cjs):(\d+):(\d+)/g, (whole, file, line, column) => {
    if (path.dirname(file) !== DIST) return whole;
    if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
    const entry = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry?.originalSource) return whole;
    return `${path.resolve(DIST, entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function readMap(file) {
  if (!fs.existsSync(file)) return undefined;
  const { SourceMap } = require("node:module");
  return new SourceMap(JSON.parse(fs.readFileSync(file, "utf8")));
}

module.exports = { reportDefect };
