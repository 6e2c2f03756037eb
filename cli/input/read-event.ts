import type { Event } from "../../capacity/event/event";
import { parseEvent } from "../../capacity/event/parse";
import { isUnder } from "../../capacity/event/path";
import type { Outcome } from "../../capacity/problems";
import { readTextFile } from "./read-file";
import { applySet } from "./set";
import { parseYaml } from "./yaml";

export interface ReadEventOptions {
  /** Values that replace those of the file: `path=value`. */
  readonly set?: readonly string[];
}

/** Reads an event file from disk; every problem of the file, its YAML or its event comes with its place. */
export function readEvent(file: string, { set = [] }: ReadEventOptions = {}): Outcome<Event> {
  const text = readTextFile(file);
  return text.ok ? readEventText(text.value, file, { set }) : text;
}

/** Reads an event from the text of a file. */
export function readEventText(text: string, file: string, { set = [] }: ReadEventOptions = {}): Outcome<Event> {
  const yaml = parseYaml(text, file);
  if (!yaml.ok) return yaml;
  if (yaml.value.value === null || yaml.value.value === undefined) {
    return {
      ok: false,
      findings: [
        {
          id: "file-empty",
          severity: "error",
          where: "the file",
          file,
          found: "nothing but blanks and comments",
          expected: "an event",
          fix: "Start from tidegate init",
        },
      ],
    };
  }
  const overridden = applySet(yaml.value.value, set);
  if (!overridden.ok) return overridden;
  const { document, paths } = overridden.value;
  return parseEvent(document, {
    file,
    // What the command line set stands nowhere in the file.
    position: (path) => (paths.some((replaced) => isUnder(path, replaced)) ? undefined : yaml.value.position(path)),
  });
}
