"use strict";

// npm start: the plan of the story's event, then what its stack would build. `npm start -- --format json` adds to the plan and leaves the stack
// out, `npm start -- FILE.yaml …` plans another file, `npm start -- VERB …` runs another command.

require("./node-version.cjs").requireNodeVersion();

const STORY = "stacks/events/morning-meeting.yaml";
const STACK = "morning-meeting";
// The afternoon on which the story's team was asked.
const ASKED = ["--at", "2027-01-27T14:00[Asia/Shanghai]"];

const given = process.argv.slice(2);

function commands() {
  const [first] = given;
  if (first === undefined) {
    return [
      ["plan", STORY, ...ASKED],
      ["preview", STACK],
    ];
  }
  if (first.startsWith("-")) return [["plan", STORY, ...(given.includes("--at") ? [] : ASKED), ...given]];
  return [/\.ya?ml$/.test(first) ? ["plan", ...given] : given];
}

require("./entry.cjs").runEntry("main", ...commands());
