import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { Ingress, type IngressArgs } from "../../../components/event/ingress";
import { priorityOf, shardFor } from "../../../components/event/routes";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: IngressArgs = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  targetSecurityGroupId: "sg-nodes",
  namespace: "event-1m",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/app",
  requests: { count: 1, routes: { api: { services: ["api"], targets: 200 } } },
};
const MAXIMAL: IngressArgs = {
  ...MINIMAL,
  requests: {
    count: 2,
    reservedUnits: 3001,
    idleTimeoutSeconds: 75,
    routes: {
      page: { services: ["page"], targets: 100 },
      session: {
        services: ["session", "session-2"],
        targets: 1501,
        port: 9000,
        paths: ["/session/*", "/login"],
        priority: 7,
        deregistrationDelaySeconds: 20,
        slowStartSeconds: 0,
        healthPath: "/ready",
      },
    },
  },
  connections: {
    count: 1,
    reservedUnits: 900,
    idleTimeoutSeconds: 600,
    routes: {
      chat: { services: ["chat"], targets: 900, port: 8443, listenerPort: 8443, deregistrationDelaySeconds: 120 },
    },
  },
  allowedCidrs: ["192.0.2.0/24", "198.51.100.0/24"],
};
const graphWith = (args: IngressArgs) => graphOf(() => new Ingress("in", args));

