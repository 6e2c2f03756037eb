import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Plan } from "../../capacity/plan-document";
import type { Project, StackToRecord } from "../input/project";
import { packageRoot } from "../package-root";
import type { EngineOutcome } from "./engine-problem";
import { type PendingCreate, pendingCreates } from "./pending-creates";
import { copyOfProject } from "./project-copy";
import { type PulumiPreview, PulumiStack, type RunOptions } from "./pulumi";
import { findPulumi } from "./pulumi-command";
import type { PulumiRun } from "./pulumi-run";

/** A declared stack on the real engine, with the user's own backend, passphrase and plugins. */
export interface LiveOptions extends RunOptions {
  readonly project: Project;
  readonly target: StackToRecord;
}

/** What an update would do, and the plan it would build. */
export interface LivePreview {
  readonly run: PulumiPreview;
  /** None where the stack has no plan of its own, or where it was refused before. */
  readonly plan: Plan | null;
  /** What an interrupted update was making when it ended. */
  readonly pending: readonly PendingCreate[];
}

/** Where `npm run engine` puts the CLI. */
export function engineFolder(): string {
  return path.join(packageRoot(), ".engine");
}

/**
 * Previews a stack on the real engine, on a copy of the project's files. A stack that was never deployed is made in the backend for
 * the length of the preview, since the engine can't preview without one.
 */
export async function previewLive({ project, target, ...run }: LiveOptions): Promise<EngineOutcome<LivePreview>> {
  const copy = copyOfProject(project.root);
  try {
    const opened = await open({ project, target, folder: copy.folder });
    if (!opened.ok) return opened;
    const { stack, told } = opened.value;
    try {
      const pending = stack.isNew ? [] : await pendingOf(stack);
      const preview = await stack.preview(run);
      return { ok: true, value: { run: preview, plan: told.plan, pending } };
    } finally {
      if (stack.isNew) await stack.forget();
    }
  } finally {
    copy.remove();
  }
}

async function pendingOf(stack: PulumiStack): Promise<readonly PendingCreate[]> {
  const state = await stack.exportState();
  return state.ok ? pendingCreates(state.value) : [];
}

/**
 * Takes into the state what an interrupted update had begun to make, as far as its names tell.
 * @param ids ids by URN for what only a person can look up
 */
export async function resumeLive(
  { project, target }: Pick<LiveOptions, "project" | "target">,
  ids: Readonly<Record<string, string>>,
): Promise<EngineOutcome<readonly PendingCreate[]>> {
  const opened = await open({ project, target, folder: project.root });
  return opened.ok ? opened.value.stack.resume(ids) : opened;
}

/** Makes what the stack's program asks for. It doesn't preview first: whoever calls it has. */
export async function upLive({ project, target, ...run }: LiveOptions): Promise<EngineOutcome<PulumiRun>> {
  const opened = await open({ project, target, folder: project.root });
  return opened.ok ? { ok: true, value: await opened.value.stack.up(run) } : opened;
}

interface Opened {
  readonly stack: PulumiStack;
  readonly told: { plan: Plan | null };
}

async function open(of: {
  readonly project: Project;
  readonly target: StackToRecord;
  readonly folder: string;
}): Promise<EngineOutcome<Opened>> {
  const cli = await findPulumi(engineFolder());
  if (!cli.ok) return cli;
  const { program } = await import("../../stacks/index");
  const told: Opened["told"] = { plan: null };
  const context = {
    root: of.project.root,
    planned: (plan: Plan) => {
      told.plan = plan;
    },
  };
  const stack = await PulumiStack.open({
    cli: cli.value,
    project: of.project.name,
    stack: of.target.stack,
    program: () => program(context),
    folder: of.folder,
    plugins: "fetch",
  });
  return stack.ok ? { ok: true, value: { stack: stack.value, told } } : stack;
}

/** Where policy packs lie, a folder each. */
const PACKS = path.join("policies", "packs");

/** The folders of the project's policy packs, in order; none where there are none. */
export function policyPacks(root: string): readonly string[] {
  const folder = path.join(root, PACKS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((pack) => existsSync(path.join(pack, "PulumiPolicy.yaml")))
    .sort();
}
