"use strict";

// Preloaded into a measured process: at its end, what it used goes to file descriptor 3.

const fs = require("node:fs");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const used = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMib: peakKib(maxRSS) / 1024 };
  fs.writeSync(3, JSON.stringify(used));
});

/** Linux counts the parent's memory at the fork in maxRSS; its own high-water mark starts with the program. */
function peakKib(maxRss) {
  try {
    const line = /^VmHWM:\s*(\d+) kB$/m.exec(fs.readFileSync("/proc/self/status", "utf8"));
    return line ? Number(line[1]) : maxRss;
  } catch (error) {
    if (error.code === "ENOENT") return maxRss;
    throw error;
  }
}
