import type { Finding } from "../../capacity/problems";
import type { CostChange } from "../diff/cost-changes";
import type { Diff } from "../diff/diff";
import type { PlanDiff } from "../diff/plan-diff";
import { type PolicyResult, violationsOf } from "../diff/policy-result";
import { whatOf } from "../report/diff/findings";
import {
  assumptionsSection,
  costSections,
  deadlinesSection,
  demandSection,
  layersSection,
  poolsSection,
  quotasSection,
  summarySection,
  timelineSection,
} from "../report/diff/meaning";
import { problemText } from "../report/diff/report";
import { outputsSection, resourceNotes, tallyOf } from "../report/diff/resources";
import { both } from "../report/moment";
import type { Section } from "../report/section";
import { counted, sentenceCase } from "../report/text";
import { type Block, fence, list, paragraph, table } from "./block";
import type { CommentSection } from "./fit";
import { code, html, prose } from "./inert";
import { losses, resourceLines } from "./resources";
import { timelinePicture } from "./timeline";

/** What goes last when room is short, and what never does. */
const IMPORTANCE = {
  always: 0,
  losses: 1,
  summary: 2,
  quotas: 3,
  warnings: 4,
  timeline: 5,
  layers: 6,
  cost: 7,
  resources: 8,
  otherFindings: 9,
  assumptions: 10,
  rest: 11,
} as const;

function findingItem(finding: Finding): string {
  return `<b>${code(finding.where)}</b>: ${prose(whatOf(finding))}. ${prose(sentenceCase(finding.fix))}`;
}

function policyItem(result: PolicyResult): string {
  return `${code(`${result.pack}/${result.rule}`)} at ${code(result.where)}: ${prose(result.message)}`;
}

function inSight(title: string, blocks: readonly Block[]): CommentSection {
  return { title, stack: null, importance: IMPORTANCE.always, blocks, fold: null };
}

/** What ends a deployment or an event: always in sight, of all stacks together. */
export function urgentSections(diffs: readonly Diff[]): readonly CommentSection[] {
  const of = <T>(pick: (diff: Diff) => readonly T[], item: (thing: T) => string) =>
    diffs.flatMap((diff) => pick(diff).map((thing) => `${code(diff.name)} ${item(thing)}`));
  const isGrave = ({ severity }: Finding) => severity === "blocker" || severity === "error";
  const violations = of((diff) => violationsOf(diff.policies), policyItem);
  const fresh = of((diff) => {
    const { added = [], changed = [] } = diff.meaning?.findings ?? {};
    return [...added, ...changed.map((change) => change.new)].filter(isGrave);
  }, findingItem);
  const standing = of((diff) => (diff.meaning?.findings.unchanged ?? []).filter(isGrave), findingItem);
  const live = diffs.flatMap((diff) =>
    diff.live === null
      ? []
      : [
          `${code(diff.name)}: ${prose(`${diff.live.event} is live from ${both(diff.live.from)} to ${both(diff.live.to)}`)}. What shrinks or replaces it is refused until then.`,
        ],
  );
  const problems = of(
    (diff) => diff.problems,
    (problem) => prose(problemText(problem)),
  );
  return [
    ...(violations.length === 0 ? [] : [inSight("Refused by policy", [list(violations, "violations")])]),
    ...(live.length === 0 ? [] : [inSight("Viewers are watching", [list(live, "events")])]),
    ...(fresh.length === 0 ? [] : [inSight("Blockers", [list(fresh, "blockers")])]),
    ...(standing.length === 0 ? [] : [inSight("Blockers that were there before", [list(standing, "blockers")])]),
    ...(problems.length === 0 ? [] : [inSight("Not compared", [list(problems, "problems")])]),
  ];
}

