import { asPlanned, settingsOf } from "../../planned";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

export const stores = rule({
  id: "plan-stores",
  area: "plan",
  level: "mandatory",
  severity: "high",
  title: "Caches, chat broker and database readers have the shards, replicas and readers of the plan",
  why: "A store with fewer answers later; everything in front of it then holds its connections longer",
  fix: "Take the numbers from the plan's layers cache, chat and database",
  sources: [{ document: "plan: layers cache, chat and database" }],
  appliesTo: "stores of an event",
  check: ({ graph, facts }) => {
    if (facts.plan === null) return [];
    const cache = settingsOf(facts.plan, "cache");
    const chat = settingsOf(facts.plan, "chat");
    const database = settingsOf(facts.plan, "database");
    const each = (type: string, input: string, planned: number | undefined, noun: string) =>
      graph.ofType(type).map((at) => asPlanned(at, numberAt(at.inputs, input), planned, { noun }));
    return [
      ...each(TYPES.sessionCache, "shards", cache?.shards, "shards"),
      ...each(TYPES.sessionCache, "replicasPerShard", cache?.replicasPerShard, "replicas of each shard"),
      ...each(TYPES.chatBroker, "nodes", chat?.brokerNodes, "nodes"),
      ...each(TYPES.databaseReaders, "readers", database?.readers, "readers"),
    ];
  },
});
