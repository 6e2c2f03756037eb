import { readIssues } from "../../capacity/event/issue-reader";
import { isMapping, type Path } from "../../capacity/event/path";
import { type ParseOptions, ProblemList } from "../../capacity/event/problem-list";
import { nearest, valueText } from "../../capacity/event/words";
import type { Finding, Outcome } from "../../capacity/problems";
import { type EdgeSettings, edgeSchema } from "./edge-settings";
import { type EventSettings, eventSchema } from "./event-settings";
import { type PlatformSettings, platformSchema } from "./platform-settings";

/** Namespace of our config keys: the project's name. */
export const CONFIG_NAMESPACE = "tidegate";

/** Config of a stack; `program` says of which kind. */
export type StackSettings = PlatformSettings | EdgeSettings | EventSettings;

export type Program = StackSettings["program"];

/** Schemas by program. */
export const SETTINGS_SCHEMAS = { platform: platformSchema, edge: edgeSchema, event: eventSchema } as const;
const PROGRAMS = Object.keys(SETTINGS_SCHEMAS) as readonly Program[];

/**
 * Reads a stack's config: settings, or every problem at once with the path of its key.
 *
 * @param raw values by key, without the namespace
 */
export function readStackSettings(
  raw: Readonly<Record<string, unknown>>,
  options: ParseOptions = {},
): Outcome<StackSettings> {
  const problems = new ProblemList(options);
  const { program } = raw;
  if (!isProgram(program)) {
    const near = typeof program === "string" ? nearest(program, PROGRAMS) : undefined;
    problems.error({
      id: "unknown-program",
      path: ["program"],
      found: program === undefined ? "missing" : `got ${valueText(program)}`,
      expected: `one of ${PROGRAMS.join(", ")}`,
      fix: `Write ${near ?? "which program the stack runs"}`,
    });
    return refused(problems);
  }
  const schema = SETTINGS_SCHEMAS[program];
  const parsed = schema.safeParse(raw, { jitless: true });
  if (!parsed.success) readIssues(schema, raw, parsed.error.issues, problems);
  else if (parsed.data.program === "event") checkWorkloads(parsed.data, problems);
  const { findings } = problems;
  if (!parsed.success || findings.length > 0) return refused(problems);
  return { ok: true, value: parsed.data, findings: [] };
}

function refused({ findings }: ProblemList): Outcome<StackSettings> {
  return { ok: false, findings: findings.map(inNamespace) };
}

function inNamespace(finding: Finding): Finding {
  return { ...finding, where: `${CONFIG_NAMESPACE}:${finding.where}` };
}

function isProgram(value: unknown): value is Program {
  return PROGRAMS.some((program) => program === value);
}

function checkWorkloads({ workloads = {} }: EventSettings, problems: ProblemList): void {
  for (const [id, { image, deployment }] of Object.entries(workloads)) {
    if ((image === undefined) !== (deployment === undefined)) continue;
    problems.error({
      id: "workload-source",
      path: ["workloads", id],
      found: image === undefined ? "neither image nor deployment" : "both image and deployment",
      expected: "one of the two",
      fix: image === undefined ? "Name the image to run, or the deployment that is there" : "Delete one of the two",
    });
  }
}

/** Takes the namespace off the keys of a stack file's config; keys of other namespaces are left out. */
export function ownConfig(config: unknown): Readonly<Record<string, unknown>> {
  if (!isMapping(config)) return {};
  const prefix = `${CONFIG_NAMESPACE}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** The place in a stack file of what stands at a path of our config. */
export function placeInFile([key, ...rest]: Path): Path {
  return key === undefined ? ["config"] : ["config", `${CONFIG_NAMESPACE}:${key}`, ...rest];
}
