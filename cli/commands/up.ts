import { type Command, InvalidArgumentError } from "commander";
import type { LiveOptions } from "../engine/live-stack";
import { EXIT } from "../exit-codes";
import { exitWith, print, say } from "../output";
import type { Previewed } from "../preview/previewed";
import { sayFindings } from "./planning-options";
import { namedStack, renderPreview, sayRefusal } from "./preview";

interface UpOptions {
  readonly yes?: true;
  readonly found?: readonly string[];
}

const HELP = `
Asks before it changes anything; --yes answers. Without a terminal there is nobody to ask, and --yes is required.
Policy packs that lie in policies/packs, a folder each, run in the preview and in the update; a mandatory violation refuses both. The rules that come with
Tidegate are not among them yet.
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
    .option(
      "--found <name=id>",
      "what an interrupted update had made, by the id that you found, or none (repeatable)",
      collectPair,
    )
    .addHelpText("after", HELP)
    .action(up);
}

function collectPair(pair: string, before: readonly string[] = []): readonly string[] {
  if (!/^[^=]+=.+$/.test(pair))
    throw new InvalidArgumentError("Write it like nodes-core-template=lt-0123456789abcdef0.");
  return [...before, pair];
}

async function up(name: string, { yes, found = [] }: UpOptions): Promise<void> {
  if (!yes && process.stdin.isTTY !== true) {
    await sayFindings([NOBODY_TO_ASK]);
    exitWith(EXIT.invalidInput);
    return;
  }
  const named = await namedStack(name);
  if (named === undefined) return;
  (await import("../engine/light-sdk")).deferUnusedParts();
  const { withInterrupts } = await import("../deploy/interrupts");
  await withInterrupts((signal) => deployNamed(name, { ...named, signal }, { answer: yes ? "yes" : "ask", found }));
}

type Answer = "yes" | "ask";

/** What the person has said already. */
interface Said {
  readonly answer: Answer;
  readonly found: readonly string[];
}

async function deployNamed(name: string, options: LiveOptions, said: Said): Promise<void> {
  const { deploy } = await import("../deploy/deploy");
  say(`Previewing ${name} …`);
  const previewed = await previewTaken(name, options, said);
  if (previewed === undefined) return;
  if (!previewed.ok) return sayRefusal(previewed.refusal);
  print(await renderPreview(previewed.preview, "table", "components"));
  if (previewed.exitCode === EXIT.infeasible) {
    say(`Nothing was changed: no size of ${name} would hold its event.`);
    return exitWith(previewed.exitCode);
  }
  if (!(await isWanted(`Update ${name} like this?`, said.answer))) return say("Nothing was changed.");
  const done = await deploy(options);
  if (!done.ok) return sayRefusal(done.refusal);
  say(done.sentence);
}

/** The preview, after an update that was interrupted once that is taken up. @returns undefined when the person doesn't want that */
async function previewTaken(
  name: string,
  options: LiveOptions,
  { answer, found }: Said,
): Promise<Previewed | undefined> {
  const { livePreview } = await import("../preview/live-preview");
  const first = await livePreview(options);
  if (first.pending.length === 0) return first;
  const { counted } = await import("../report/text");
  say(
    `An update of ${name} was interrupted, or still runs: it was making ${counted(first.pending.length, "resource")}.`,
  );
  if (!(await isWanted("Look for them by name, and take what is there into the state?", answer))) {
    say("Nothing was changed.");
    return undefined;
  }
  const { takeUp } = await import("../deploy/take-up");
  const refusal = await takeUp(options, first.pending, found);
  if (refusal !== undefined) return { ok: false, refusal };
  say("Took up what the interrupted update had begun.");
  return livePreview(options);
}

async function isWanted(question: string, answer: Answer): Promise<boolean> {
  if (answer === "yes") return true;
  const { ask } = await import("../deploy/question");
  return ask(`${question} Only yes does it: `);
}

const NOBODY_TO_ASK = {
  id: "nobody-to-ask",
  severity: "error",
  where: "--yes",
  found: "there is no terminal to ask on",
  expected: "an answer before anything is changed",
  fix: "Look at tidegate preview STACK --engine pulumi, then run tidegate up STACK --yes",
} as const;
