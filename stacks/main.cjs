"use strict";

// What `pulumi` starts (package.json, main). The bundle is made again whenever a source has changed: there is no build to forget.
module.exports = async () => {
  const { ensureBuilt } = require("../cli/boot/build.cjs");
  const { program } = require(await ensureBuilt("stacks"));
  return program({ root: process.cwd() });
};
