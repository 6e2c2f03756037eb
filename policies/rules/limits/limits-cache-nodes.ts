import { judge, judgeOne, quotaInForce, sum } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const REGION = "aws/elasticache/nodes-per-region";
const CLUSTER = "aws/elasticache/nodes-per-cluster-cluster-mode-enabled";

export const cacheNodes = rule({
  id: "limits-cache-nodes",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Cache nodes fit the quotas of a cluster and of the region, with those of overlapping events",
  why: "The cache can't be made, and every call goes to the database",
  fix: "Use larger nodes, or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: REGION }, { quota: CLUSTER }],
  appliesTo: "caches",
  check: ({ graph, facts }) => {
    const caches = graph.ofType(TYPES.sessionCache, TYPES.chatBroker);
    if (caches.length === 0) return [];
    const nodes = sum(caches, ({ inputs }) => numberAt(inputs, "nodes"));
    const perCluster = quotaInForce(CLUSTER, facts);
    return [
      ...caches.map((at) => judgeOne(numberAt(at.inputs, "nodes"), perCluster, { at, noun: "nodes" })),
      judge(nodes, quotaInForce(REGION, facts), { noun: "cache nodes", inUse: facts.inUse[REGION] ?? 0 }),
    ];
  },
});
