import type { Event } from "../../capacity/event/event";
import { parseEventText } from "../../capacity/event/parse-text";
import type { Outcome } from "../../capacity/problems";
import { readTextFile } from "./read-file";
import { applySet } from "./set";

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
  return parseEventText(text, { file, revise: (document) => applySet(document, set) });
}
