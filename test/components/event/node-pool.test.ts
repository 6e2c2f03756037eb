import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { imageFor } from "../../../components/event/machine-images";
import { groupSizes, groupsFor } from "../../../components/event/node-groups";
import { NodePool, type NodePoolArgs } from "../../../components/event/node-pool";
import { NODE_SYSCTLS, nodeUserData, POD_SYSCTLS } from "../../../components/event/node-user-data";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: NodePoolArgs = {
  event: "final",
  pool: "core",
  zones: [
    { name: "us-east-1a", subnetId: "subnet-a" },
    { name: "us-east-1b", subnetId: "subnet-b" },
  ],
  nodesPerZone: 40,
  instanceTypes: ["m7i.2xlarge", "m6i.2xlarge"],
  clusterName: "live",
  nodeRoleArn: "arn:aws:iam::123456789012:role/node",
};
const graphWith = (changes: Partial<NodePoolArgs> = {}) =>
  graphOf(() => new NodePool("core", { ...MINIMAL, ...changes }));

/** The kubelet's part of a pool's user data, and the script's. */
function userDataOf(inputs: Readonly<Record<string, unknown>>): string {
  return Buffer.from(String(inputs.userData), "base64").toString();
}

describe("NodePool", () => {
  it("is one template and a group in each zone", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual([
      "aws:ec2/launchTemplate:LaunchTemplate core-template",
      "aws:eks/nodeGroup:NodeGroup core-group-us-east-1a-1",
      "aws:eks/nodeGroup:NodeGroup core-group-us-east-1b-1",
      "tidegate:compute:NodePool core",
    ]);
    expect(named(graph, "core-group-us-east-1b-1").inputs).toEqual({
      clusterName: "live",
      nodeGroupName: expect.stringMatching(/^platform-core-group-us-east-1b-1-m7i-2xlarge-m6i-2xlar-[0-9a-f]{8}$/),
      nodeRoleArn: MINIMAL.nodeRoleArn,
      subnetIds: ["subnet-b"],
      instanceTypes: ["m7i.2xlarge", "m6i.2xlarge"],
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 40, desiredSize: 40, maxSize: 450 },
      updateConfig: { maxUnavailablePercentage: 10 },
      nodeRepairConfig: { enabled: false },
      labels: { "tidegate.dev/pool": "core", "tidegate.dev/event": "final" },
      taints: [{ key: "tidegate.dev/event", value: "final", effect: "NO_SCHEDULE" }],
      launchTemplate: { id: UNKNOWN, version: UNKNOWN },
    });
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      groupsPerZone: 2,
      maxNodesPerGroup: 30,
      capacityType: "SPOT",
      amiType: "AL2023_x86_64_NVIDIA",
      releaseVersion: "1.35.1-20260801",
      version: "1.35",
      securityGroupIds: ["sg-cluster", "sg-own"],
      diskGib: 200,
      podsPerNode: 110,
      sysctls: { "net.core.somaxconn": "4096" },
      podSysctls: [],
      sizedBy: "timers",
      nodeRepair: "on",
      metadataHopLimit: 1,
      machineTags: { team: "live" },
    });
    const group = named(graph, "core-group-us-east-1a-2");
    expect(group.inputs).toMatchObject({
      scalingConfig: { minSize: 10, desiredSize: 10, maxSize: 30 },
      capacityType: "SPOT",
      amiType: "AL2023_x86_64_NVIDIA",
      releaseVersion: "1.35.1-20260801",
      version: "1.35",
      nodeRepairConfig: { enabled: true },
    });
    expect(group.options.ignoreChanges).toEqual(["scalingConfig"]);
    const template = named(graph, "core-template").inputs;
    expect(template).toMatchObject({
      vpcSecurityGroupIds: ["sg-cluster", "sg-own"],
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { volumeType: "gp3", volumeSize: 200, encrypted: "true" } },
      ],
      metadataOptions: { httpPutResponseHopLimit: 1 },
    });
    expect(userDataOf(template)).toContain('"maxPods": 110');
    expect(userDataOf(template)).not.toContain("allowedUnsafeSysctls");
  });

  it("keeps its size in state, in plain values", async () => {
    expect(named(await graphWith({ nodesPerZone: 500 }), "core").inputs).toMatchObject({
      nodesPerZone: 500,
      nodes: 1000,
      groupsPerZone: 2,
      groupSizes: [450, 50],
      instanceTypes: ["m7i.2xlarge", "m6i.2xlarge"],
    });
  });

  it("tells its groups by names that are known before anything is there", async () => {
    let pool: NodePool | undefined;
    const graph = await graphOf(() => {
      pool = new NodePool("core", { ...MINIMAL, nodesPerZone: 451 });
    });
    expect(pool?.groups.map(({ zone, number, nodes }) => [zone, number, nodes])).toEqual([
      ["us-east-1a", 1, 450],
      ["us-east-1a", 2, 1],
      ["us-east-1b", 1, 450],
      ["us-east-1b", 2, 1],
    ]);
    expect(pool?.groups[1]?.nodeGroupName).toBe(named(graph, "core-group-us-east-1a-2").inputs.nodeGroupName);
  });

  it("starts machines with tokens only, an encrypted disk, tags that never change, and room for bursts", async () => {
    const template = named(await graphWith(), "core-template").inputs;
    const tags = { Name: "core-node", "tidegate:event": "final" };
    expect(template).toMatchObject({
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
      blockDeviceMappings: [{ ebs: { volumeType: "gp3", encrypted: "true" } }],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
        { resourceType: "network-interface", tags },
      ],
    });
    expect(userDataOf(template)).toContain("net.core.somaxconn = 65535");
    expect(template).not.toHaveProperty("vpcSecurityGroupIds");
  });

  it("is named anew when its machines are replaced, so that the new ones stand first", async () => {
    const nameWith = async (changes: Partial<NodePoolArgs>) =>
      named(await graphWith(changes), "core-group-us-east-1a-1").inputs.nodeGroupName;
    const usual = await nameWith({});
    expect(await nameWith({ nodesPerZone: 80 })).toBe(usual);
    expect(await nameWith({ instanceTypes: ["m7i.4xlarge"] })).not.toBe(usual);
    expect(await nameWith({ capacityType: "SPOT" })).not.toBe(usual);
    // Said outright: the AWS provider deletes first whenever a name is set, also a new one.
    expect(named(await graphWith(), "core-group-us-east-1a-1").options.deleteBeforeReplace).toBe(false);
  });

  it("is overridden by role, for all groups or one", async () => {
    const graph = await graphWith({
      overrides: {
        group: { args: { scalingConfig: { maxSize: 100 } } },
        "group-us-east-1a-1": { opts: { protect: true } },
      },
    });
    expect(named(graph, "core-group-us-east-1b-1").inputs.scalingConfig).toEqual({
      minSize: 40,
      desiredSize: 40,
      maxSize: 100,
    });
    expect(named(graph, "core-group-us-east-1a-1").options.protect).toBe(true);
    expect(named(graph, "core-group-us-east-1b-1").options.protect).toBeUndefined();
  });

  it("takes ids that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const id = unknownText("some");
      new NodePool("core", {
        ...MINIMAL,
        zones: [{ name: "us-east-1a", subnetId: id }],
        clusterName: id,
        nodeRoleArn: id,
      });
    });
    expect(named(graph, "core-group-us-east-1a-1").inputs).toMatchObject({
      clusterName: UNKNOWN,
      subnetIds: [UNKNOWN],
    });
  });

  it("keeps names within limits for the longest names of event, component and stack", async () => {
    const graph = await graphOf(() => new NodePool(LONG, { ...MINIMAL, event: LONG, nodesPerZone: 451 }), {
      stack: LONG,
    });
    const groups = graph.resources.filter(({ type }) => type.endsWith("NodeGroup"));
    const names = groups.map(({ inputs }) => String(inputs.nodeGroupName));
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{1,62}$/);
    expect(String(named(graph, `${LONG}-template`).inputs.name).length).toBeLessThanOrEqual(125);
    expect(groups[0]?.inputs.labels).toMatchObject({ "tidegate.dev/event": LONG });
  });

  it.each<[string, Partial<NodePoolArgs>, string]>([
    ["an event's name that is too long for a label", { event: `${LONG}x` }, "event is long-long"],
    ["no zone", { zones: [] }, "zones is 0 entries, expected 1 to 6 entries"],
    ["half a node", { nodesPerZone: 1.5 }, "nodesPerZone is 1.5, expected a whole number of at least 0"],
    ["no type", { instanceTypes: [] }, "instanceTypes is 0 entries"],
    [
      "types of two architectures",
      { instanceTypes: ["m7i.large", "m7g.large"] },
      "instanceTypes is types of AL2023_x86_64_STANDARD and AL2023_ARM_64_STANDARD, expected types that one image runs on, or amiType",
    ],
    [
      "fewer groups than the nodes need",
      { nodesPerZone: 901, groupsPerZone: 2 },
      "groupsPerZone is 2, expected 3 or more for 901 nodes at 450 a group",
    ],
    ["more pods than kubelet takes", { podsPerNode: 251 }, "podsPerNode is 251, expected a whole number from 1 to 250"],
    [
      "a setting of two lines",
      { sysctls: { "net.core.somaxconn": "1\nrm -rf /" } },
      'sysctls["net.core.somaxconn"] is 1',
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new NodePool("core", { ...MINIMAL, ...changes }))).toContain(message);
  });
});

