"use strict";

// npm start: the plan of the story's event. `npm start -- --format json` adds to that command,
// `npm start -- FILE.yaml …` plans another file, `npm start -- VERB …` runs another command.

const STORY = "stacks/events/morning-meeting.yaml";

const given = process.argv.slice(2);
const first = given[0];
if (first === undefined || first.startsWith("-")) process.argv.splice(2, 0, "plan", STORY);
else if (/\.ya?ml$/.test(first)) process.argv.splice(2, 0, "plan");

require("../tidegate.cjs");
