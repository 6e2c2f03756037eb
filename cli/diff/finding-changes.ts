import { bySeverity, type Finding } from "../../capacity/problems";
import { isSame } from "./change";

/** Findings that came, went, changed or stayed, gravest first in each list. */
export interface FindingChanges {
  readonly added: readonly Finding[];
  readonly fixed: readonly Finding[];
  /** The same kind at the same place with other numbers or another severity. */
  readonly changed: readonly { readonly old: Finding; readonly new: Finding }[];
  readonly unchanged: readonly Finding[];
}

/** Where a finding stands and of which kind it is: its numbers may change without making it another. */
function keyOf({ id, where }: Finding): string {
  return `${id}\n${where}`;
}

function grouped(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(keyOf(finding));
    if (group) group.push(finding);
    else groups.set(keyOf(finding), [finding]);
  }
  return groups;
}

/** Compares findings by kind and place; several of one kind at one place are matched by their words first, then in order. */
export function diffFindings(old: readonly Finding[], fresh: readonly Finding[]): FindingChanges {
  const before = grouped(old);
  const added: Finding[] = [];
  const changed: { readonly old: Finding; readonly new: Finding }[] = [];
  const unchanged: Finding[] = [];
  const left: Finding[] = [];
  for (const finding of fresh) {
    const group = before.get(keyOf(finding)) ?? [];
    const same = group.findIndex((candidate) => isSame(candidate, finding));
    if (same < 0) {
      left.push(finding);
      continue;
    }
    group.splice(same, 1);
    unchanged.push(finding);
  }
  for (const finding of left) {
    const was = before.get(keyOf(finding))?.shift();
    if (was === undefined) added.push(finding);
    else changed.push({ old: was, new: finding });
  }
  const order = bySeverity(changed.map((change) => change.new));
  return {
    added: bySeverity(added),
    fixed: bySeverity([...before.values()].flat()),
    changed: [...changed].sort((a, b) => order.indexOf(a.new) - order.indexOf(b.new)),
    unchanged: bySeverity(unchanged),
  };
}
