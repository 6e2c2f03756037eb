"use strict";

const { randomUUID } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const POLL_MS = 100;
const HEARTBEAT_MS = 2_000;
/** How long a lock must show no sign of life before it counts as left behind, by what is known of its owner. */
const SILENCE_MS = { unknownOwner: 5_000, otherHost: 30_000, sameHost: 600_000 };
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `action` while this process alone holds `lockPath`, a directory that other processes wait for.
 *
 * A lock whose owner is gone is taken over. Silence is measured by the waiter's own clock, so a suspended
 * machine or a skewed clock doesn't make a live owner look dead.
 * @param lockPath directory to create; its parent must exist
 * @param action receives `{ addProcess }`: a child's pid that keeps the lock alive should this process be killed
 * @param onWait called once when somebody else holds the lock
 */
async function withLock(lockPath, action, onWait) {
  const owner = { token: randomUUID(), host: os.hostname(), pids: [process.pid] };
  await acquire(lockPath, owner, onWait);

  const heartbeat = setInterval(() => fs.utimesSync(lockPath, new Date(), new Date()), HEARTBEAT_MS);
  let received;
  const onSignal = (signal) => {
    received ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await action({
      addProcess(pid) {
        owner.pids.push(pid);
        writeOwner(lockPath, owner);
      },
    });
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(lockPath, { recursive: true, force: true });
    for (const signal of SIGNALS) process.off(signal, onSignal);
    if (received) process.kill(process.pid, received);
  }
}

async function acquire(lockPath, owner, onWait) {
  let seen;
  let silentMs = 0;
  let told = false;
  while (!created(lockPath)) {
    const current = look(lockPath);
    if (current) {
      silentMs = current.sign === seen ? silentMs + POLL_MS : 0;
      seen = current.sign;
      if (isAbandoned(current.owner, silentMs) && takeOver(lockPath, current, owner)) return;
    }
    if (!told) onWait?.();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  writeOwner(lockPath, owner);
}

function created(directory) {
  try {
    fs.mkdirSync(directory);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** What a waiter sees of the lock; undefined when it has just been released. */
function look(lockPath) {
  let beat;
  try {
    beat = fs.statSync(lockPath).mtimeMs;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  const owner = readOwner(lockPath);
  return { owner, sign: `${owner?.token} ${beat}` };
}

function readOwner(lockPath) {
  try {
    return JSON.parse(fs.readFileSync(path.join(lockPath, "owner.json"), "utf8"));
  } catch {
    return undefined; // not written yet, half written, or released: judged by its silence
  }
}

function writeOwner(lockPath, owner) {
  fs.writeFileSync(path.join(lockPath, "owner.json"), JSON.stringify(owner));
}

function isAbandoned(owner, silentMs) {
  if (!owner) return silentMs >= SILENCE_MS.unknownOwner;
  if (owner.host !== os.hostname()) return silentMs >= SILENCE_MS.otherHost;
  return !owner.pids.some(isAlive) || silentMs >= SILENCE_MS.sameHost;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Replaces the owner in place: of several waiters only the one that makes `claim` may, and only of the lock it judged. */
function takeOver(lockPath, judged, owner) {
  const claim = path.join(lockPath, "claim");
  try {
    fs.mkdirSync(claim);
  } catch (error) {
    if (error.code === "EEXIST" || error.code === "ENOENT") return false;
    throw error;
  }
  const mine = readOwner(lockPath)?.token === judged.owner?.token;
  if (mine) writeOwner(lockPath, owner);
  fs.rmSync(claim, { recursive: true, force: true });
  return mine;
}

module.exports = { withLock };
