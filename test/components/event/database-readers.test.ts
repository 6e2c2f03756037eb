import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { DatabaseReaders, type DatabaseReadersArgs } from "../../../components/event/database-readers";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: DatabaseReadersArgs = {
  clusterIdentifier: "live",
  engine: "aurora-postgresql",
  readers: 2,
  instanceClass: "db.r7g.2xlarge",
};
const graphWith = (changes: Partial<DatabaseReadersArgs> = {}) =>
  graphOf(() => new DatabaseReaders("db", { ...MINIMAL, ...changes }));

describe("DatabaseReaders", () => {
  it("is readers under an endpoint of their own", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual([
      "aws:rds/clusterEndpoint:ClusterEndpoint db-endpoint",
      "aws:rds/clusterInstance:ClusterInstance db-reader-1",
      "aws:rds/clusterInstance:ClusterInstance db-reader-2",
      "tidegate:data:DatabaseReaders db",
    ]);
    expect(named(graph, "db-reader-2").inputs).toEqual({
      identifier: "platform-db-reader-2",
      clusterIdentifier: "live",
      engine: "aurora-postgresql",
      instanceClass: "db.r7g.2xlarge",
      promotionTier: 15,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: false,
      applyImmediately: true,
    });
    expect(named(graph, "db-endpoint").inputs).toMatchObject({
      customEndpointType: "READER",
      staticMembers: ["platform-db-reader-1", "platform-db-reader-2"],
    });
    expect(named(graph, "db").inputs).toMatchObject({ readers: 2, instanceClass: "db.r7g.2xlarge" });
  });

  it("lets zones take turns", async () => {
    const graph = await graphWith({ readers: 3, zones: ["us-east-1a", "us-east-1b"], maxReaders: 3 });
    const zones = [1, 2, 3].map((at) => named(graph, `db-reader-${at}`).inputs.availabilityZone);
    expect(zones).toEqual(["us-east-1a", "us-east-1b", "us-east-1a"]);
  });

  it("takes a cluster that only a deployment knows", async () => {
    const graph = await graphOf(
      () => new DatabaseReaders("db", { ...MINIMAL, clusterIdentifier: unknownText("some") }),
    );
    expect(named(graph, "db-reader-1").inputs.clusterIdentifier).toEqual(UNKNOWN);
  });

  it("keeps names within limits for the longest names", async () => {
    const graph = await graphOf(() => new DatabaseReaders(LONG, MINIMAL), { stack: LONG });
    for (const [role, input] of [
      ["reader-2", "identifier"],
      ["endpoint", "clusterEndpointIdentifier"],
    ] as const) {
      expect(String(named(graph, `${LONG}-${role}`).inputs[input])).toMatch(/^[a-z](-?[a-z0-9]){0,62}$/);
      expect(String(named(graph, `${LONG}-${role}`).inputs[input]).length).toBeLessThanOrEqual(63);
    }
  });

  it.each<[string, Partial<DatabaseReadersArgs>, string]>([
    ["no reader", { readers: 0 }, "readers is 0, expected a whole number from 1 to 15"],
    [
      "more than the platform's own leave room for",
      { readers: 14, maxReaders: 13 },
      "readers is 14, expected a whole number from 1 to 13",
    ],
    ["a class of another service", { instanceClass: "cache.r7g.large" }, "instanceClass is cache.r7g.large"],
    [
      "an engine without clusters",
      { engine: "mysql" as "aurora-mysql" },
      "engine is mysql, expected one of aurora-mysql, aurora-postgresql",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new DatabaseReaders("db", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
