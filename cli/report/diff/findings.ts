import type { Finding, Severity } from "../../../capacity/problems";
import type { FindingChanges } from "../../diff/finding-changes";
import { type PolicyChanges, type PolicyResult, violationsOf } from "../../diff/policy-result";
import { prose, type Row, row, type Section, type Tone, text } from "../section";
import { counted, sentenceCase } from "../text";
import { arrowText } from "./arrow";

const TONES: Readonly<Record<Severity, Tone>> = { error: "bad", blocker: "bad", warning: "warn", note: "plain" };

/** What a finding says, without its place. */
export function whatOf({ found, expected }: Finding): string {
  return expected === "" ? found : `${found}, expected ${expected}`;
}

function findingRow(change: string, severity: string, finding: Finding, tone: Tone): Row {
  return row([change, severity, finding.where, whatOf(finding), sentenceCase(finding.fix)], tone);
}

/** Findings that came, changed, or are settled; those that stay are counted, blockers among them listed. */
export function findingsSection(findings: FindingChanges): Section {
  const isGrave = (finding: Finding) => finding.severity === "blocker" || finding.severity === "error";
  const standing = findings.unchanged.filter(isGrave);
  const others = findings.unchanged.length - standing.length;
  return {
    id: "findings",
    title: "Findings",
    columns: [text("Change"), text("Severity"), prose("Where"), prose("What"), prose("What to do", { dropOrder: 1 })],
    rows: [
      ...findings.added.map((one) => findingRow("new", one.severity, one, TONES[one.severity])),
      ...findings.changed.map(({ old, new: fresh }) =>
        findingRow("changed", arrowText(old.severity, fresh.severity), fresh, TONES[fresh.severity]),
      ),
      ...standing.map((one) => findingRow("as before", one.severity, one, TONES[one.severity])),
      ...findings.fixed.map((one) => findingRow("fixed", one.severity, one, "good")),
    ],
    empty: "No finding comes, changes or goes.",
    notes: others === 0 ? [] : [`${counted(others, "finding")} as before, none of them a blocker.`],
  };
}

function policyRow(change: string, result: PolicyResult): Row {
  const { enforcement, outcome } = result;
  const tone =
    change === "settled" ? "good" : outcome === "unknown" ? "plain" : enforcement === "mandatory" ? "bad" : "warn";
  return row(
    [
      change,
      `${enforcement}${outcome === "unknown" ? ", unknown until deployed" : ""}`,
      `${result.pack}/${result.rule}`,
      result.where,
      result.message,
    ],
    tone,
  );
}

/** What the policies say of the new side, and what they no longer say. */
export function policiesSection(policies: PolicyChanges): Section {
  const standing = violationsOf(policies).filter((result) => policies.unchanged.includes(result));
  const others = policies.unchanged.length - standing.length;
  return {
    id: "policies",
    title: "Policies",
    columns: [text("Change"), text("Kind"), text("Rule"), prose("Where"), prose("What")],
    rows: [
      ...policies.added.map((result) => policyRow("new", result)),
      ...policies.changed.flatMap(({ new: result }) => (result === null ? [] : [policyRow("changed", result)])),
      ...standing.map((result) => policyRow("as before", result)),
      ...policies.settled.map((result) => policyRow("settled", result)),
    ],
    empty: "No policy result comes, changes or goes.",
    notes: others === 0 ? [] : [`${counted(others, "policy result")} as before, none of them a mandatory violation.`],
  };
}
