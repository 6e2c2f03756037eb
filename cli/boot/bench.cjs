"use strict";

require("./node-version.cjs").requireNodeVersion();
require("./entry.cjs").runEntry("bench", process.argv.slice(2));
