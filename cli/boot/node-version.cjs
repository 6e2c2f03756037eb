"use strict";

// Read by every Node there is, so that an old one gets a sentence instead of a syntax error: ES5 only.

var MINIMUM = [20, 20];

/** Ends the process with one clear line when this Node is older than the `engines` of package.json. */
exports.requireNodeVersion = function requireNodeVersion() {
  var parts = process.versions.node.split(".").map(Number);
  if (parts[0] > MINIMUM[0] || (parts[0] === MINIMUM[0] && parts[1] >= MINIMUM[1])) return;
  process.stderr.write(
    "Tidegate needs Node " +
      MINIMUM.join(".") +
      " or newer, this is " +
      process.versions.node +
      ". Install a newer Node and run the command again.\n",
  );
  process.exit(1);
};
