import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isMapping } from "../../capacity/event/path";
import { listOf, nearest } from "../../capacity/event/words";
import { parseYaml } from "../../capacity/event/yaml";
import type { Finding, Outcome } from "../../capacity/problems";
import { type DeclaredStack, declaredStacks, stackConfigFolder } from "../../stacks/declared/declared-stack";
import type { StackSettings } from "../../stacks/declared/stack-settings";

/** A Pulumi project whose stacks Tidegate builds. */
export interface Project {
  /** The folder with `Pulumi.yaml`. */
  readonly root: string;
  readonly name: string;
  /** Declared in `Pulumi.yaml` for every stack: values and defaults by key. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Its stacks, by name. */
  readonly stacks: readonly DeclaredStack[];
}

const PROJECT_FILE = "Pulumi.yaml";

/** The project that a folder lies in: as with `pulumi`, the nearest folder upwards with a `Pulumi.yaml`. */
export function findProject(folder: string): Outcome<Project> {
  const root = nearestProject(path.resolve(folder));
  if (root === undefined) return refused(noProject(folder));
  const yaml = parseYaml(readFileSync(path.join(root, PROJECT_FILE), "utf8"), PROJECT_FILE);
  if (!yaml.ok) return yaml;
  const { value } = yaml.value;
  const name = isMapping(value) ? value.name : undefined;
  if (!isMapping(value) || typeof name !== "string") return refused(noName());
  return {
    ok: true,
    value: { root, name, config: declaredConfig(value.config), stacks: declaredStacks(root) },
    findings: [],
  };
}

function nearestProject(folder: string): string | undefined {
  if (existsSync(path.join(folder, PROJECT_FILE))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : nearestProject(above);
}

/** What `Pulumi.yaml` gives every stack. @see Pulumi's project file reference, `config` */
function declaredConfig(config: unknown): Readonly<Record<string, unknown>> {
  if (!isMapping(config)) return {};
  const entries = Object.entries(config).map(([key, declared]): readonly [string, unknown] => {
    return [key, isMapping(declared) ? (declared.value ?? declared.default) : declared];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

/** A declared stack whose file says what it is to be. */
export interface StackToRecord {
  readonly stack: string;
  /** Relative to the project's folder. */
  readonly file: string;
  readonly settings: StackSettings;
}

/** The stack of a name with its settings, or every problem of its file. */
export function stackToRecord(project: Project, name: string): Outcome<StackToRecord> {
  const declared = findStack(project, name);
  return declared.ok ? readable(declared.value) : declared;
}

function readable({ stack, file, settings }: DeclaredStack): Outcome<StackToRecord> {
  return settings.ok ? { ok: true, value: { stack, file, settings: settings.value }, findings: [] } : settings;
}

/** The stack of a name, or which one was probably meant. */
function findStack({ root, stacks }: Project, name: string): Outcome<DeclaredStack> {
  const found = stacks.find(({ stack }) => stack === name);
  if (found !== undefined) return { ok: true, value: found, findings: [] };
  const names = stacks.map(({ stack }) => stack);
  const near = nearest(name, names);
  return refused({
    id: "unknown-stack",
    severity: "error",
    where: "STACK",
    found: `there is no stack ${JSON.stringify(name)}`,
    expected: names.length === 0 ? "a stack file" : `one of ${listOf(names)}`,
    fix: near === undefined ? `Write ${newFile(root, name)}` : `Did you mean ${near}?`,
  });
}

function newFile(root: string, name: string): string {
  const plain = /^[A-Za-z0-9._-]+$/.test(name) ? name : "STACK";
  return `${path.join(stackConfigFolder(root), `Pulumi.${plain}.yaml`)}, or run tidegate stacks to see what there is`;
}

function noProject(folder: string): Finding {
  return {
    id: "no-project",
    severity: "error",
    where: folder,
    found: `there is no ${PROJECT_FILE} here or in a folder above`,
    expected: "the folder of a project",
    fix: "Change to the project's folder and run the command again",
  };
}

function noName(): Finding {
  return {
    id: "project-unnamed",
    severity: "error",
    where: "name",
    file: PROJECT_FILE,
    found: "missing",
    expected: "the project's name",
    fix: "Write it like name: tidegate",
  };
}

function refused(finding: Finding): Outcome<never> {
  return { ok: false, findings: [finding] };
}
