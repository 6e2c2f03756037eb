import type { Change } from "./change";
import { isSame, paired } from "./change";

/** What a policy said about one resource. */
export interface PolicyResult {
  readonly pack: string;
  readonly rule: string;
  readonly enforcement: "mandatory" | "advisory";
  /** `violated`: refused or advised against; `unknown`: can't be told before a deployment. What is fine isn't listed. */
  readonly outcome: "violated" | "unknown";
  /** The resource's URN, or the stack's for rules about the whole. */
  readonly urn: string;
  /** The resource in a reader's words, such as `NodeGroup core-a-1`. */
  readonly where: string;
  readonly message: string;
}

/** Policy results that came, went, stayed. */
export interface PolicyChanges {
  readonly added: readonly PolicyResult[];
  readonly settled: readonly PolicyResult[];
  /** The same rule at the same resource, said otherwise. */
  readonly changed: readonly Change<PolicyResult>[];
  readonly unchanged: readonly PolicyResult[];
}

/** Compares what the policies say of two sides, by rule and resource. */
export function diffPolicies(old: readonly PolicyResult[], fresh: readonly PolicyResult[]): PolicyChanges {
  const pairs = paired(old, fresh, ({ pack, rule, urn }) => `${pack}\n${rule}\n${urn}`);
  const both = pairs.flatMap((pair) => (pair.old && pair.new ? [{ old: pair.old, new: pair.new }] : []));
  return {
    added: pairs.flatMap((pair) => (pair.new && !pair.old ? [pair.new] : [])),
    settled: pairs.flatMap((pair) => (pair.old && !pair.new ? [pair.old] : [])),
    changed: both.filter((pair) => !isSame(pair.old, pair.new)),
    unchanged: both.filter((pair) => isSame(pair.old, pair.new)).map((pair) => pair.new),
  };
}

/** Mandatory violations of the new side, new ones first: they end a deployment. */
export function violationsOf(changes: PolicyChanges): readonly PolicyResult[] {
  const current = [...changes.added, ...changes.changed.flatMap((change) => change.new ?? []), ...changes.unchanged];
  return current.filter((result) => result.enforcement === "mandatory" && result.outcome === "violated");
}
