import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { Cluster, type ClusterArgs } from "../../../components/platform/cluster";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";

const MINIMAL: ClusterArgs = {
  region: "us-east-1",
  accountId: "123456789012",
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  admins: { deployer: "arn:aws:iam::123456789012:role/deployer" },
};
const graphWith = (changes: Partial<ClusterArgs> = {}) => graphOf(() => new Cluster("k", { ...MINIMAL, ...changes }));

describe("Cluster", () => {
  it("has control plane, nodes, access, add-ons, DNS caches and services", async () => {
    expect(childrenOf(await graphWith())).toEqual([
      "aws:cloudwatch/logGroup:LogGroup k-log-group",
      "aws:ec2/launchTemplate:LaunchTemplate k-system-template",
      "aws:eks/accessEntry:AccessEntry k-admin-deployer",
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation k-admin-policy-deployer",
      "aws:eks/addon:Addon k-addon-coredns",
      "aws:eks/addon:Addon k-addon-eks-pod-identity-agent",
      "aws:eks/addon:Addon k-addon-kube-proxy",
      "aws:eks/addon:Addon k-addon-vpc-cni",
      "aws:eks/cluster:Cluster k-eks",
      "aws:eks/nodeGroup:NodeGroup k-system-group",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation k-services-balancer-controller-identity",
      "aws:iam/instanceProfile:InstanceProfile k-node-profile",
      "aws:iam/role:Role k-control-plane-role",
      "aws:iam/role:Role k-node-role",
      "aws:iam/role:Role k-services-balancer-controller-role",
      "aws:iam/rolePolicy:RolePolicy k-services-balancer-controller-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment k-control-plane-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment k-node-policy-AmazonEC2ContainerRegistryPullOnly",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment k-node-policy-AmazonEKSWorkerNodePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment k-node-policy-AmazonEKS_CNI_Policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment k-node-policy-AmazonSSMManagedInstanceCore",
      "aws:kms/alias:Alias k-secrets-key-alias",
      "aws:kms/key:Key k-secrets-key",
      "kubernetes:apps/v1:DaemonSet k-node-local-dns-cache",
      "kubernetes:core/v1:ConfigMap k-node-local-dns-config",
      "kubernetes:core/v1:Service k-node-local-dns-metrics",
      "kubernetes:core/v1:Service k-node-local-dns-upstream",
      "kubernetes:core/v1:ServiceAccount k-node-local-dns-account",
      "kubernetes:helm.sh/v3:Release k-services-balancer-controller",
      "kubernetes:helm.sh/v3:Release k-services-keda",
      "kubernetes:helm.sh/v3:Release k-services-metrics-server",
      "pulumi:providers:kubernetes k-kubernetes",
      "tidegate:compute:Cluster k",
      "tidegate:compute:ClusterServices k-services",
      "tidegate:compute:NodeLocalDns k-node-local-dns",
      "tidegate:compute:SystemNodes k-system",
    ]);
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      admins: { deployer: "arn:1", "on-call": "arn:2" },
      tier: "tier-2xl",
      version: "1.34",
      publicAccessCidrs: ["192.0.2.0/24"],
      serviceCidr: "172.30.0.0/20",
      logRetentionDays: 30,
      dnsReplicas: { min: 5, max: 63 },
      addonVersions: { "vpc-cni": "v1.21.0-eksbuild.1" },
      nodeSecurityGroupIds: ["sg-2"],
      systemNodes: { nodes: 6, instanceTypes: ["m7g.2xlarge"], amiType: "AL2023_ARM_64_STANDARD", diskGib: 80 },
      services: { replicas: 3, concurrentBindings: 20 },
    });
    expect(named(graph, "k-eks").inputs).toMatchObject({
      version: "1.34",
      controlPlaneScalingConfig: { tier: "tier-2xl" },
      kubernetesNetworkConfig: { serviceIpv4Cidr: "172.30.0.0/20" },
      vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24"] },
    });
    expect(named(graph, "k-admin-policy-on-call").inputs.principalArn).toBe("arn:2");
    expect(named(graph, "k-log-group").inputs.retentionInDays).toBe(30);
    expect(named(graph, "k-addon-vpc-cni").inputs.addonVersion).toBe("v1.21.0-eksbuild.1");
    expect(named(graph, "k-system-group").inputs).toMatchObject({
      version: "1.34",
      amiType: "AL2023_ARM_64_STANDARD",
      instanceTypes: ["m7g.2xlarge"],
      scalingConfig: { minSize: 6, desiredSize: 6, maxSize: 6 },
    });
    expect(named(graph, "k-system-template").inputs).toMatchObject({
      vpcSecurityGroupIds: [UNKNOWN, "sg-2"],
      blockDeviceMappings: [{ ebs: { volumeSize: 80, encrypted: "true" } }],
    });
    const configuration = JSON.parse(String(named(graph, "k-addon-coredns").inputs.configurationValues));
    expect(configuration).toEqual({ autoScaling: { enabled: true, minReplicas: 5, maxReplicas: 63 } });
    expect(named(graph, "k-services-balancer-controller").inputs.values).toMatchObject({
      replicaCount: 3,
      targetgroupbindingMaxConcurrentReconciles: 20,
      vpcId: "vpc-1",
    });
    expect(JSON.stringify(named(graph, "k-node-local-dns-cache").inputs)).toContain("169.254.20.10,172.30.0.10");
  });

  it("keeps its size in state, in plain values", async () => {
    const graph = await graphWith({ tier: "tier-xl" });
    expect(named(graph, "k").inputs).toMatchObject({
      tier: "tier-xl",
      version: "1.35",
      dnsReplicas: { min: 3, max: 100 },
    });
    expect(named(graph, "k-system").inputs).toMatchObject({ nodes: 3 });
  });

  it("is closed, encrypted, logged and not upgraded behind our back", async () => {
    const { inputs, options } = named(await graphWith(), "k-eks");
    expect(inputs).toMatchObject({
      name: "platform-k-eks",
      vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: false },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      controlPlaneScalingConfig: { tier: "standard" },
      encryptionConfig: { resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      bootstrapSelfManagedAddons: false,
      upgradePolicy: { supportType: "EXTENDED" },
      deletionProtection: true,
    });
    expect(options.protect).toBe(true);
  });

  it("makes the log group before the cluster, and keeps it after", async () => {
    const graph = await graphWith();
    expect(awaitedBy(graph, "k-eks")).toContain("k-log-group");
    expect(named(graph, "k-log-group").inputs.name).toBe("/aws/eks/platform-k-eks/cluster");
    expect(named(graph, "k-log-group").options.retainOnDelete).toBe(true);
  });

  it("delegates prefixes with one warm, translates at NAT alone, and enforces network policies", async () => {
    const graph = await graphWith();
    const configuration = JSON.parse(String(named(graph, "k-addon-vpc-cni").inputs.configurationValues));
    expect(configuration).toEqual({
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1", AWS_VPC_K8S_CNI_EXTERNALSNAT: "true" },
      enableNetworkPolicy: "true",
    });
  });

  it("starts nodes after what runs on each of them, and DNS after the nodes", async () => {
    const graph = await graphWith();
    expect(awaitedBy(graph, "k-system-group")).toEqual(
      expect.arrayContaining([
        "k-addon-vpc-cni",
        "k-addon-kube-proxy",
        "k-addon-eks-pod-identity-agent",
        "k-node-policy-AmazonEKS_CNI_Policy",
      ]),
    );
    expect(awaitedBy(graph, "k-addon-coredns")).toContain("k-system-group");
    expect(awaitedBy(graph, "k-node-local-dns-cache")).toContain("k-node-local-dns-upstream");
  });

  it("touches the cluster's inside only through its own provider, once access, nodes and DNS are there", async () => {
    const graph = await graphWith();
    const inside = graph.resources.filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));
    const provider = named(graph, "k-kubernetes");
    expect(inside).toHaveLength(8);
    expect(inside.every(({ options }) => options.provider === provider.urn)).toBe(true);
    expect(awaitedBy(graph, "k-kubernetes")).toEqual(
      expect.arrayContaining(["k-admin-policy-deployer", "k-system-group", "k-addon-coredns"]),
    );
    expect(provider.inputs).toMatchObject({ kubeconfig: UNKNOWN, clusterIdentifier: "platform-k-eks" });
  });

  it("gives the balancer controller targets to register, and its identity before it starts", async () => {
    const graph = await graphWith();
    const policy = JSON.parse(String(named(graph, "k-services-balancer-controller-policy").inputs.policy));
    const actions: string[] = policy.Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(actions.filter((action) => !/:Describe/.test(action))).toEqual([
      "elasticloadbalancing:DeregisterTargets",
      "elasticloadbalancing:RegisterTargets",
    ]);
    expect(awaitedBy(graph, "k-services-balancer-controller")).toContain("k-services-balancer-controller-identity");
    expect(named(graph, "k-services-balancer-controller-identity").options.deleteBeforeReplace).toBe(true);
  });

  it("pins every chart", async () => {
    const graph = await graphWith();
    const versions = ["keda", "balancer-controller", "metrics-server"].map(
      (name) => named(graph, `k-services-${name}`).inputs.version,
    );
    expect(versions).toEqual(["2.20.2", "3.4.2", "3.14.0"]);
  });

  it("names the DNS cache's configuration after what it says", async () => {
    const nameOf = async (changes: Partial<ClusterArgs>) => {
      const graph = await graphWith(changes);
      const metadata = named(graph, "k-node-local-dns-config").inputs.metadata as { readonly name: string };
      // By its output, which nothing knows before the cluster is there: so the cache follows when the name changes.
      expect(awaitedBy(graph, "k-node-local-dns-cache")).toContain("k-node-local-dns-config");
      return metadata.name;
    };
    const [usual, other] = [await nameOf({}), await nameOf({ serviceCidr: "172.30.0.0/20" })];
    expect(usual).toMatch(/^node-local-dns-[0-9a-f]{8}$/);
    expect(other).not.toBe(usual);
  });

  it("lets no pod reach the nodes' role", async () => {
    const graph = await graphWith();
    expect(named(graph, "k-system-template").inputs.metadataOptions).toEqual({
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("takes ids that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const id = unknownText("some");
      new Cluster("k", { ...MINIMAL, vpcId: id, subnetIds: [id, output("subnet-2")], admins: { deployer: id } });
    });
    expect(named(graph, "k-eks").inputs.vpcConfig).toMatchObject({ subnetIds: [UNKNOWN, "subnet-2"] });
    expect(named(graph, "k-admin-deployer").inputs.principalArn).toEqual(UNKNOWN);
  });

  it("keeps names within limits for the longest component and stack names", async () => {
    const long = "k".repeat(63);
    const graph = await graphOf(() => new Cluster(long, MINIMAL), { stack: "s".repeat(63) });
    const lengthOf = (role: string, input: string) => String(named(graph, `${long}-${role}`).inputs[input]).length;
    expect(lengthOf("eks", "name")).toBeLessThanOrEqual(100);
    expect(lengthOf("control-plane-role", "name")).toBeLessThanOrEqual(64);
    expect(lengthOf("node-role", "name")).toBeLessThanOrEqual(64);
    expect(lengthOf("system-group", "nodeGroupName")).toBeLessThanOrEqual(63);
    expect(lengthOf("system-template", "name")).toBeLessThanOrEqual(125);
    expect(lengthOf("secrets-key-alias", "name")).toBeLessThanOrEqual(256);
  });

  it.each<[string, Partial<ClusterArgs>, string]>([
    [
      "one zone",
      { subnetIds: ["subnet-1"] },
      'Cluster "k": subnetIds is 1 of them, expected subnets in two zones at least',
    ],
    ["no way in", { admins: {} }, "admins is empty, expected whoever deploys"],
    ["a version that is a patch", { version: "1.35.1" }, "version is 1.35.1, expected a minor version"],
    [
      "a service block that is too large",
      { serviceCidr: "10.0.0.0/8" },
      "serviceCidr is 10.0.0.0/8, expected a block from /12 to /24",
    ],
    [
      "fewer copies of DNS at most than at least",
      { dnsReplicas: { min: 5, max: 4 } },
      "dnsReplicas.max is 4, expected a whole number of at least 5",
    ],
    [
      "one system node",
      { systemNodes: { nodes: 1 } },
      'SystemNodes "k-system": nodes is 1, expected a whole number from 2 to 450',
    ],
    [
      "a single controller",
      { services: { replicas: 1 } },
      'ClusterServices "k-services": replicas is 1, expected a whole number from 2 to 10',
    ],
    [
      "a tier that is none",
      { tier: "tier-3xl" as "tier-2xl" },
      "tier is tier-3xl, expected one of standard, tier-xl, tier-2xl",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Cluster("k", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
