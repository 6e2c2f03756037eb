import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readEvent } from "../../cli/input/read-event";

const FOLDER = path.resolve(import.meta.dirname, "../../stacks/events");
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));

describe("shipped events", () => {
  it("are the story's and three more", () => {
    expect(FILES).toEqual(
      expect.arrayContaining([
        "cup-final-1m.yaml",
        "morning-meeting.yaml",
        "product-launch-100k.yaml",
        "town-hall-10k.yaml",
      ]),
    );
  });

  it.each(FILES)("%s is valid without a warning", (file) => {
    const outcome = readEvent(path.join(FOLDER, file));
    expect(outcome.findings).toEqual([]);
    expect(outcome.ok).toBe(true);
  });
});
