"use strict";

// npm start: the plan of the story's event. `npm start -- --format json` adds to that command,
// `npm start -- FILE.yaml …` plans another file, `npm start -- VERB …` runs another command.

const STORY = "stacks/events/morning-meeting.yaml";
// The afternoon on which the story's team was asked.
const ASKED = ["--at", "2027-01-27T14:00[Asia/Shanghai]"];

const given = process.argv.slice(2);
const first = given[0];
if (first === undefined || first.startsWith("-"))
  process.argv.splice(2, 0, "plan", STORY, ...(given.includes("--at") ? [] : ASKED));
else if (/\.ya?ml$/.test(first)) process.argv.splice(2, 0, "plan");

require("../tidegate.cjs");
