import type { Outcome } from "../problems";
import type { Event } from "./event";
import { parseEvent } from "./parse";
import { isUnder, type Path } from "./path";
import { parseYaml } from "./yaml";

/** A document with some of its values replaced, and where. */
export interface RevisedDocument {
  readonly document: unknown;
  /** What was replaced stands nowhere in the file, so a problem there has no line. */
  readonly paths: readonly Path[];
}

export interface ParseTextOptions {
  /** Name of the file, for findings. */
  readonly file: string;
  /** Replaces values before the event is read. @default nothing is replaced */
  readonly revise?: (document: unknown) => Outcome<RevisedDocument>;
}

/** Reads an event from the text of a file; every problem of its YAML or its event comes with its place. */
export function parseEventText(text: string, { file, revise = unrevised }: ParseTextOptions): Outcome<Event> {
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
  const revised = revise(yaml.value.value);
  if (!revised.ok) return revised;
  const { document, paths } = revised.value;
  return parseEvent(document, {
    file,
    position: (path) => (paths.some((replaced) => isUnder(path, replaced)) ? undefined : yaml.value.position(path)),
  });
}

function unrevised(document: unknown): Outcome<RevisedDocument> {
  return { ok: true, value: { document, paths: [] }, findings: [] };
}
