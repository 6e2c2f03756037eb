import { describe, expect, it } from "vitest";
import { SERVING } from "../../../capacity/guard";
import { Admission } from "../../../components/event/admission";
import { DatabaseReaders } from "../../../components/event/database-readers";
import { Ingress } from "../../../components/event/ingress";
import { NodePool } from "../../../components/event/node-pool";
import { SessionCache } from "../../../components/event/session-cache";
import { WebFirewall } from "../../../components/event/web-firewall";
import { Workload } from "../../../components/event/workload";
import { graphOf } from "../record";

const NET = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };

/** One of each component whose sizes the guard reads. */
function components(): void {
  new NodePool("core", {
    event: "final",
    pool: "core",
    zones: [{ name: "us-east-1a", subnetId: "subnet-a" }],
    nodesPerZone: 3,
    instanceTypes: ["m7i.large"],
    clusterName: "live",
    nodeRoleArn: "arn:role",
    podsPerNode: 110,
  });
  const pod = { vcpu: 1, memoryGib: 2 };
  const place = { event: "final", pool: "core", criticality: "core", namespace: "final" } as const;
  new Workload("session", { ...place, pod, replicas: 3, image: "session:1" });
  const routes = { page: { services: ["page"], targets: 9 } };
  const net = { ...NET, targetSecurityGroupId: "sg-nodes", namespace: "final", certificateArn: "arn:certificate" };
  new Ingress("in", { ...net, requests: { count: 1, routes }, connections: { count: 1, routes } });
  const rates = { totalActiveUsers: 9000, newUsersPerMinute: 900 };
  new Admission("door", { ...rates, zoneId: "zone", host: "live.example.com", event: "final" });
  new SessionCache("cache", {
    ...NET,
    clientSecurityGroupIds: { nodes: "sg" },
    shards: 2,
    nodeType: "cache.r7g.large",
  });
  const database = { clusterIdentifier: "live", engine: "aurora-mysql", instanceClass: "db.r7g.large" } as const;
  new DatabaseReaders("readers", { ...database, readers: 2 });
  new WebFirewall("web", { perAddressLimit: 9000 });
}

describe("the guard's fields", () => {
  it("stand in the intent of the components that it guards: a misspelt one would guard nothing", async () => {
    const graph = await graphOf(components);
    const guarded = graph.resources.filter(({ type }) => SERVING[type] !== undefined);
    expect(guarded).toHaveLength(7);
    const missing = guarded.flatMap(({ type, inputs }) => {
      const { sizes = [], members = [], fixed = [] } = SERVING[type] ?? {};
      return [...sizes, ...members, ...fixed].flatMap((path) => {
        const value = path
          .split(".")
          .reduce<unknown>(
            (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
            inputs,
          );
        return value === undefined ? [`${type} ${path}`] : [];
      });
    });
    expect(missing).toEqual([]);
  });
});
