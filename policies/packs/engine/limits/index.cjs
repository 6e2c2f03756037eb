"use strict";

require("../start.cjs").start("limits");
