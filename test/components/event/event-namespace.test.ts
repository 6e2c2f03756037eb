import { describe, expect, it } from "vitest";
import { EventNamespace, type EventNamespaceArgs } from "../../../components/event/event-namespace";
import { mebibytes, millicores } from "../../../components/event/quantities";
import { childrenOf, graphOf, named, refusalOf } from "../record";
import { LONG } from "./limits";

const graphWith = (changes: Partial<EventNamespaceArgs> = {}, stack = "event-1m") =>
  graphOf(() => new EventNamespace("ns", { event: "final", ...changes }), { stack });

const POLICIES = ["allow-balancers", "allow-dns", "allow-inside", "allow-outside", "default-deny"];

describe("EventNamespace", () => {
  it("has priorities, defaults and policies", async () => {
    expect(childrenOf(await graphWith())).toEqual([
      "kubernetes:core/v1:LimitRange ns-limits",
      "kubernetes:core/v1:Namespace ns-namespace",
      ...POLICIES.map((policy) => `kubernetes:networking.k8s.io/v1:NetworkPolicy ns-policy-${policy}`),
      "kubernetes:scheduling.k8s.io/v1:PriorityClass ns-priority-core",
      "kubernetes:scheduling.k8s.io/v1:PriorityClass ns-priority-value-added",
      "tidegate:compute:EventNamespace ns",
    ]);
  });

  it("is labelled for readiness gates and restricted pods", async () => {
    expect(named(await graphWith(), "ns-namespace").inputs.metadata).toMatchObject({
      name: expect.stringMatching(/^event-1m-ns-namespace-[0-9a-f]{8}$/),
      labels: {
        "tidegate.dev/event": "final",
        "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/audit": "restricted",
      },
    });
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      quotas: {
        core: { pods: 1200, vcpu: 2400.5, memoryGib: 4096 },
        "value-added": { pods: 10, vcpu: 1, memoryGib: 1.5 },
      },
      defaultRequest: { vcpu: 0.25, memoryGib: 0.5 },
      podSecurity: "privileged",
      balancerCidrs: ["10.0.0.0/20"],
      egressCidrs: ["10.0.0.0/16"],
    });
    expect(named(graph, "ns-quota-core").inputs.spec).toMatchObject({
      hard: { pods: "1200", "requests.cpu": "2400500m", "requests.memory": "4194304Mi" },
      scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In" }] },
    });
    expect(named(graph, "ns-quota-value-added").inputs.spec).toMatchObject({ hard: { "requests.memory": "1536Mi" } });
    expect(named(graph, "ns-limits").inputs.spec).toEqual({
      limits: [{ type: "Container", defaultRequest: { cpu: "250m", memory: "512Mi" } }],
    });
    expect(named(graph, "ns-namespace").inputs.metadata).toMatchObject({
      labels: { "pod-security.kubernetes.io/enforce": "privileged", "pod-security.kubernetes.io/warn": "restricted" },
    });
    expect(named(graph, "ns-policy-allow-balancers").inputs.spec).toMatchObject({
      ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/20" } }] }],
    });
    expect(named(graph, "ns-policy-allow-outside").inputs.spec).toMatchObject({
      egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/16" } }] }],
    });
    expect(named(graph, "ns").inputs).toMatchObject({ quotas: { core: { pods: 1200 } } });
  });

  it("puts core before value-added, which never pushes anything out", async () => {
    const graph = await graphWith();
    const [core, extra] = [named(graph, "ns-priority-core"), named(graph, "ns-priority-value-added")];
    expect(core.inputs).toMatchObject({ value: 1_000_000, preemptionPolicy: "PreemptLowerPriority" });
    expect(extra.inputs).toMatchObject({ value: 100_000, preemptionPolicy: "Never" });
    expect(core.options).toMatchObject({ replaceOnChanges: ["value", "preemptionPolicy"], deleteBeforeReplace: true });
  });

  it("denies everything, then lets through its own pods, balancers, DNS and the outside but the metadata service", async () => {
    const graph = await graphWith();
    const specOf = (policy: string) => named(graph, `ns-policy-${policy}`).inputs.spec;
    expect(specOf("default-deny")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    expect(specOf("allow-dns")).toMatchObject({
      egress: [
        {
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    });
    expect(specOf("allow-inside")).toMatchObject({ ingress: [{ from: [{ podSelector: {} }] }] });
    expect(specOf("allow-outside")).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }] }],
    });
  });

  it("keeps names within limits for the longest names of event, component and stack", async () => {
    const graph = await graphOf(() => new EventNamespace(LONG, { event: LONG }), { stack: LONG });
    for (const { inputs } of graph.resources) {
      const { name } = (inputs.metadata ?? { name: "x" }) as { readonly name: string };
      expect(String(name)).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
    }
  });

  it.each<[string, Partial<EventNamespaceArgs>, string]>([
    ["an event's name with a dot", { event: "cup.final" }, "event is cup.final, expected up to 63 lower-case letters"],
    [
      "a security level that is none",
      { podSecurity: "strict" as "restricted" },
      "podSecurity is strict, expected one of restricted, baseline, privileged",
    ],
    [
      "a fraction of a pod",
      { quotas: { core: { pods: 0.5, vcpu: 1, memoryGib: 1 } } },
      'quotas["core"].pods is 0.5, expected a whole number',
    ],
    [
      "a block that begins elsewhere",
      { balancerCidrs: ["10.0.0.1/16"] },
      "balancerCidrs[0] is 10.0.0.1/16, expected a block",
    ],
    ["nobody before the pods", { balancerCidrs: [] }, "balancerCidrs is 0 entries"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new EventNamespace("ns", { event: "final", ...changes }))).toContain(message);
  });
});

describe("quantities", () => {
  it.each([
    [0.1, "100m"],
    [2, "2000m"],
    [0.0004, "1m"],
    // 0.07 × 1000 is 70.00000000000001 in floating point.
    [0.07, "70m"],
  ])("write %s vCPU as %s", (vcpu, text) => expect(millicores(vcpu)).toBe(text));

  it.each([
    [0.5, "512Mi"],
    [1.0001, "1025Mi"],
  ])("write %s GiB as %s", (gib, text) => expect(mebibytes(gib)).toBe(text));
});
