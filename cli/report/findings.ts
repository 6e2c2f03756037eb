import pc from "picocolors";
import { bySeverity, type Finding, type Severity } from "../../capacity/problems";
import { counted, oneLine, sentenceCase } from "./text";

export interface FindingsStyle {
  /** Whether the text may carry terminal colours. */
  readonly color: boolean;
}

const NOUN: Readonly<Record<Severity, string>> = {
  error: "problem",
  blocker: "blocker",
  warning: "warning",
  note: "note",
};

/**
 * Findings for a person: by file where they have one, each with its place, what there is, what is allowed and what to do.
 *
 * ```
 * cup-final.yaml: 2 problems
 *   audience.regions[1].peakShareRatio (line 14): shares sum to 1.10, expected 1. Lower one region by 0.10
 * ```
 *
 * @returns lines without a final line break; empty where there are no findings
 */
export function renderFindings(findings: readonly Finding[], { color }: FindingsStyle): string {
  const colors = pc.createColors(color);
  const files = new Map<string | undefined, Finding[]>();
  for (const finding of findings) {
    const group = files.get(finding.file);
    if (group) group.push(finding);
    else files.set(finding.file, [finding]);
  }
  return [...files]
    .map(([file, group]) => {
      const tally = tallyOf(group);
      const heading = file === undefined ? sentenceCase(tally) : `${oneLine(file)}: ${tally}`;
      const lines = bySeverity(group).map((finding) => {
        // The heading says "problems" or "blockers"; what is less grave says so itself where it stands among them.
        const isLesser = finding.severity !== gravest(group);
        const kind = isLesser ? `${paint(colors, finding.severity, NOUN[finding.severity])}: ` : "";
        return `  ${kind}${colors.bold(placeOf(finding))}: ${sentenceOf(finding)}`;
      });
      return [colors.bold(heading), ...lines].join("\n");
    })
    .join("\n\n");
}

/** A finding as one sentence, without its place. */
export function sentenceOf({ found, expected, fix }: Finding): string {
  return oneLine(`${found}, expected ${expected}. ${fix}`);
}

function gravest(findings: readonly Finding[]): Severity | undefined {
  return bySeverity(findings)[0]?.severity;
}

function placeOf({ where, line }: Finding): string {
  return oneLine(line === undefined ? where : `${where} (line ${line})`);
}

function tallyOf(findings: readonly Finding[]): string {
  return (Object.keys(NOUN) as Severity[])
    .map((severity) => ({ noun: NOUN[severity], amount: findings.filter((each) => each.severity === severity).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ amount, noun }) => counted(amount, noun))
    .join(", ");
}

function paint(colors: ReturnType<typeof pc.createColors>, severity: Severity, text: string): string {
  switch (severity) {
    case "error":
    case "blocker":
      return colors.red(text);
    case "warning":
      return colors.yellow(text);
    case "note":
      return colors.dim(text);
  }
}
