"use strict";

const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const LOCKFILE = path.join(ROOT, "package-lock.json");
const NODE_MODULES = path.join(ROOT, "node_modules");
/** What npm says it installed; npm writes it last. */
const INSTALLED = path.join(NODE_MODULES, ".package-lock.json");
/** A copy of the lockfile that node_modules is known to match. */
const STAMP = path.join(NODE_MODULES, ".tidegate-lock.json");
const LOCK = path.join(ROOT, ".tidegate-install.lock");
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const NPM_ARGUMENTS = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"];

/** Makes node_modules what package-lock.json pins; ends the process with exit code 1 when npm can't. */
async function ensureInstalled() {
  // A published package carries no lockfile: npm has installed its dependencies already.
  if (!fs.existsSync(LOCKFILE) || isStamped() || matchesLockfile()) return;
  // npm ci empties what a link points to, which belongs to somebody else.
  if (isLink()) {
    process.stderr.write(
      `node_modules is a link to ${fs.realpathSync(NODE_MODULES)}, which isn't what package-lock.json pins.\nNothing was installed: that would empty the folder it points to. Delete the link, then run the command again.\n`,
    );
    process.exit(1);
  }

  const { withLock } = require("./lock.cjs");
  const failure = await withLock(LOCK, install, () =>
    process.stderr.write("Another process is installing; waiting for it …\n"),
  );
  if (!failure) return;
  process.stderr.write(`${failure}\nNothing was run. Check the network and the disk, then run the command again.\n`);
  process.exit(1);
}

/** @returns what to tell the user when it did not work */
async function install(lock) {
  if (isStamped() || matchesLockfile()) return undefined;
  process.stderr.write("Installing what package-lock.json pins (about a minute, once) …\n");
  fs.rmSync(STAMP, { force: true });
  const failure = await runNpm(lock);
  if (failure) return failure;
  return matchesLockfile() ? undefined : "npm ci ended well, but node_modules still differs from package-lock.json.";
}

function isLink() {
  return (
    fs.lstatSync(NODE_MODULES, { throwIfNoEntry: false })?.isSymbolicLink() === true && fs.existsSync(NODE_MODULES)
  );
}

/** The everyday check, well under a millisecond. */
function isStamped() {
  try {
    if (fs.statSync(INSTALLED).mtimeMs > fs.statSync(STAMP).mtimeMs) return false; // npm has run since
    return fs.readFileSync(STAMP).equals(fs.readFileSync(LOCKFILE));
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
    throw error;
  }
}

/** Compares package by package, so that an install made by hand counts too; leaves the stamp when it agrees. */
function matchesLockfile() {
  const lockfile = fs.readFileSync(LOCKFILE);
  const wanted = JSON.parse(lockfile.toString()).packages;
  const present = installedPackages();
  if (!present) return false;
  const agrees =
    Object.entries(wanted).every(([place, want]) => place === "" || isSatisfied(place, want, present[place])) &&
    Object.keys(present).every((place) => place in wanted);
  if (agrees) fs.writeFileSync(STAMP, lockfile);
  return agrees;
}

function installedPackages() {
  try {
    return JSON.parse(fs.readFileSync(INSTALLED, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isSatisfied(place, want, have) {
  if (!have) return want.optional === true || want.devOptional === true; // another platform's binary
  return have.version === want.version && have.integrity === want.integrity && fs.existsSync(path.join(ROOT, place));
}

/** @returns npm's output and how it ended, when it failed */
function runNpm(lock) {
  const { spawn } = require("node:child_process");
  const [command, leading] = npmCommand();
  const child = spawn(command, [...leading, ...NPM_ARGUMENTS], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32" && leading.length === 0, // npm is a .cmd file there
  });
  if (child.pid) lock.addProcess(child.pid);

  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const forward = (signal) => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, forward);

  return new Promise((resolve) => {
    child.on("error", (error) => resolve(`npm could not be started: ${error.message}.`));
    child.on("close", (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      resolve(code === 0 ? undefined : `${output}npm ci ended with ${signal ?? `exit code ${code}`}.`);
    });
  });
}

/** The npm that runs us, if one does; else the one on PATH. */
function npmCommand() {
  const runner = process.env.npm_execpath;
  return runner && path.basename(runner) === "npm-cli.js" ? [process.execPath, [runner]] : ["npm", []];
}

module.exports = { ensureInstalled };
