import type { Command } from "commander";
import { EXIT } from "../exit-codes";
import { exitWith, print, say } from "../output";
import { sayFindings } from "./planning-options";
import { namedStack, renderPreview, sayRefusal } from "./preview";

interface UpOptions {
  readonly yes?: true;
}

const HELP = `
Asks before it changes anything; --yes answers. Without a terminal there is nobody to ask, and --yes is required.
Policy packs under policies/packs run in the preview and in the update; a mandatory violation refuses both.
Ctrl-C stops after what is under way, so that nothing is left half made; a second one leaves it as it is.
Exit codes: 0 done, or left as it is by your answer · 1 invalid input, or the update failed · 2 no feasible plan · 3 mandatory policy violated

Examples:
  $ tidegate up platform
  $ tidegate up event-1m
  $ tidegate up event-1m --yes`;

/** Adds `tidegate up STACK`: previews, asks, and makes what the plan says. */
export function register(program: Command): void {
  program
    .command("up")
    .description("Deploy a stack with Pulumi: preview, policy packs, a question, then the update.")
    .argument("<stack>", "stack, as tidegate stacks lists it")
    .option("--yes", "don't ask")
    .addHelpText("after", HELP)
    .action(up);
}

async function up(name: string, { yes }: UpOptions): Promise<void> {
  if (!yes && process.stdin.isTTY !== true) {
    await sayFindings([NOBODY_TO_ASK]);
    exitWith(EXIT.invalidInput);
    return;
  }
  const named = await namedStack(name);
  if (named === undefined) return;
  const { withInterrupts } = await import("../deploy/interrupts");
  await withInterrupts(async (signal) => {
    const { livePreview } = await import("../preview/live-preview");
    say(`Previewing ${name} …`);
    const previewed = await livePreview({ ...named, signal });
    if (!previewed.ok) return sayRefusal(previewed.refusal);
    print(await renderPreview(previewed.preview, "table", "components"));
    if (previewed.exitCode === EXIT.infeasible) {
      say(`Nothing was changed: no size of ${name} would hold its event.`);
      return exitWith(previewed.exitCode);
    }
    if (!yes && !(await isWanted(name))) return say("Nothing was changed.");
    const { deploy } = await import("../deploy/deploy");
    const done = await deploy({ ...named, signal });
    if (!done.ok) return sayRefusal(done.refusal);
    say(done.sentence);
  });
}

async function isWanted(name: string): Promise<boolean> {
  const { ask } = await import("../deploy/question");
  return ask(`Update ${name} like this? Only yes does it: `);
}

const NOBODY_TO_ASK = {
  id: "nobody-to-ask",
  severity: "error",
  where: "--yes",
  found: "there is no terminal to ask on",
  expected: "an answer before anything is changed",
  fix: "Look at tidegate preview STACK --engine pulumi, then run tidegate up STACK --yes",
} as const;
