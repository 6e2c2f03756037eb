"use strict";

module.exports = () => require("../start.cjs").start("event");
