import pc from "picocolors";
import type { Plan } from "../../../capacity/plan-document";
import { countByType, redact } from "../../engine/resource-graph";
import { jsonText } from "../json";
import { wrapText } from "../layout";
import { escapeMarkdown, renderSection as markdownSection, renderFindingGroup } from "../markdown";
import { hanging, renderGroups, renderSection, type TableOptions, toned } from "../table";
import { oneLine } from "../text";
import { previewDocument } from "./document";
import type { Opening } from "./lines";
import { planWords } from "./plan-words";
import { notBuilt, type Preview } from "./preview";
import { kindsSentence } from "./sections";

/** Name of the JSON's form; the number is raised when a field is removed or changes its meaning. */
export const PREVIEW_SCHEMA_ID = "urn:tidegate:schema:preview:1";

/** A preview for a terminal. */
export function renderPreviewTable(preview: Preview, opening: Opening, options: TableOptions): string {
  const { verdict, facts, tree, findings, next } = previewDocument(preview, opening);
  const { width } = options;
  const paint = pc.createColors(options.colors === "color");
  const labelWidth = Math.max(...facts.map(({ label }) => label.length)) + 2;
  const kinds = kindsSentence(preview.graph);
  return [
    ...(verdict === null
      ? []
      : [
          wrapText(oneLine(verdict.sentence), width)
            .map((line) => toned(paint, verdict.tone)(paint.bold(line)))
            .join("\n"),
        ]),
    facts.flatMap(({ label, text }) => hanging(label.padEnd(labelWidth), oneLine(text), width, paint.dim)).join("\n"),
    renderSection(tree, options),
    ...(kinds === "" ? [] : [hanging("By kind  ", kinds, width, paint.dim).join("\n")]),
    ...(findings.length === 0 ? [] : [renderGroups(findings, options)]),
    ...(next === "" ? [] : [wrapText(next, width).join("\n")]),
  ].join("\n\n");
}

/** A preview for a pull request. */
export function renderPreviewMarkdown(preview: Preview, opening: Opening): string {
  const { title, verdict, facts, tree, kinds, findings, next } = previewDocument(preview, opening);
  return `${[
    `## ${escapeMarkdown(title)}`,
    ...(verdict === null ? [] : [`**${escapeMarkdown(verdict.sentence)}**`]),
    facts.map(({ label, text }) => `- ${label}: ${escapeMarkdown(text)}`).join("\n"),
    ...findings.map(renderFindingGroup),
    markdownSection(tree),
    markdownSection(kinds),
    ...(next === "" ? [] : [escapeMarkdown(next)]),
  ].join("\n\n")}\n`;
}

/** A preview for other programs: the graph's own fields, without secrets, and beside them what the plan says. */
export function renderPreviewJson(preview: Preview): string {
  const { engine, operations, leaving, plan, findings, reads } = preview;
  const { project, stack, ...graph } = redact(preview.graph);
  return jsonText({
    $schema: PREVIEW_SCHEMA_ID,
    project,
    stack,
    engine,
    reads,
    ...graph,
    counts: countByType(preview.graph),
    operations: operations === null ? null : Object.fromEntries(operations),
    leaving: leaving.map(({ urn }) => urn),
    plan: plan === null ? null : planFacts(plan),
    sizedBy: sizedBy(preview),
    notBuilt: notBuilt(preview).map(({ id }) => id),
    findings: [...findings, ...(plan?.findings ?? [])],
  });
}

function planFacts({ event, verdict, basis, layers, nodePools }: Plan) {
  return {
    event: event.name,
    start: event.start,
    verdict,
    basis,
    layers: layers.map(({ id, units, unitName, bindingConstraint }) => ({ id, units, unitName, bindingConstraint })),
    nodePools: nodePools.map(({ name, nodes, nodesPerZone, instanceTypes, bindingConstraint }) => {
      return { name, nodes, nodesPerZone, instanceTypes, bindingConstraint };
    }),
  };
}

/** The plan's line that sized a component, by URN. */
function sizedBy({ graph, plan }: Preview): Readonly<Record<string, string>> {
  const lines = graph.resources.map((resource) => [resource.urn, planWords(resource, plan)] as const);
  return Object.fromEntries(lines.filter(([, words]) => words !== ""));
}
