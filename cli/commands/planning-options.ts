import type { Command } from "commander";
import type { Event } from "../../capacity/event/event";
import type { PlanOptions } from "../../capacity/plan";
import { DEFAULT_PLANNING } from "../../capacity/planning-defaults";
import type { Finding, Outcome } from "../../capacity/problems";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, say } from "../output";

/** Options of every command that plans an event, as the command line has them. */
export interface PlanningOptions {
  readonly set: readonly string[];
  readonly worlds: string;
  readonly seed: string;
  readonly risk?: string;
  readonly at?: string;
}

/** An event and how to plan it. */
export interface PlanningInput {
  readonly event: Event;
  readonly options: PlanOptions;
}

/** Columns of all worlds must fit into memory. */
const MOST_WORLDS = 100_000;
const LARGEST_SEED = 2 ** 32 - 1;
const LEAST_RISK = 0.001;
const MOST_RISK = 0.5;

/** Adds `--set`, `--worlds`, `--seed`, `--risk` and `--at` to a command. */
export function addPlanningOptions(command: Command): Command {
  return command
    .option("--set <path=value>", "replace a value of the event file, null takes it away (repeatable)", collect, [])
    .option("--worlds <number>", "sampled worlds; 0 plans with expected numbers alone", String(DEFAULT_PLANNING.worlds))
    .option("--seed <number>", "seed of the sampling: same seed, same plan", String(DEFAULT_PLANNING.seed))
    .option("--risk <ratio>", "accepted probability that some layer is short (default: the event's own)")
    .option(
      "--at <instant>",
      "judge deadlines at this moment: 2027-01-27T06:00:00Z, 2027-01-27T14:00[Asia/Shanghai] or now",
    );
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/**
 * Reads the event and the options: every problem of both at once.
 *
 * @returns undefined when there were problems: they are printed and the exit code is set
 */
export async function readPlanningInput(file: string, options: PlanningOptions): Promise<PlanningInput | undefined> {
  const { readEvent } = await import("../input/read-event");
  const event = readEvent(file, { set: options.set });
  const planning = await planOptionsOf(options);
  const findings = [...event.findings, ...planning.findings];
  if (findings.length > 0) await sayFindings(findings);
  if (event.ok && planning.ok) return { event: event.value, options: planning.value };
  exitWith(EXIT.invalidInput);
  return undefined;
}

/** Prints problems for the person and leaves standard output alone. */
export async function sayFindings(findings: readonly Finding[]): Promise<void> {
  const { renderFindings } = await import("../report/findings");
  say(renderFindings(findings, { color: colorsFor(process.stderr).isColorSupported }));
}

/** The options in numbers, or all that is wrong with them. */
export async function planOptionsOf(options: PlanningOptions): Promise<Outcome<PlanOptions>> {
  const worlds = numberIn(options.worlds, { where: "--worlds", min: 0, max: MOST_WORLDS, kind: "integer" });
  const seed = numberIn(options.seed, { where: "--seed", min: 0, max: LARGEST_SEED, kind: "integer" });
  const risk =
    options.risk === undefined
      ? undefined
      : numberIn(options.risk, { where: "--risk", min: LEAST_RISK, max: MOST_RISK, kind: "ratio" });
  const at =
    options.at === undefined ? undefined : (await import("../input/instant")).readInstant(options.at, Date.now());
  const findings = [worlds, seed, risk, at].flatMap((outcome) => outcome?.findings ?? []);
  if (!worlds.ok || !seed.ok || risk?.ok === false || at?.ok === false) return { ok: false, findings };
  return {
    ok: true,
    findings,
    value: {
      worlds: worlds.value,
      seed: seed.value,
      ...(risk === undefined ? {} : { riskRatio: risk.value }),
      ...(at === undefined ? {} : { at: at.value }),
    },
  };
}

interface NumberRange {
  readonly where: string;
  readonly min: number;
  readonly max: number;
  readonly kind: "integer" | "ratio";
}

function numberIn(text: string, { where, min, max, kind }: NumberRange): Outcome<number> {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  const isRight = kind === "ratio" || Number.isInteger(value);
  if (isRight && value >= min && value <= max) return { ok: true, value, findings: [] };
  const what = kind === "integer" ? "a whole number" : "a ratio";
  return {
    ok: false,
    findings: [
      {
        id: "bad-option",
        severity: "error",
        where,
        found: `got ${JSON.stringify(text)}`,
        expected: `${what} from ${min} to ${max}`,
        fix: kind === "integer" ? "Write it without unit or separator" : "0.05 means that 5 of 100 worlds may be short",
      },
    ],
  };
}