describe("groupSizes", () => {
  const size = fc.integer({ min: 0, max: 3000 });
  const quota = fc.integer({ min: 1, max: 500 });

  it("adds up to the nodes, within the quota, in as few groups as possible", () => {
    fc.assert(
      fc.property(size, quota, (nodes, nodesPerGroup) => {
        const groups = groupsFor(nodes, nodesPerGroup);
        const sizes = groupSizes({ nodes, groups, nodesPerGroup });
        expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(nodes);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(nodesPerGroup);
        if (groups > 1) expect((groups - 1) * nodesPerGroup).toBeLessThan(nodes);
      }),
    );
  });

  it("never takes a node from a group when a zone grows", () => {
    fc.assert(
      fc.property(size, size, quota, (nodes, more, nodesPerGroup) => {
        const sizesOf = (count: number) =>
          groupSizes({ nodes: count, groups: groupsFor(nodes + more, nodesPerGroup), nodesPerGroup });
        const [before, after] = [sizesOf(nodes), sizesOf(nodes + more)];
        for (const [at, each] of before.entries()) expect(after[at]).toBeGreaterThanOrEqual(each);
      }),
    );
  });
});

describe("imageFor", () => {
  it.each([
    [["m7i.large", "c7a.xlarge"], "AL2023_x86_64_STANDARD"],
    [["m7g.large", "c7gn.xlarge", "r8gd.2xlarge", "a1.large"], "AL2023_ARM_64_STANDARD"],
    [["g5.xlarge", "g6e.xlarge"], "AL2023_x86_64_NVIDIA"],
    [["g5g.xlarge"], "AL2023_ARM_64_NVIDIA"],
    [["inf2.xlarge"], "AL2023_x86_64_NEURON"],
  ])("finds for %s the image %s", (types, amiType) => {
    expect(imageFor(types)).toEqual({ amiType });
  });

  it("finds none for types with and without accelerators", () => {
    expect(imageFor(["m7i.large", "g5.xlarge"])).toHaveProperty("problem");
  });
});

describe("nodeUserData", () => {
  it("is MIME of a script and nodeadm's configuration, the same every time", () => {
    const text = nodeUserData({ sysctls: NODE_SYSCTLS, podSysctls: POD_SYSCTLS });
    const [head, script, config, end] = text.split("--//");
    expect(head).toBe('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n');
    expect(script).toContain("text/x-shellscript");
    expect(script).toContain("sysctl --load /etc/sysctl.d/99-tidegate.conf");
    const body = JSON.parse(config?.slice(config.indexOf("{")) ?? "");
    expect(body).toEqual({
      apiVersion: "node.eks.aws/v1alpha1",
      kind: "NodeConfig",
      spec: { kubelet: { config: { allowedUnsafeSysctls: ["net.core.somaxconn"] } } },
    });
    expect(end).toBe("--\n");
    expect(nodeUserData({ sysctls: NODE_SYSCTLS, podSysctls: POD_SYSCTLS })).toBe(text);
  });
});
