"use strict";

// node .ci/count.cjs RESULTS…: adds vitest's JSON results up and prints "N passed, N failed".

const fs = require("node:fs");

const missing = process.argv.slice(2).filter((file) => !fs.existsSync(file));
if (missing.length > 0) {
  process.stderr.write("There is nothing to count: vitest ended before it wrote its results.\n");
  process.exit(1);
}
const reports = process.argv.slice(2).map((file) => JSON.parse(fs.readFileSync(file, "utf8")));
const files = reports.flatMap((report) => report.testResults);
const tests = files.flatMap((file) => file.assertionResults);
const count = (status) => tests.filter((test) => test.status === status).length;

// A file that could not be loaded has no tests to count, and must not look like one without failures.
const unloadable = files.filter(
  (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
);
for (const file of unloadable) process.stdout.write(`counted as one failure: ${file.name}: ${file.message}\n`);

const passed = count("passed");
const failed = count("failed") + unloadable.length;
const skipped = tests.length - passed - count("failed");
if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 && reports.every((report) => report.success) ? 0 : 1;
