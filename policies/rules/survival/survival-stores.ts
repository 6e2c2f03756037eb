import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, numberAt, UNKNOWN } from "../../values";

export const stores = rule({
  id: "survival-stores",
  area: "survival",
  level: "mandatory",
  severity: "high",
  title: "Caches stand in several zones, with a replica of every shard that takes over by itself",
  why: "A lost node is else a lost shard: its sessions are gone, and their viewers sign in again at once",
  fix: "Keep replicasPerShard at 1 or more, automatic failover and several zones on",
  sources: [{ document: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html" }],
  appliesTo: "caches",
  check: ({ graph }) =>
    graph.ofType(TYPES.replicationGroup).map((at) => {
      const replicas = numberAt(at.inputs, "replicasPerNodeGroup");
      const failover = flagAt(at.inputs, "automaticFailoverEnabled");
      const zones = flagAt(at.inputs, "multiAzEnabled");
      if (replicas === UNKNOWN || failover === UNKNOWN || zones === UNKNOWN) return unknown(at, "its replicas");
      if ((replicas ?? 0) < 1) return violated(at, "shards without a replica", "one replica of every shard at least");
      if (failover !== true) return violated(at, "no automatic failover", "automatic failover");
      return zones === true ? fine(at) : violated(at, "all nodes in one zone", "several zones");
    }),
});
