import { bySeverity, type Finding, type Severity } from "../../../capacity/problems";
import { counted, sentenceCase } from "../text";

/** Findings of one severity, with a heading that counts them. */
export interface FindingGroup {
  readonly severity: Severity;
  readonly heading: string;
  readonly findings: readonly FindingText[];
}

/** A finding in the words of a report. */
export interface FindingText {
  readonly id: string;
  readonly where: string;
  /** What there is and what is needed. */
  readonly what: string;
  readonly fix: string;
  readonly source: string | null;
}

function textOf(finding: Finding): FindingText {
  return {
    id: finding.id,
    where: finding.where,
    what: finding.expected === "" ? finding.found : `${finding.found}, expected ${finding.expected}`,
    fix: sentenceCase(finding.fix),
    source: finding.source ?? null,
  };
}

/** Findings grouped, gravest first. */
export function findingGroups(findings: readonly Finding[]): readonly FindingGroup[] {
  const ordered = bySeverity(findings);
  const severities = [...new Set(ordered.map((finding) => finding.severity))];
  return severities.map((severity) => {
    const own = ordered.filter((finding) => finding.severity === severity);
    return { severity, heading: sentenceCase(counted(own.length, severity)), findings: own.map(textOf) };
  });
}
