import { Provider } from "@pulumi/kubernetes/provider";
import { describe, expect, it } from "vitest";
import { BaseFirewall, type BaseFirewallArgs } from "../../../components/platform/base-firewall";
import { DefaultDeny } from "../../../components/platform/default-deny";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";

const MINIMAL: BaseFirewallArgs = { vpcId: "vpc-1" };
const graphWith = (changes: Partial<BaseFirewallArgs> = {}) =>
  graphOf(() => new BaseFirewall("f", { ...MINIMAL, ...changes }));
const rule = (direction: "Ingress" | "Egress", name: string) =>
  `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule f-${name}`;

describe("BaseFirewall", () => {
  it("opens balancers to everybody, nodes to balancers, data to nodes, and the default group to nobody", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual([
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup f-default",
      "aws:ec2/securityGroup:SecurityGroup f-balancers",
      "aws:ec2/securityGroup:SecurityGroup f-data",
      "aws:ec2/securityGroup:SecurityGroup f-nodes",
      rule("Egress", "balancers-to-nodes"),
      rule("Egress", "nodes-to-anywhere"),
      rule("Ingress", "balancers-from-internet-443"),
      rule("Ingress", "data-from-nodes-cache"),
      rule("Ingress", "data-from-nodes-postgres"),
      rule("Ingress", "nodes-from-balancers"),
      rule("Ingress", "nodes-from-nodes"),
      "tidegate:guard:BaseFirewall f",
    ]);
    expect(named(graph, "f-default").inputs).toMatchObject({ ingress: [], egress: [] });
    expect(named(graph, "f-balancers-from-internet-443").inputs).toMatchObject({
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    expect(named(graph, "f-nodes-from-balancers").inputs).toMatchObject({ fromPort: 1024, toPort: 65_535 });
  });

  it("narrows sources and ports", async () => {
    const graph = await graphOf(() => {
      const balancerSources = { office: { cidr: "192.0.2.0/24" }, cdn: { prefixListId: unknownText("list") } };
      const ports = { balancerPorts: [80, 443], podPorts: { from: 8080, to: 8090 }, dataPorts: { mysql: 3306 } };
      new BaseFirewall("f", { ...MINIMAL, balancerSources, ...ports });
    });
    const rules = childrenOf(graph).filter((child) => child.includes("Rule f-"));
    expect(rules).toEqual([
      rule("Egress", "balancers-to-nodes"),
      rule("Egress", "nodes-to-anywhere"),
      rule("Ingress", "balancers-from-cdn-443"),
      rule("Ingress", "balancers-from-cdn-80"),
      rule("Ingress", "balancers-from-office-443"),
      rule("Ingress", "balancers-from-office-80"),
      rule("Ingress", "data-from-nodes-mysql"),
      rule("Ingress", "nodes-from-balancers"),
      rule("Ingress", "nodes-from-nodes"),
    ]);
    expect(named(graph, "f-balancers-from-cdn-443").inputs.cidrIpv4).toBeUndefined();
    expect(named(graph, "f-nodes-from-balancers").inputs).toMatchObject({ fromPort: 8080, toPort: 8090 });
  });

  it("keeps names within limits and away from AWS's own", async () => {
    const graph = await graphOf(() => new BaseFirewall("f".repeat(63), MINIMAL), { stack: "s".repeat(250) });
    const name = String(named(graph, `${"f".repeat(63)}-balancers`).inputs.name);
    expect(name).toMatch(/^(?!sg-).{1,255}$/);
  });

  it.each<[string, Partial<BaseFirewallArgs>, string]>([
    ["a port that is none", { balancerPorts: [0] }, "balancerPorts[0] is 0, expected a whole number from 1 to 65535"],
    [
      "ports the wrong way round",
      { podPorts: { from: 9000, to: 8000 } },
      "podPorts.to is 8000, expected a whole number from 9000 to 65535",
    ],
    ["a port for two kinds of data", { dataPorts: { a: 6379, b: 6379 } }, "dataPorts is 6379 more than once"],
    [
      "a block that is none",
      { balancerSources: { a: { cidr: "192.0.2.1/24" } } },
      "balancerSources.a.cidr is 192.0.2.1/24, expected a block",
    ],
    [
      "more rules than a group takes",
      {
        balancerSources: Object.fromEntries(
          Array.from({ length: 61 }, (_, at) => [`s${at}`, { cidr: "192.0.2.0/24" }]),
        ),
      },
      "balancerSources is 61 rules, expected at most 60: sources × ports",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new BaseFirewall("f", { ...MINIMAL, ...changes }))).toContain(message);
  });
});

describe("DefaultDeny", () => {
  it("denies everything but names, through the provider it is given", async () => {
    const graph = await graphOf(() => {
      const kubernetes = new Provider("k", { kubeconfig: "{}" });
      new DefaultDeny("deny", { namespaces: ["default", "keda"] }, { providers: { kubernetes } });
    });
    expect(childrenOf(graph)).toEqual([
      "kubernetes:networking.k8s.io/v1:NetworkPolicy deny-deny-default",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy deny-deny-keda",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy deny-dns-default",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy deny-dns-keda",
      "pulumi:providers:kubernetes k",
      "tidegate:guard:DefaultDeny deny",
    ]);
    expect(named(graph, "deny-deny-keda").inputs).toMatchObject({
      metadata: { name: "default-deny", namespace: "keda" },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
    expect(JSON.stringify(named(graph, "deny-dns-default").inputs)).toContain("169.254.20.10/32");
    expect(named(graph, "deny-dns-default").options.provider).toBe(named(graph, "k").urn);
  });

  it("refuses a namespace that can't be", async () => {
    expect(await refusalOf(() => new DefaultDeny("deny", { namespaces: ["Keda"] }))).toContain("namespaces[0] is Keda");
  });
});
