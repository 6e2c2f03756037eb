import pc from "picocolors";
import type { ExplainedEquation, ExplainedInput, Explanation } from "../../capacity/explanation";
import type { Waterfall } from "../../capacity/layers/layer";
import { wrapText } from "./layout";
import { formatNumber, inline, inlineUsd } from "./number";
import { number, prose, row, type Section, text } from "./section";
import { findingGroups } from "./sections/findings";
import { amounts, utilizationText } from "./sections/layers";
import { renderGroups, renderSection, type TableOptions } from "./table";
import { counted, oneLine, sentenceCase, words } from "./text";

/** A layer's arithmetic for a terminal: each equation with its numbers, and who answers for each. */
export function renderExplanation(explanation: Explanation, options: TableOptions): string {
  const { sizing } = explanation;
  const paint = pc.createColors(options.colors === "color");
  const unit = sizing.unitName === "count" ? "" : ` ${sizing.unitName}`;
  const heading = `${oneLine(explanation.title)} (${oneLine(explanation.id)}): ${formatNumber(sizing.units)}${unit}, bound by ${words(sizing.bindingConstraint)}`;
  const equations = (title: string, list: readonly ExplainedEquation[]) =>
    list.length === 0
      ? []
      : [[paint.bold(title), ...list.map((one) => renderEquation(one, options, paint))].join("\n")];
  const groups = findingGroups(sizing.findings);
  const sections = [resources(explanation), candidates(explanation), settings(explanation)];
  return [
    paint.bold(heading),
    ...equations("What the audience asks", explanation.demand),
    ...equations("What the layer needs", explanation.equations),
    ...(sizing.waterfall === null ? [] : [renderWaterfall(sizing.waterfall, sizing.unitName, options, paint)]),
    ...sections.filter((section) => section.rows.length > 0).map((section) => renderSection(section, options)),
    ...(groups.length === 0 ? [] : [renderGroups(groups, options)]),
  ].join("\n\n");
}

type Paint = ReturnType<typeof pc.createColors>;

function renderEquation(equation: ExplainedEquation, { width }: TableOptions, paint: Paint): string {
  const indent = "    ";
  const atRisk =
    equation.atRisk === null || equation.atRisk === equation.value
      ? ""
      : `; at the planned risk ${inline(equation.atRisk, equation.unit)}`;
  const head = wrapText(
    `${equation.key} = ${equation.text} = ${inline(equation.value, equation.unit)}${atRisk}`,
    width - 2,
  );
  const names = Math.max(0, ...equation.inputs.map((input) => input.name.length));
  const values = equation.inputs.map((input) => inline(input.value, input.unit === "count" ? "" : input.unit));
  const widest = Math.max(0, ...values.map((value) => value.length));
  const inputs = equation.inputs.flatMap((input, i) => {
    const start = `${indent}${input.name.padEnd(names)}  ${(values[i] ?? "").padStart(widest)}  `;
    const room = Math.max(24, width - start.length);
    const lines = wrapText(oneLine(parentOf(input)), room);
    return lines.map((line, j) =>
      j === 0 ? `${start}${paint.dim(line)}` : `${" ".repeat(start.length)}${paint.dim(line)}`,
    );
  });
  return [...head.map((line, i) => (i === 0 ? `  ${line}` : `    ${line}`)), ...inputs].join("\n");
}

/** Who answers for a number. */
function parentOf(input: ExplainedInput): string {
  const state = input.path === null ? "" : `; state it at ${input.path}`;
  const source = [input.source, input.asOf].filter((part) => part !== null).join(", ");
  switch (input.origin) {
    case "given":
      return `given: ${input.because}`;
    case "known":
      return `known: ${input.because}${source === "" ? "" : ` (${source})`}${state}`;
    case "assumed":
      return `* assumed because ${input.because}${source === "" ? "" : ` (${source})`}${state}`;
    case "computed":
      return `computed: ${input.because}`;
    case "flow":
      return input.because;
  }
}

function renderWaterfall(waterfall: Waterfall, unit: string, { width }: TableOptions, paint: Paint): string {
  const steps = [
    `demand ${formatNumber(waterfall.demand)}`,
    `risk ${formatNumber(waterfall.risk)}`,
    `target utilization ${formatNumber(waterfall.utilization)}`,
    `a zone lost ${formatNumber(waterfall.zoneLoss)}`,
    `rounded ${formatNumber(waterfall.count)} ${unit}`,
  ];
  return [
    paint.bold("How the count came about"),
    ...wrapText(steps.join(" → "), width - 2).map((line) => `  ${line}`),
  ].join("\n");
}

function resources({ sizing }: Explanation): Section {
  return {
    id: "resources",
    title: "Resources",
    columns: [
      text("Resource"),
      number("Demand"),
      number("Required"),
      number("Provisioned"),
      text("Unit"),
      number("% at peak"),
    ],
    rows: sizing.resources.map((resource) =>
      row([words(resource.resource), ...amounts(resource), utilizationText(resource)]),
    ),
    empty: "",
    notes: [],
  };
}

function candidates({ sizing }: Explanation): Section {
  return {
    id: "candidates",
    title: `What could have carried it: ${counted(sizing.candidates.length, "candidate")}`,
    columns: [prose("Candidate"), number("Count"), number("USD/h"), prose("Outcome")],
    rows: sizing.candidates.map((candidate) =>
      row([
        candidate.name,
        formatNumber(candidate.units),
        inlineUsd(candidate.usdPerHour).replace(/^USD\s/, ""),
        candidate.chosen ? "chosen" : `rejected: ${candidate.rejected ?? "no reason given"}`,
      ]),
    ),
    empty: "",
    notes: [],
  };
}

function settings({ sizing }: Explanation): Section {
  return {
    id: "settings",
    title: "Settings to build from",
    columns: [text("Setting"), number("Value")],
    rows: Object.entries(sizing.settings).map(([name, value]) => row([sentenceCase(words(name)), formatNumber(value)])),
    empty: "",
    notes: [],
  };
}
