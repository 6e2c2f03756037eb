import type { Command } from "commander";
import { TIERS, type Tier } from "../../capacity/event/tiers";
import { numberText } from "../../capacity/event/words";
import { print, widthOf } from "../output";

const EXAMPLES = `
Examples:
  $ tidegate tiers
  $ tidegate tiers --json`;

/** Adds `tidegate tiers`: the audience classes and what each implies. */
export function register(program: Command): void {
  program
    .command("tiers")
    .description("Show the audience classes of events and what each implies.")
    .option("--json", "print as JSON")
    .addHelpText("after", EXAMPLES)
    .action(({ json }: { readonly json?: true }) => {
      print(json ? JSON.stringify(TIERS, null, 2) : table(widthOf(process.stdout)));
    });
}

function viewersOf({ aboveViewers, maxViewers }: Tier): string {
  return aboveViewers === 0
    ? `up to ${numberText(maxViewers)}`
    : `${numberText(aboveViewers + 1)} to ${numberText(maxViewers)}`;
}

const GAP = 2;

/** Text left, numbers right; the last column wraps in what the terminal leaves. */
function table(width: number): string {
  const header = ["TIER", "CONCURRENT VIEWERS", "PLANNED BY DEFAULT", "WHAT IT IMPLIES"] as const;
  const rows = TIERS.map(
    (tier) =>
      [
        tier.name,
        viewersOf(tier),
        `${numberText(tier.defaultAudience.expected)} (${numberText(tier.defaultAudience.low)} to ${numberText(tier.defaultAudience.high)})`,
        tier.implies,
      ] as const,
  );
  const columns = [0, 1, 2].map((column) => Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const indent = columns.reduce((sum, each) => sum + each + GAP, 0);
  const lines = [header, ...rows].flatMap(([name, viewers, planned, implies]) => {
    const fixed = [
      name.padEnd(columns[0] ?? 0),
      viewers.padStart(columns[1] ?? 0),
      planned.padStart(columns[2] ?? 0),
    ].join(" ".repeat(GAP));
    const [first = "", ...rest] = wrap(implies, Math.max(20, width - indent));
    return [`${fixed}${" ".repeat(GAP)}${first}`, ...rest.map((line) => `${" ".repeat(indent)}${line}`)];
  });
  return lines.join("\n");
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