/** A report's table as a section of the comment; null where it says nothing. */
function ofSection(section: Section, stack: string, importance: number): CommentSection | null {
  if (section.rows.length === 0 && section.notes.length === 0) return null;
  const spoken = section.columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => {
      const said = new Set(section.rows.map((row) => row.cells[index] ?? ""));
      // That everything in a list of changes is changed needs no column.
      return column.header === "Change" && said.size === 1
        ? !said.has("changed") && !said.has("")
        : said.size > 1 || !said.has("");
    });
  const rows = section.rows.map((row) => spoken.map(({ index }) => prose(row.cells[index] ?? "")));
  const columns = spoken.map(({ column }) => ({ header: prose(column.header), align: column.align }));
  const blocks = [
    ...(rows.length === 0 ? [] : [table(columns, rows, "rows")]),
    ...(section.notes.length === 0
      ? []
      : [paragraph(section.notes.map((note) => `<sub>${prose(note)}</sub>`).join("<br>\n"))]),
  ];
  const count = rows.length === 0 ? "" : ` (${rows.length})`;
  return { title: section.title, stack, importance, blocks, fold: `${html(section.title)}${count}` };
}

function findingSections(meaning: PlanDiff, stack: string): readonly CommentSection[] {
  const { added, changed, fixed, unchanged } = meaning.findings;
  const isWarning = ({ severity }: Finding) => severity === "warning";
  const isNote = ({ severity }: Finding) => severity === "note";
  const part = (title: string, importance: number, findings: readonly Finding[]): readonly CommentSection[] =>
    findings.length === 0
      ? []
      : [
          {
            title,
            stack,
            importance,
            blocks: [list(findings.map(findingItem), "findings")],
            fold: `${title} (${findings.length})`,
          },
        ];
  const current = changed.map((change) => change.new);
  return [
    ...part("New warnings", IMPORTANCE.warnings, added.filter(isWarning)),
    ...part("Changed warnings", IMPORTANCE.warnings, current.filter(isWarning)),
    ...part("Fixed findings", IMPORTANCE.otherFindings, fixed),
    ...part("New and changed notes", IMPORTANCE.otherFindings, [...added, ...current].filter(isNote)),
    ...part("Warnings as before", IMPORTANCE.otherFindings, unchanged.filter(isWarning)),
  ];
}

function meaningSections(meaning: PlanDiff, stack: string): readonly CommentSection[] {
  const picture = timelinePicture(meaning.timeline);
  const timeline = ofSection(timelineSection(meaning), stack, IMPORTANCE.timeline);
  const whole = (section: Section, rank: number) => ofSection(section, stack, rank) ?? [];
  const ofRows = (section: Section, rank: number) => (section.rows.length === 0 ? [] : whole(section, rank));
  return [
    ofSection(summarySection(meaning), stack, IMPORTANCE.summary) ?? [],
    ofRows(quotasSection(meaning), IMPORTANCE.quotas),
    ...findingSections(meaning, stack),
    timeline === null ? [] : { ...timeline, blocks: [...(picture === null ? [] : [picture]), ...timeline.blocks] },
    ofRows(layersSection(meaning), IMPORTANCE.layers),
    ...costSections(meaning).map((section) => ofRows(section, IMPORTANCE.cost)),
    ofRows(poolsSection(meaning), IMPORTANCE.rest),
    ofRows(demandSection(meaning), IMPORTANCE.rest),
    ofRows(deadlinesSection(meaning), IMPORTANCE.rest),
    ofRows(assumptionsSection(meaning), IMPORTANCE.assumptions),
  ].flat();
}

/** What is lost stands before everything else of its stack, in sight. */
function lossSections({ resources, name: stack }: Diff): readonly CommentSection[] {
  const lost = losses(resources?.changes ?? []);
  if (lost.length === 0) return [];
  const blocks = [fence("diff", lost.flatMap(resourceLines), "lines")];
  const title = `Replaced or deleted, though viewers or data hang on it (${lost.length})`;
  return [{ title, stack, importance: IMPORTANCE.losses, blocks, fold: null }];
}

