"use strict";

// npm start: the plan of the story's event, then a preview of its stack. `npm start -- --format json` adds to the plan and shows it alone,
// `npm start -- FILE.yaml …` plans another file, `npm start -- VERB …` runs another command.

const { spawnSync } = require("node:child_process");
const path = require("node:path");

const STORY = "stacks/events/morning-meeting.yaml";
// The afternoon on which the story's team was asked.
const ASKED = ["--at", "2027-01-27T14:00[Asia/Shanghai]"];

const STACK = "morning-meeting";
const TIDEGATE = path.join(__dirname, "..", "tidegate.cjs");

const given = process.argv.slice(2);
const [first] = given;
if (first === undefined) {
  const codes = [
    ["plan", STORY, ...ASKED],
    ["preview", STACK],
  ].map((words, at) => {
    if (at > 0) process.stdout.write(`\n$ tidegate ${words.join(" ")}\n\n`);
    return spawnSync(process.execPath, [TIDEGATE, ...words], { stdio: "inherit" }).status ?? 70;
  });
  process.exitCode = codes.find((code) => code !== 0) ?? 0;
} else {
  if (first.startsWith("-")) process.argv.splice(2, 0, "plan", STORY, ...(given.includes("--at") ? [] : ASKED));
  else if (/\.ya?ml$/.test(first)) process.argv.splice(2, 0, "plan");
  require(TIDEGATE);
}
