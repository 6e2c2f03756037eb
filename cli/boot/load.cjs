"use strict";

const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

/**
 * Loads a bundle as require() would, with V8's compiled code from an earlier run of the same command.
 *
 * Compiling is a third of a short command's time. Each command keeps its own file, holding the functions it used.
 * @param bundle path of a bundle in dist/
 * @param command word that tells one kind of run from another
 * @returns the bundle's exports
 */
function load(bundle, command) {
  if (process.env.TIDEGATE_DEBUG) {
    process.setSourceMapsEnabled(true); // stack traces name the sources; reading the map takes longer than a plan
    return require(bundle);
  }
  Module.enableCompileCache?.(path.join(path.dirname(bundle), "cache", "modules")); // Node 22.1 and newer: for what the bundle requires
  const source = fs.readFileSync(bundle, "utf8");
  const cachePath = cachePathOf(bundle, source, command);
  const cachedData = cachePath && readIfThere(cachePath);
  const script = new vm.Script(Module.wrap(source), { filename: bundle, cachedData });

  const loaded = new Module(bundle, module);
  loaded.filename = bundle;
  loaded.paths = Module._nodeModulePaths(path.dirname(bundle));
  const run = script.runInThisContext();
  run.call(loaded.exports, loaded.exports, Module.createRequire(bundle), loaded, bundle, path.dirname(bundle));

  // At the end, when the functions that the command needs have been compiled.
  if (cachePath && (!cachedData || script.cachedDataRejected)) process.once("exit", () => keep(script, cachePath));
  return loaded.exports;
}

/** V8 itself compares only the length of the source, so the build's id, in the bundle's last line, is in the name. */
function cachePathOf(bundle, source, command) {
  const build = /\/\/# build=([0-9a-f]+)$/.exec(source.slice(-64))?.[1];
  if (!build || !/^[a-z-]{1,24}$/.test(command)) return undefined;
  const name = `${command}-${build}-${process.version}-${process.arch}.v8`;
  return path.join(path.dirname(bundle), "cache", path.basename(bundle, ".cjs"), name);
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function keep(script, cachePath) {
  if (process.exitCode === 1 || process.exitCode === 70) return; // a mistyped command is not worth a file
  const partial = `${cachePath}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(cachePath), { recursive: true });
    fs.writeFileSync(partial, script.createCachedData());
    fs.renameSync(partial, cachePath);
  } catch (error) {
    // Installed where this user may not write, or a disk that is full: slower next time, and nothing else.
    if (!["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOENT"].includes(error.code)) throw error;
  }
}

module.exports = { load };
