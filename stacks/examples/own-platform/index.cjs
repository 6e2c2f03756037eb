"use strict";

// A company's own network and cluster: nothing is made here, only said. What may be said, and what can be left out, is in
// stacks/outputs/platform-outputs.ts; an event that needs something else is refused by name.
const { Config } = require("@pulumi/pulumi");

module.exports = { platform: new Config().requireObject("platform") };
