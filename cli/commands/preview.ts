import { type Command, InvalidArgumentError, Option } from "commander";
import { EXIT } from "../exit-codes";
import type { Project, StackToRecord } from "../input/project";
import { colorsFor, exitWith, print, say, widthOf } from "../output";
import type { Previewed, Refusal } from "../preview/previewed";
import type { Opening } from "../report/preview/lines";
import type { Preview } from "../report/preview/preview";
import { sayFindings } from "./planning-options";
import { STACK_FORMATS, type StackFormat } from "./stacks";

const ENGINES = ["recorded", "pulumi"] as const;
type Engine = (typeof ENGINES)[number];

interface PreviewOptions {
  readonly engine: Engine;
  readonly format: StackFormat;
  readonly depth?: number;
  readonly all?: true;
}

const HELP = `
Engines: recorded runs the program in this process and writes down what it asks for. It needs Node alone, and answers what the stack
reads of others by recording those first. pulumi asks the real CLI what would change; it needs a backend, credentials and plugins.
A blocked plan is previewed, too. Exit codes: 0 previewed · 1 invalid input · 2 no feasible plan · 3 mandatory policy violated

Examples:
  $ tidegate preview event-1m
  $ tidegate preview event-1m --depth 2
  $ tidegate preview event-1m --engine pulumi
  $ tidegate preview event-1m --format json | jq '.counts'`;

/** Adds `tidegate preview STACK`: what the stack's program asks an engine for. */
export function register(program: Command): void {
  program
    .command("preview")
    .description("Show the resources of a stack, and the plan's line beside each that it sized.")
    .argument("<stack>", "stack, as tidegate stacks lists it")
    .addOption(new Option("--engine <engine>", "what answers the program").choices([...ENGINES]).default("recorded"))
    .addOption(new Option("--format <format>", "how to print it").choices([...STACK_FORMATS]).default("table"))
    .addOption(
      new Option("--depth <levels>", "open so many levels of the tree (default: the components)").argParser(levels),
    )
    .option("--all", "open the whole tree")
    .addHelpText("after", HELP)
    .action(preview);
}

function levels(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError("Write a whole number from 1.");
  return value;
}

async function preview(name: string, { engine, format, depth, all }: PreviewOptions): Promise<void> {
  const named = await namedStack(name);
  if (named === undefined) return;
  const previewed = await previewOf(named, engine);
  if (!previewed.ok) {
    await sayRefusal(previewed.refusal);
    return;
  }
  const opening = all ? Number.POSITIVE_INFINITY : (depth ?? "components");
  print(await renderPreview(previewed.preview, format, opening));
  exitWith(previewed.exitCode);
}

/** A stack of the project that the command runs in. */
export interface NamedStack {
  readonly project: Project;
  readonly target: StackToRecord;
}

/** @returns undefined when there is no such project or stack, or when its file is broken: that is said and the exit code set */
export async function namedStack(name: string): Promise<NamedStack | undefined> {
  const { findProject, stackToRecord } = await import("../input/project");
  const project = findProject(process.cwd());
  const target = project.ok ? stackToRecord(project.value, name) : project;
  if (project.ok && target.ok) return { project: project.value, target: target.value };
  await sayFindings(target.findings);
  exitWith(EXIT.invalidInput);
  return undefined;
}

async function previewOf({ project, target }: NamedStack, engine: Engine): Promise<Previewed> {
  (await import("../engine/light-sdk")).deferUnusedParts();
  switch (engine) {
    case "recorded":
      return (await import("../preview/recorded-preview")).recordedPreview(project, target);
    case "pulumi":
      return (await import("../preview/live-preview")).livePreview({ project, target });
  }
}

/** A preview as text, for the screen. */
export async function renderPreview(preview: Preview, format: StackFormat, opening: Opening): Promise<string> {
  const render = await import("../report/preview/render");
  switch (format) {
    case "json":
      return render.renderPreviewJson(preview);
    case "markdown":
      return render.renderPreviewMarkdown(preview, opening);
    case "table":
      return render.renderPreviewTable(preview, opening, {
        width: widthOf(process.stdout),
        colors: colorsFor(process.stdout).isColorSupported ? "color" : "plain",
      });
  }
}

/** Tells the person why there is nothing to show, and sets the exit code. */
export async function sayRefusal({ findings, said, exitCode }: Refusal): Promise<void> {
  for (const text of said) say(text);
  if (findings.length > 0) await sayFindings(findings);
  exitWith(exitCode);
}
