import { readFileSync } from "node:fs";
import path from "node:path";
import { isMapping } from "../../capacity/event/path";
import { parseYaml } from "../../capacity/event/yaml";
import type { Outcome } from "../../capacity/problems";
import type { Project } from "../input/project";
import type { RecordOptions } from "./recording";

/** What the engine hands a program over: every value as text. */
export type StackConfig = Required<Pick<RecordOptions, "config" | "secretConfigKeys">>;

/** Stands for a value that only the stack's passphrase opens. */
const CLOSED = "[secret]";

/**
 * The config of a stack as the engine would hand it over: what `Pulumi.yaml` gives every stack, then the stack's own file;
 * mappings and lists as JSON text. Secrets stay closed: the program gets a secret text in their place.
 */
export function stackConfig(project: Project, file: string): Outcome<StackConfig> {
  const yaml = parseYaml(readFileSync(path.join(project.root, file), "utf8"), file);
  if (!yaml.ok) return yaml;
  const { value } = yaml.value;
  const own = isMapping(value) && isMapping(value.config) ? value.config : {};
  const all = { ...namespaced(project.config, project.name), ...namespaced(own, project.name) };
  const entries = Object.entries(all);
  return {
    ok: true,
    findings: [],
    value: {
      config: Object.fromEntries(entries.map(([key, each]) => [key, textOf(each)])),
      secretConfigKeys: entries.filter(([, each]) => hasSecret(each)).map(([key]) => key),
    },
  };
}

/** A key without a namespace is the project's. */
function namespaced(config: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]),
  );
}

function textOf(value: unknown): string {
  if (isSecret(value)) return CLOSED;
  return typeof value === "object" && value !== null ? JSON.stringify(opened(value)) : String(value);
}

/** The value with its secrets in the form a program sees them in. */
function opened(value: unknown): unknown {
  if (isSecret(value)) return CLOSED;
  if (Array.isArray(value)) return value.map(opened);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

function hasSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecret);
}

/** `{ secure: … }`, the form in which the CLI keeps a secret in a stack's file. */
function isSecret(value: unknown): boolean {
  return isMapping(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}