function resourceSections({ resources, name: stack }: Diff): readonly CommentSection[] {
  if (resources === null) return [];
  const lost = new Set(losses(resources.changes));
  const others = resources.changes.filter((change) => !lost.has(change)).flatMap(resourceLines);
  const above = lost.size === 0 ? [] : [`${counted(lost.size, "resource")} above.`];
  const notes = [...above, ...resourceNotes(resources)].map((note) => `<sub>${prose(note)}</sub>`);
  const blocks = [
    ...(others.length === 0 ? [] : [fence("diff", others, "lines")]),
    ...(notes.length === 0 ? [] : [paragraph(notes.join("<br>\n"))]),
  ];
  const outputs = ofSection(outputsSection(resources), stack, IMPORTANCE.rest);
  const fold = `Resources: ${tallyOf(resources)}`;
  return [
    ...(blocks.length === 0 ? [] : [{ title: "Resources", stack, importance: IMPORTANCE.resources, blocks, fold }]),
    ...(outputs === null ? [] : [outputs]),
  ];
}

/** Everything about one stack, folded. */
export function stackSections(diff: Diff): readonly CommentSection[] {
  if (!diff.isChanged) return [];
  const advisory = [...diff.policies.added, ...diff.policies.changed.flatMap((change) => change.new ?? [])].filter(
    (result) => result.enforcement === "advisory" || result.outcome === "unknown",
  );
  const settled = diff.policies.settled;
  const policy = (title: string, results: readonly PolicyResult[]): readonly CommentSection[] =>
    results.length === 0
      ? []
      : [
          {
            title,
            stack: diff.name,
            importance: IMPORTANCE.warnings,
            blocks: [list(results.map(policyItem), "results")],
            fold: `${title} (${results.length})`,
          },
        ];
  return [
    ...lossSections(diff),
    ...(diff.meaning === null ? [] : meaningSections(diff.meaning, diff.name)),
    ...policy("Advised by policy", advisory),
    ...policy("Settled policy results", settled),
    ...resourceSections(diff),
  ];
}

/** The table that stands first: one line for each stack. */
export function overviewSection(diffs: readonly Diff[], verdictCell: (diff: Diff) => string): CommentSection {
  const rows = diffs.map((diff) => {
    const { meaning } = diff;
    if (meaning === null) {
      return [code(diff.name), verdictCell(diff), "", "", "", "", "", resourcesCell(diff)];
    }
    const cells = new Map(summarySection(meaning).rows.map((row) => [row.cells[0] ?? "", row.cells]));
    const both = (label: string) => {
      const [, before = "", after = ""] = cells.get(label) ?? [];
      return prose(before === after ? after : `${before} → ${after}`);
    };
    const open = meaning.quotas.open.length;
    return [
      code(diff.name),
      verdictCell(diff),
      both("Viewers planned for"),
      both("Nodes at full size"),
      both("Cost per event"),
      pricedText(meaning.cost.perOccurrence),
      both("Idle cost per month"),
      open === 0 ? "" : `${counted(open, "quota")}${askBy(meaning)}`,
      resourcesCell(diff),
    ];
  });
  const right = (header: string) => ({ header, align: "right" as const });
  const left = (header: string) => ({ header, align: "left" as const });
  const columns = [
    left("Event"),
    left("Verdict"),
    right("Viewers"),
    right("Nodes"),
    right("USD per event"),
    right("lines priced"),
    right("USD idle per month"),
    left("To ask for"),
    left("Resources"),
  ];
  const isSpoken = columns.map((_, i) => i === 0 || rows.some((row) => (row[i] ?? "") !== ""));
  return {
    title: "Overview",
    stack: null,
    importance: IMPORTANCE.always,
    blocks: [
      table(
        columns.filter((_, i) => isSpoken[i]),
        rows.map((row) => columns.flatMap((_, i) => (isSpoken[i] ? [row[i] ?? ""] : []))),
        "events",
      ),
    ],
    fold: null,
  };
}

/** `23 of 26`: what a bill's total rests on. */
function pricedText({ priced, lines }: CostChange): string {
  return priced.new === null || lines.new === null ? "" : `${priced.new} of ${lines.new}`;
}

function askBy(meaning: PlanDiff): string {
  const dates = meaning.quotas.open.flatMap((quota) => quota.latestAsk.new?.local.slice(0, 10) ?? []).sort();
  return dates[0] === undefined ? "" : ` by ${dates[0]}`;
}

function resourcesCell({ resources }: Diff): string {
  return resources === null ? "" : resources.changes.length === 0 ? "–" : tallyOf(resources);
}
