import { writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { TIER_NAMES, type TierName } from "../../capacity/event/tiers";
import { EXIT } from "../exit-codes";
import { colorsFor, exitWith, print, say } from "../output";

interface InitOptions {
  readonly tier: TierName;
  readonly name: string;
  readonly out?: string;
}

const EXAMPLES = `
Examples:
  $ tidegate init --tier 100k > my-event.yaml
  $ tidegate init --tier 1m --name cup-final --out cup-final.yaml`;

/** Adds `tidegate init`: a commented file to start from. */
export function register(program: Command): void {
  program
    .command("init")
    .description("Print a commented event file to start from.")
    .addOption(new Option("--tier <tier>", "audience class").choices([...TIER_NAMES]).default("10k"))
    .option("--name <name>", "name of the event", "my-event")
    .option("--out <file>", "write to a new file instead of standard output")
    .addHelpText("after", EXAMPLES)
    .action(init);
}

async function init({ tier, name, out }: InitOptions): Promise<void> {
  const { startingFile } = await import("../input/starting-file");
  const { readEventText } = await import("../input/read-event");
  const text = startingFile({ tier, name });
  const outcome = readEventText(text, out ?? "event file");
  if (!outcome.ok) {
    // Only the name comes from outside: it is the one thing that can be wrong here, and it stands in no file yet.
    const findings = outcome.findings.map(({ file, line, column, ...rest }) => ({ ...rest, where: "--name" }));
    const { renderFindings } = await import("../report/findings");
    say(renderFindings(findings, { color: colorsFor(process.stderr).isColorSupported }));
    exitWith(EXIT.invalidInput);
    return;
  }
  if (out === undefined) {
    print(text);
    return;
  }
  const refusal = writeNew(out, text);
  if (refusal !== undefined) {
    say(`${out}: ${refusal}`);
    exitWith(EXIT.invalidInput);
    return;
  }
  say(`Wrote ${out}. Next: tidegate plan ${out}`);
}

/** Writes a file that is not there yet; what is there is somebody's work. */
function writeNew(file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text, { flag: "wx" });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === "EEXIST") return "exists already, expected a new file. Delete it or choose another name";
    return `can't be written (${code}). Choose another place`;
  }
}
