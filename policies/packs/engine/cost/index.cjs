"use strict";

require("../start.cjs").start("cost");
