import type { Finding } from "../../../capacity/problems";
import type { Diff } from "../../diff/diff";
import { violationsOf } from "../../diff/policy-result";
import { both } from "../moment";
import { VERDICT_TONE } from "../report";
import type { Section, Tone } from "../section";
import { counted, sentenceCase } from "../text";
import { findingsSection, policiesSection, whatOf } from "./findings";
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
} from "./meaning";
import { outputsSection, resourcesSection } from "./resources";

/** What every format prints of a comparison, in this order. */
export interface DiffReport {
  readonly title: string;
  readonly verdict: { readonly sentence: string; readonly tone: Tone };
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly sections: readonly Section[];
}

/** What a change means in one sentence: worst first. */
export function verdictOf(diff: Diff): DiffReport["verdict"] {
  const violations = violationsOf(diff.policies).length;
  const refused = violations === 0 ? "" : `Refused by ${counted(violations, "mandatory policy rule")}. `;
  const verdict = diff.meaning?.verdict;
  if (!diff.isChanged) {
    const standing = verdict?.new === undefined || verdict.new === null ? "" : `: ${verdict.new.sentence}`;
    return { sentence: `${refused}Nothing changes${standing}`, tone: violations > 0 ? "bad" : "plain" };
  }
  if (verdict === undefined) {
    return { sentence: `${refused}Resources change`, tone: violations > 0 ? "bad" : "plain" };
  }
  const { old, new: fresh } = verdict;
  if (fresh === null) return { sentence: `${refused}The event goes away`, tone: violations > 0 ? "bad" : "warn" };
  const alone = diff.problems.length > 0 ? "Without a comparison: " : "New event: ";
  const before = old === null ? alone : old.status === fresh.status ? "" : `Was ${old.status}, now: `;
  const sentence = before === "" ? sentenceCase(fresh.sentence) : `${before}${fresh.sentence}`;
  return { sentence: `${refused}${sentence}`, tone: violations > 0 ? "bad" : VERDICT_TONE[fresh.status] };
}

/** What can't be compared, in a sentence each. */
export function problemText(problem: Finding): string {
  const place = problem.file ?? problem.where;
  const line = problem.line === undefined ? "" : ` line ${problem.line}`;
  return `${place}${line}: ${whatOf(problem)}. ${sentenceCase(problem.fix)}`;
}

/** Puts a comparison into words and tables; sections in which nothing differs are left out. */
export function reportOfDiff(diff: Diff): DiffReport {
  const { meaning, resources, policies } = diff;
  const policyCount =
    policies.added.length + policies.changed.length + policies.settled.length + policies.unchanged.length;
  const sections: readonly Section[] = [
    ...(meaning === null ? [] : [summarySection(meaning), findingsSection(meaning.findings)]),
    ...(policyCount === 0 ? [] : [policiesSection(policies)]),
    ...(resources === null ? [] : [resourcesSection(resources), outputsSection(resources)]),
    ...(meaning === null
      ? []
      : [
          quotasSection(meaning),
          timelineSection(meaning),
          layersSection(meaning),
          demandSection(meaning),
          poolsSection(meaning),
          ...costSections(meaning),
          deadlinesSection(meaning),
          assumptionsSection(meaning),
        ]),
  ];
  // A timeline may have other starts and the same phases; resources are counted even where none changes.
  const isSaying = ({ id, rows, notes }: Section) =>
    rows.length > 0 || id === "resources" || (id === "timeline" && notes.length > 0);
  return {
    title: `What changes: ${diff.name}`,
    verdict: verdictOf(diff),
    facts: [
      { label: "Before", text: diff.old },
      { label: "After", text: diff.new },
      ...(diff.live === null
        ? []
        : [
            { label: "Live", text: `${diff.live.event} is live from ${both(diff.live.from)} to ${both(diff.live.to)}` },
          ]),
      ...diff.problems.map((problem) => ({ label: "Left out", text: problemText(problem) })),
      ...(diff.fingerprint === null ? [] : [{ label: "Fingerprint", text: diff.fingerprint.whole }]),
    ],
    sections: diff.isChanged ? sections.filter(isSaying) : [],
  };
}
