"use strict";

require("../start.cjs").start("platform");
