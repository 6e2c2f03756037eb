"use strict";

const fs = require("node:fs");

/**
 * Starts a pack in a process of its own, for the engine. The bundle is made again whenever a source has changed.
 * TIDEGATE_POLICY_FACTS may name a JSON file with what the stack is judged by; else the stack's own output says it.
 */
async function start(name) {
  const { ensureBuilt } = require("../../../cli/boot/build.cjs");
  const bundle = await ensureBuilt("policies");
  const file = process.env.TIDEGATE_POLICY_FACTS;
  const facts = file === undefined || file === "" ? undefined : JSON.parse(fs.readFileSync(file, "utf8"));
  require(bundle).startPack(name, { facts });
}

module.exports = { start };
