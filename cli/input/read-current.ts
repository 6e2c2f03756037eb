import { type Current, parseCurrent } from "../../capacity/current";
import type { Outcome } from "../../capacity/problems";
import { readTextFile } from "./read-file";
import { parseYaml } from "./yaml";

/** Reads a file that says what exists today; every problem comes with its place. */
export function readCurrent(file: string): Outcome<Current> {
  const text = readTextFile(file);
  if (!text.ok) {
    return {
      ok: false,
      findings: text.findings.map((finding) => ({ ...finding, expected: forCurrent(finding.expected) })),
    };
  }
  const yaml = parseYaml(text.value, file);
  if (!yaml.ok) return yaml;
  return parseCurrent(yaml.value.value ?? {}, { file, position: yaml.value.position });
}

/** The reader of files expects events; here it is another kind. */
function forCurrent(expected: string): string {
  return expected.replace("an event file", "a file of what exists");
}