describe("Ingress", () => {
  it("is a balancer, its firewall, and a bound target group behind a listener", async () => {
    expect(childrenOf(await graphWith(MINIMAL))).toEqual([
      "aws:ec2/securityGroup:SecurityGroup in-alb-firewall",
      "aws:lb/listener:Listener in-listener-alb-1",
      "aws:lb/loadBalancer:LoadBalancer in-alb-1",
      "aws:lb/targetGroup:TargetGroup in-targets-alb-1-api",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule in-alb-to-8080",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule in-alb-from-443-0-0-0-0-0",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule in-targets-from-alb-8080",
      "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding in-binding-alb-1-api",
      "tidegate:network:Ingress in",
    ]);
  });

  it("has every route on every balancer", async () => {
    const names = childrenOf(await graphWith(MAXIMAL)).map((line) => line.split(" ")[1]);
    expect(names.sort()).toEqual(
      [
        "in",
        ...["in-alb-1", "in-alb-2", "in-nlb-1"],
        ...["in-alb-firewall", "in-nlb-firewall"],
        ...["in-alb-from-443-192-0-2-0-24", "in-alb-from-443-198-51-100-0-24", "in-nlb-from-8443-0-0-0-0-0"],
        ...["in-alb-to-8080", "in-alb-to-9000", "in-nlb-to-8443"],
        ...["in-targets-from-alb-8080", "in-targets-from-alb-9000", "in-targets-from-nlb-8443"],
        ...["in-listener-alb-1", "in-listener-alb-2", "in-listener-nlb-1-chat"],
        ...["in-rule-alb-1-session", "in-rule-alb-2-session"],
        ...["targets", "binding"].flatMap((role) =>
          ["alb-1-page", "alb-1-session", "alb-2-page", "alb-2-session", "nlb-1-chat"].map(
            (key) => `in-${role}-${key}`,
          ),
        ),
      ].sort(),
    );
  });

  it("reserves each balancer's part, may lose a zone, and goes with the event", async () => {
    const graph = await graphWith(MAXIMAL);
    expect(named(graph, "in-alb-2").inputs).toEqual({
      name: "platform-in-alb-2",
      loadBalancerType: "application",
      internal: false,
      subnets: ["subnet-a", "subnet-b", "subnet-c"],
      securityGroups: [UNKNOWN],
      // 3001 over two balancers.
      minimumLoadBalancerCapacity: { capacityUnits: 1501 },
      idleTimeout: 75,
      enableZonalShift: true,
      enableDeletionProtection: false,
      enableHttp2: true,
      dropInvalidHeaderFields: true,
    });
    expect(named(graph, "in-nlb-1").inputs).toMatchObject({
      loadBalancerType: "network",
      minimumLoadBalancerCapacity: { capacityUnits: 900 },
      enableCrossZoneLoadBalancing: false,
    });
    expect(named(await graphWith(MINIMAL), "in-alb-1").inputs).not.toHaveProperty("minimumLoadBalancerCapacity");
  });

  it("ends TLS with a current policy on application balancers, and in the pods behind network balancers", async () => {
    const graph = await graphWith(MAXIMAL);
    expect(named(graph, "in-listener-alb-1").inputs).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: MINIMAL.certificateArn,
      defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN }],
    });
    expect(named(graph, "in-listener-nlb-1-chat").inputs).toEqual({
      loadBalancerArn: UNKNOWN,
      port: 8443,
      protocol: "TCP",
      tcpIdleTimeoutSeconds: 600,
      defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN }],
    });
  });

  it("may end TLS on a network balancer that has no reservation", async () => {
    const connections = { count: 1, protocol: "TLS" as const, routes: { chat: { services: ["chat"], targets: 9 } } };
    const listener = named(await graphWith({ ...MINIMAL, connections }), "in-listener-nlb-1-chat").inputs;
    expect(listener).toMatchObject({ port: 443, protocol: "TLS", certificateArn: MINIMAL.certificateArn });
    expect(listener).not.toHaveProperty("tcpIdleTimeoutSeconds");
  });

  it("answers 404 for what no route takes", async () => {
    const requests = { count: 1, routes: { api: { services: ["api"], targets: 9, paths: ["/api/*"] } } };
    const graph = await graphWith({ ...MINIMAL, requests });
    expect(named(graph, "in-listener-alb-1").inputs.defaultActions).toMatchObject([
      { type: "fixed-response", fixedResponse: { statusCode: "404" } },
    ]);
    expect(named(graph, "in-rule-alb-1-api").inputs).toMatchObject({
      priority: priorityOf("api", {}),
      conditions: [{ pathPattern: { values: ["/api/*"] } }],
    });
  });

  it("drains, and spares new targets with the one algorithm that goes with it", async () => {
    const graph = await graphWith(MAXIMAL);
    expect(named(graph, "in-targets-alb-1-page").inputs).toMatchObject({
      name: expect.stringMatching(/^platform-in-targets-alb-[0-9a-f]{8}$/),
      targetType: "ip",
      protocol: "HTTP",
      port: 8080,
      deregistrationDelay: 60,
      slowStart: 30,
      loadBalancingAlgorithmType: "round_robin",
      healthCheck: { protocol: "HTTP", path: "/healthz", matcher: "200", interval: 10, timeout: 5 },
    });
    expect(named(graph, "in-targets-alb-1-session").inputs).toMatchObject({
      port: 9000,
      deregistrationDelay: 20,
      slowStart: 0,
      loadBalancingAlgorithmType: "least_outstanding_requests",
      healthCheck: { path: "/ready" },
    });
    expect(named(graph, "in-targets-nlb-1-chat").inputs).toMatchObject({
      protocol: "TCP",
      port: 8443,
      deregistrationDelay: 120,
      connectionTermination: true,
      preserveClientIp: "false",
      healthCheck: { protocol: "TCP" },
    });
  });

  it("binds shards in turn, each binding named after its group", async () => {
    const graph = await graphWith(MAXIMAL);
    const bound = [1, 2].map((number) => named(graph, `in-binding-alb-${number}-session`).inputs);
    expect(bound).toMatchObject([
      { kind: "TargetGroupBinding", spec: { serviceRef: { name: "session", port: 9000 }, targetType: "ip" } },
      { apiVersion: "elbv2.k8s.aws/v1beta1", spec: { serviceRef: { name: "session-2", port: 9000 } } },
    ]);
    expect(bound[0]?.metadata).toEqual({
      name: named(graph, "in-targets-alb-1-session").inputs.name,
      namespace: "event-1m",
    });
    expect(awaitedBy(graph, "in-binding-alb-1-session")).toEqual(["in-targets-alb-1-session"]);
  });

  it("opens the way by security groups: in from whom it says, out to the pods' ports alone", async () => {
    const graph = await graphWith(MAXIMAL);
    expect(named(graph, "in-alb-from-443-192-0-2-0-24").inputs).toMatchObject({
      cidrIpv4: "192.0.2.0/24",
      fromPort: 443,
      toPort: 443,
    });
    expect(named(graph, "in-alb-to-9000").inputs).toMatchObject({
      referencedSecurityGroupId: "sg-nodes",
      fromPort: 9000,
    });
    expect(named(graph, "in-targets-from-alb-9000").inputs).toEqual({
      securityGroupId: "sg-nodes",
      referencedSecurityGroupId: UNKNOWN,
      ipProtocol: "tcp",
      fromPort: 9000,
      toPort: 9000,
    });
  });

  it("uses a group that is there for requests; connections, which pass the proxy by, always have one of their own", async () => {
    const { allowedCidrs: _, ...args } = MAXIMAL;
    const graph = await graphWith({ ...args, securityGroupId: "sg-balancers" });
    const made = graph.resources.filter(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
    expect(made.map(({ name }) => name)).toEqual(["in-nlb-firewall"]);
    expect(named(graph, "in-alb-1").inputs.securityGroups).toEqual(["sg-balancers"]);
    expect(named(graph, "in-nlb-1").inputs.securityGroups).toEqual([UNKNOWN]);
    const from = graph.resources.filter(({ name }) => name.startsWith("in-nlb-from-"));
    expect(from.length).toBeGreaterThan(0);
    expect(new Set(from.map(({ inputs }) => inputs.cidrIpv4))).toEqual(new Set(["0.0.0.0/0"]));
  });

  it("names a group anew when its port changes, since a listener holds the old one", async () => {
    const nameWith = async (port: number) => {
      const requests = { count: 1, routes: { api: { services: ["api"], targets: 9, port } } };
      return named(await graphWith({ ...MINIMAL, requests }), "in-targets-alb-1-api").inputs.name;
    };
    expect(await nameWith(8080)).not.toBe(await nameWith(8081));
    expect(named(await graphWith(MINIMAL), "in-targets-alb-1-api").options.deleteBeforeReplace).toBe(false);
  });

  it("keeps its size in state, in plain values", async () => {
    expect(named(await graphWith(MAXIMAL), "in").inputs).toMatchObject({
      // 100 of the page's and, with two shards, 751 of the session's.
      requests: { count: 2, reservedUnits: 3001, reservedUnitsEach: 1501, targetsOfOneBalancer: 851 },
      connections: { count: 1, targets: { chat: 900 }, protocol: "TCP" },
    });
  });

  it("takes ids that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const id = unknownText("some");
      const requests = { count: 1, routes: { api: { services: [id], targets: 9 } } };
      new Ingress("in", {
        ...MINIMAL,
        vpcId: id,
        subnetIds: [id, "b"],
        targetSecurityGroupId: id,
        namespace: id,
        requests,
      });
    });
    expect(named(graph, "in-binding-alb-1-api").inputs.spec).toMatchObject({ serviceRef: { name: UNKNOWN } });
  });

  it("keeps names within 32 characters, all different, for the longest names", async () => {
    const graph = await graphOf(() => new Ingress(LONG, MAXIMAL), { stack: LONG });
    const kinds = ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"];
    const names = graph.resources.filter(({ type }) => kinds.includes(type)).map(({ inputs }) => String(inputs.name));
    expect(new Set(names).size).toBe(8);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/);
  });

  it.each<[string, Partial<IngressArgs>, string]>([
    ["one zone", { subnetIds: ["subnet-a"] }, "subnetIds is 1 in all, expected subnets in two zones at least"],
    [
      "a TLS listener on a reserved network balancer",
      {
        connections: { count: 1, reservedUnits: 9, protocol: "TLS", routes: { chat: { services: ["c"], targets: 9 } } },
      },
      "connections.protocol is TLS with reserved units, expected TCP, the pods ending TLS themselves",
    ],
    [
      "more targets than a group may have",
      { requests: { count: 3, routes: { api: { services: ["a", "b"], targets: 2500 } } } },
      'requests.routes["api"].targets is 1250, expected at most 1000 in one group: 3 shards, or a higher quota',
    ],
    [
      "more targets than a balancer may have",
      {
        requests: {
          count: 1,
          routes: { a: { services: ["a"], targets: 600 }, b: { services: ["b"], targets: 401, paths: ["/b"] } },
        },
      },
      "requests.routes is 1001 targets on each balancer, expected at most 1000: more balancers and as many shards",
    ],
    [
      "more targets than three zones of a network balancer take",
      {
        connections: { count: 1, routes: { chat: { services: ["c"], targets: 1501 } } },
        limits: { targetsPerGroup: 2000 },
      },
      "connections.routes is 1501 targets on each balancer, expected at most 1500",
    ],
    [
      "a shard that no balancer reaches",
      { requests: { count: 1, routes: { api: { services: ["a", "b"], targets: 9 } } } },
      'requests.routes["api"].services is 2 shards, expected 1 to 1: a balancer sends to one, and none may be left out',
    ],
    [
      "two routes without paths",
      { requests: { count: 1, routes: { a: { services: ["a"], targets: 9 }, b: { services: ["b"], targets: 9 } } } },
      "requests.routes is a, b without paths, expected paths on all but one",
    ],
    [
      "a slow start of ten seconds",
      { requests: { count: 1, routes: { a: { services: ["a"], targets: 9, slowStartSeconds: 10 } } } },
      'requests.routes["a"].slowStartSeconds is 10, expected a whole number from 30 to 900',
    ],
    [
      "six paths",
      {
        requests: {
          count: 1,
          routes: { a: { services: ["a"], targets: 9, paths: ["/1", "/2", "/3", "/4", "/5", "/6"] } },
        },
      },
      'requests.routes["a"].paths is 6 entries',
    ],
    [
      "an idle timeout of two hours",
      { requests: { count: 0, idleTimeoutSeconds: 7200, routes: {} } },
      "requests.idleTimeoutSeconds is 7200",
    ],
    [
      "blocks for a group that is somebody else's",
      { securityGroupId: "sg-balancers", allowedCidrs: ["192.0.2.0/24"] },
      "allowedCidrs is 192.0.2.0/24, expected none with securityGroupId",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Ingress("in", { ...MINIMAL, ...changes }))).toContain(message);
  });

  it("refuses requests without a certificate", async () => {
    const { certificateArn: _, ...without } = MINIMAL;
    expect(await refusalOf(() => new Ingress("in", without))).toContain("certificateArn is absent");
  });
});

describe("routes", () => {
  it("reach every shard when there are no more shards than balancers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), (shards, more) => {
        const reached = Array.from({ length: shards + more }, (_, balancer) => shardFor(balancer, shards));
        expect(new Set(reached).size).toBe(shards);
      }),
    );
  });

  it("have a priority that other routes don't move, within what a listener takes", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/), (key) => {
        const priority = priorityOf(key, {});
        expect(priority).toBeGreaterThanOrEqual(1);
        expect(priority).toBeLessThanOrEqual(50_000);
        expect(priorityOf(key, {})).toBe(priority);
      }),
    );
  });
});
