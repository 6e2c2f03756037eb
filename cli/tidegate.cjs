#!/usr/bin/env node
"use strict";

require("./boot/node-version.cjs").requireNodeVersion();
require("./boot/entry.cjs").runEntry("main", process.argv.slice(2));
