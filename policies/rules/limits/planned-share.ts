import { judge, quotaInForce, sum } from "../../allowed";
import type { Observation, RuleInput } from "../../rule";
import { unknown } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

/**
 * Judges what the graph's nodes take of a quota that the plan counts in other units: the plan's need, in proportion to the nodes.
 * @param noun what is counted, in the plural
 */
export function judgePlannedShare(
  { graph, facts }: Pick<RuleInput<unknown>, "graph" | "facts">,
  key: string,
  noun: string,
): readonly Observation[] {
  const pools = graph.ofType(TYPES.nodePool);
  if (pools.length === 0) return [];
  const planned = facts.plan?.nodePools.reduce((total, pool) => total + pool.nodes, 0) ?? 0;
  const needed = facts.plan?.quotas.find((quota) => quota.key === key)?.needed;
  if (needed === undefined || planned === 0) return [unknown(undefined, `${noun}: the plan doesn't count them`)];
  const nodes = sum(pools, ({ inputs }) => numberAt(inputs, "nodes"));
  const amount = { known: Math.ceil((nodes.known / planned) * needed), unknown: nodes.unknown };
  return [judge(amount, quotaInForce(key, facts), { noun, inUse: facts.inUse[key] ?? 0 })];
}
