"use strict";

require("../start.cjs").start("event");
