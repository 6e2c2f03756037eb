import { CASES } from "./cases";
import { type Outcome, outcomes, pinned, type Score, scoreOf } from "./outcome";

/** A number as a reader compares it: four digits at most, thousands separated. */
function figure(value: number): string {
  return Number(value.toPrecision(Math.abs(value) >= 1000 ? 4 : 3)).toLocaleString("en-US", {
    maximumFractionDigits: 4,
  });
}

function range(low: number | null, high: number | null): string {
  return low === null || high === null ? "none" : `${figure(low)} – ${figure(high)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function scoreRow(name: string, score: Score): string {
  return row(
    name,
    String(score.checks),
    String(score.agreeing),
    `**${percent(score.share)}**`,
    score.medianRatio.toFixed(2),
  );
}

function outcomeRow({ of, check, answer, predicted, ratio, agrees }: Outcome): string {
  return row(
    of.id,
    check.metric,
    answer.how,
    figure(predicted),
    figure(check.observed),
    check.unit,
    range(check.agreeLow, check.agreeHigh),
    ratio.toFixed(2),
    agrees ? "yes" : "**no**",
    check.why,
    answer.notIndependent === null ? "yes" : `no: ${answer.notIndependent}`,
  );
}

/** Whether a prediction agrees by nothing to spare. */
function onEdge({ agrees, check, predicted }: Outcome): boolean {
  return agrees && [check.agreeLow, check.agreeHigh].some((edge) => Math.abs(predicted / (edge ?? 0) - 1) < 1e-6);
}

/** `docs/validation.md`: what the model says of published cases, and how far that is from what was measured. */
export function renderValidation(): string {
  const all = outcomes();
  const independent = all.filter((one) => one.answer.notIndependent === null);
  const other = all.filter((one) => one.answer.notIndependent !== null);
  const refused = pinned().flatMap(({ of, check, answer }) =>
    answer?.kind === "not-expressible" ? [{ of, check, because: answer.because }] : [],
  );
  return `${[
    "<!-- Generated. UPDATE_GOLDEN=1 npm test -- test/validation writes it anew; a test holds that it is current. -->",
    "",
    "# Validation",
    "",
    `What others measured, and what the model says of it: ${CASES.length} published cases with ${pinned().length} checks, each with the range of answers that would agree. Ranges`,
    "came with the cases, and coefficients are fixed before the comparison: none is changed to please a case.",
    "",
    row("checks", "answered", "agree", "share", "median of predicted ÷ observed"),
    row("---", "---:", "---:", "---:", "---:"),
    scoreRow("all that the model can express", scoreOf(all)),
    scoreRow("independent: no coefficient in force was taken from the case or its source", scoreOf(independent)),
    scoreRow("not independent: shows that the law fits, not that it foresees", scoreOf(other)),
    "",
    `Of those that agree, ${all.filter(onEdge).length} lie on the edge of their range: mostly plain arithmetic, whose range starts at the exact product.`,
    `${refused.length} checks ask for something the model does not compute: [listed with reasons](#what-the-model-cant-express).`,
    "",
    "## How to read it",
    "",
    "- Every answer comes from the model: an event is read from the case's inputs as a user's file is, and an equation of a layer, a sizing, the timeline or the bill is asked.",
    "  Arithmetic beside it only changes units or divides two answers. What a case leaves open is the default of an event file.",
    "- Predictions are at the expected value of each coefficient. A measured density holds no reserve, so none is added; where a case states what was planned, margins are in.",
    "- A core of a measurement is taken as a vCPU of the reference machine (m5). Published machines differ from it by up to two.",
    "- Some checks are arithmetic with a unit in it (bytes, requests, tiers of a price): they show that the units are right, not that a coefficient is.",
    "- *Independent* says whether agreement shows foresight. The pinned list is `test/validation/expressible.ts`, the cases are `test/validation/cases.json`.",
    "",
    "## Predicted and observed",
    "",
    row(
      "case",
      "check",
      "the model's answer: equation and inputs",
      "predicted",
      "observed",
      "unit",
      "agrees within",
      "ratio",
      "agrees",
      "why that range",
      "independent",
    ),
    row("---", "---", "---", "---:", "---:", "---", "---", "---:", "---", "---", "---"),
    ...all.map(outcomeRow),
    "",
    "## What disagreement taught",
    "",
    ...all
      .filter((one) => !one.agrees)
      .flatMap((one) => [
        `- **${one.of.id}, ${one.check.metric}** (${figure(one.predicted)} for ${figure(one.check.observed)} ${one.check.unit}). ${one.answer.disagrees ?? ""}`,
      ]),
    "",
    "## What the model can't express",
    "",
    row("case", "check", "why not"),
    row("---", "---", "---"),
    ...refused.map(({ of, check, because }) => row(of.id, check.metric, because)),
    "",
    "## Cases",
    "",
    "Quality: *primary* is who ran it, *vendor* is who sells it, *secondary* is a retelling.",
    "",
    row("case", "title", "year", "quality", "source"),
    row("---", "---", "---:", "---", "---"),
    ...CASES.map((one) =>
      row(one.id, one.title, one.year === null ? "" : String(one.year), one.quality, `<${one.source}>`),
    ),
  ].join("\n")}\n`;
}
