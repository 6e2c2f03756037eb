import { type Current, parseCurrent } from "../../capacity/current";
import { parseYaml } from "../../capacity/event/yaml";
import type { Outcome } from "../../capacity/problems";
import { readTextFile } from "./read-file";

/** Reads a file that says what exists today; every problem comes with its place. */
export function readCurrent(file: string): Outcome<Current> {
  const text = readTextFile(file);
  if (!text.ok) {
    return {
      ok: false,
      findings: text.findings.map((finding) => ({
        ...finding,
        expected: forCurrent(finding.expected),
        fix: forCurrent(finding.fix),
      })),
    };
  }
  const yaml = parseYaml(text.value, file);
  if (!yaml.ok) return yaml;
  return parseCurrent(yaml.value.value ?? {}, { file, position: yaml.value.position });
}

/** The reader of files expects events; here it is another kind. */
function forCurrent(text: string): string {
  return text
    .replace("an event file", "a file of what exists")
    .replace("write one with tidegate init --out FILE", "start from stacks/current/platform-10k.yaml");
}
