import type { Finding } from "../../../capacity/problems";
import { both } from "../moment";
import { formatViewers } from "../number";
import { VERDICT_TONE } from "../report";
import type { Section, Tone } from "../section";
import { type FindingGroup, findingGroups } from "../sections/findings";
import { counted, sentenceCase } from "../text";
import type { Opening } from "./lines";
import type { Preview } from "./preview";
import { changes, kindsSection, totals, treeSection } from "./sections";

/** What every format prints of a preview, in this order. */
export interface PreviewDocument {
  readonly title: string;
  /** The plan's verdict, and how it is meant; null without a plan. */
  readonly verdict: { readonly sentence: string; readonly tone: Tone } | null;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly tree: Section;
  readonly kinds: Section;
  readonly findings: readonly FindingGroup[];
  /** What the reader may look at next. */
  readonly next: string;
}

/** Puts a preview into words and tables; every number is the graph's or the plan's. */
export function previewDocument(preview: Preview, opening: Opening): PreviewDocument {
  const { stack, plan, graph } = preview;
  return {
    title: `Preview of ${stack}`,
    verdict:
      plan === null ? null : { sentence: sentenceCase(plan.verdict.sentence), tone: VERDICT_TONE[plan.verdict.status] },
    facts: facts(preview),
    tree: treeSection(preview, opening),
    kinds: kindsSection(graph),
    findings: findingGroups([...preview.findings, ...grave(preview)]),
    next: next(preview, opening),
  };
}

const ENGINES = {
  recorded: "recorded: what the program asks for, as in the first preview of an empty stack; no cloud was asked",
  pulumi: "pulumi: what would change in the stack as it is",
} as const;

function facts(preview: Preview): PreviewDocument["facts"] {
  const { stack, engine, plan, reads } = preview;
  const done = changes(preview);
  return [
    { label: "Stack", text: reads.length === 0 ? stack : `${stack}, reads ${reads.join(" and ")}` },
    ...(plan === null
      ? []
      : [
          {
            label: "Event",
            text: `${plan.event.name}, ${formatViewers(plan.verdict.plannedViewers)} viewers, ${both(plan.event.start)}`,
          },
        ]),
    { label: "Engine", text: ENGINES[engine] },
    { label: "Resources", text: totals(preview) },
    ...(done === "" ? [] : [{ label: "Changes", text: done }]),
  ];
}

/** What keeps the plan from holding; the rest of its findings is the plan's report's to show. */
function grave({ plan }: Preview): readonly Finding[] {
  return (plan?.findings ?? []).filter(({ severity }) => severity === "error" || severity === "blocker");
}

function next({ plan, eventFile }: Preview, opening: Opening): string {
  const open = opening === "components" ? "--depth 2 or --all opens the components." : "";
  if (plan === null || eventFile === null) return open;
  const others = plan.findings.length - grave({ plan } as Preview).length;
  const rest =
    others === 0 ? "" : ` ${sentenceCase(counted(others, "more finding"))} of the plan: tidegate plan ${eventFile}`;
  return `${open}${rest}`.trim();
}
