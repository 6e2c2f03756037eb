import { judge, judgeOne, quotaInForce } from "../../allowed";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

const REGION = "aws/rds/db-instances";
const READERS = "aws/rds/read-replicas-per-primary";

export const databaseInstances = rule({
  id: "limits-database-instances",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "Database readers fit the quotas of a cluster and of the region",
  why: "A reader above it is refused, and the others carry its load",
  fix: "Use larger readers, or ask for a higher quota of instances and state it in account.quotas",
  sources: [{ quota: REGION }, { quota: READERS }],
  appliesTo: "database readers",
  check: ({ graph, facts }) => {
    const known = graph.ofType(TYPES.clusterInstance).length;
    const inUse = facts.inUse[REGION] ?? 0;
    return [
      ...graph
        .ofType(TYPES.databaseReaders)
        .map((at) => judgeOne(numberAt(at.inputs, "readers"), quotaInForce(READERS, facts), { at, noun: "readers" })),
      ...(known === 0
        ? []
        : [judge({ known, unknown: [] }, quotaInForce(REGION, facts), { noun: "database instances", inUse })]),
    ];
  },
});
