import { judge, quotaInForce, sum } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

const KEY = "aws/ebs/storage-for-general-purpose-ssd-gp3-volumes-in-tib";
const GIB_PER_TIB = 1024;

export const disks = rule({
  id: "limits-disks",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Disks of all nodes fit the region's quota of storage, with those of overlapping events",
  why: "A machine whose disk is refused ends as soon as it has started, and the raise tries again for ever",
  fix: "Use smaller disks (diskGib), or ask for a higher quota and state it in account.quotas",
  sources: [{ quota: KEY }],
  appliesTo: "node pools",
  check: ({ graph, facts }) => {
    const pools = graph.ofType(TYPES.nodePool, TYPES.systemNodes);
    if (pools.length === 0) return [];
    const tib = sum(pools, ({ inputs }) => {
      const nodes = numberAt(inputs, "nodes");
      const gib = numberAt(inputs, "diskGib");
      return typeof nodes === "number" && typeof gib === "number" ? (nodes * gib) / GIB_PER_TIB : UNKNOWN;
    });
    return [judge(tib, quotaInForce(KEY, facts), { noun: "TiB of disks", inUse: facts.inUse[KEY] ?? 0 })];
  },
});
