import type { Props } from "../../engine/cloud/values";
import type { World } from "../world";
import { at, type RefusedCase, set, without } from "./case";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const SUBNET = "aws:ec2/subnet:Subnet";
const VPC = "aws:ec2/vpc:Vpc";

const units = (capacityUnits: number) => set({ minimumLoadBalancerCapacity: { capacityUnits } });
const forward = (...arns: readonly string[]): Props => ({
  type: "forward",
  forward: { targetGroups: arns.map((arn) => ({ arn, weight: 1 })) },
});

const groups = async (world: World, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let variant = 1; variant <= count; variant += 1) ids.push(await world.id(TARGETS, variant));
  return ids;
};

const networked = async (world: World, inputs: Props): Promise<Props> => ({
  ...inputs,
  loadBalancerType: "network",
  subnets: [await world.id(SUBNET, 0)],
});

function groupCases(name: string, path: string): Readonly<Record<string, RefusedCase>> {
  return {
    [`${name}.target-groups-exist`]: {
      bad: (inputs) => ({
        ...inputs,
        [path]: [forward("arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/ghost/0")],
      }),
    },
    [`${name}.target-group-shared`]: {
      before: async (world) => {
        const other = await world.the(BALANCER, 2);
        await world.clients.up(LISTENER, "other", {
          loadBalancerArn: other.id,
          port: 81,
          protocol: "HTTP",
          defaultActions: [{ type: "forward", targetGroupArn: await world.id(TARGETS, 5) }],
        });
      },
      bad: async (inputs, world) => ({
        ...inputs,
        [path]: [{ type: "forward", targetGroupArn: await world.id(TARGETS, 5) }],
      }),
    },
    [`${name}.unique-target-groups`]: {
      options: { quotas: { "elasticloadbalancing: Target groups per Application Load Balancer": 3 } },
      good: async (inputs, world) => ({ ...inputs, [path]: [forward(...(await groups(world, 2)))] }),
      bad: async (inputs, world) => ({ ...inputs, [path]: [forward(...(await groups(world, 4)))] }),
    },
    [`${name}.groups-per-action`]: {
      good: async (inputs, world) => ({ ...inputs, [path]: [forward(...(await groups(world, 5)))] }),
      bad: async (inputs, world) => ({ ...inputs, [path]: [forward(...(await groups(world, 6)))] }),
    },
  };
}

/** Refused balancers. */
export const BALANCING_CASES: Readonly<Record<string, RefusedCase>> = {
  "loadBalancer.zones": { bad: async (inputs, world) => ({ ...inputs, subnets: [await world.id(SUBNET, 0)] }) },
  "loadBalancer.one-subnet-per-zone": {
    bad: async (inputs, world) => ({
      ...inputs,
      subnets: [await world.id(SUBNET, 0), await world.id(SUBNET, 1), await world.id(SUBNET, 3)],
    }),
  },
  "loadBalancer.internet-gateway": {
    good: async (inputs, world) => {
      const vpc = await world.id(VPC, 4);
      const subnets = await Promise.all(
        ["a", "b"].map((zone, index) =>
          world.clients.up(SUBNET, world.freshName(), {
            vpcId: vpc,
            cidrBlock: `10.4.${index * 16}.0/20`,
            availabilityZone: `us-east-1${zone}`,
          }),
        ),
      );
      return { ...inputs, internal: true, subnets: subnets.map((subnet) => subnet.id) };
    },
    bad: set({ internal: false }),
  },
  "loadBalancer.capacity": { options: { quotas: { "L-8A66D0E6": 1000 } }, good: units(1000), bad: units(1001) },
  "loadBalancer.capacity-decreases": {
    good: units(500),
    bad: units(400),
    arrange: async (state, world) =>
      world.cloud.patch(BALANCER, state.id, {
        memory: { decreases: [world.cloud.now().toISOString(), world.cloud.now().toISOString()] },
      }),
  },
  "loadBalancer.capacity-with-tls": {
    type: LISTENER,
    good: async (_inputs, world) => {
      const balancer = await world.clients.up(BALANCER, "reserved", {
        ...(await networked(world, await world.inputs(BALANCER, 3))),
        minimumLoadBalancerCapacity: { capacityUnits: 1000 },
      });
      const group = await world.clients.up(TARGETS, "plain", { ...(await world.inputs(TARGETS, 4)), protocol: "TCP" });
      return {
        loadBalancerArn: balancer.id,
        port: 443,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: group.id }],
      };
    },
    bad: async (inputs, world) => ({
      ...inputs,
      protocol: "TLS",
      certificateArn: await world.id("aws:acm/certificate:Certificate"),
    }),
  },
  "loadBalancer.deletion-protection": { bad: set({ enableDeletionProtection: true }) },
  "targetGroup.needs": { bad: without("vpcId") },
  "targetGroup.health-check": {
    good: set({ healthCheck: { interval: 10, timeout: 10 } }),
    bad: set({ healthCheck: { interval: 10, timeout: 11 } }),
  },
  "targetGroup.slow-start": { good: set({ slowStart: 30 }), bad: set({ slowStart: 29 }) },
  "targetGroup.in-use": {
    bad: (inputs) => inputs,
    arrange: async (state, world) =>
      world.clients.up(LISTENER, "user", {
        ...(await world.inputs(LISTENER, 1)),
        defaultActions: [{ type: "forward", targetGroupArn: state.id }],
      }),
    release: async (_state, world) => {
      for (const listener of world.cloud.objects(LISTENER)) world.cloud.remove(listener);
    },
  },
  "listener.certificate-required": {
    good: async (inputs, world) => ({
      ...inputs,
      protocol: "HTTPS",
      certificateArn: await world.id("aws:acm/certificate:Certificate"),
    }),
    bad: without("certificateArn"),
  },
  "listener.protocol": { bad: set({ protocol: "TCP" }) },
  "listener.fits": {
    bad: async (inputs, world) => {
      const group = await world.clients.up(TARGETS, "plain", { ...(await world.inputs(TARGETS, 4)), protocol: "TCP" });
      return { ...inputs, defaultActions: [{ type: "forward", targetGroupArn: group.id }] };
    },
  },
  "listener.ssl-policy": {
    good: async (inputs, world) => ({
      ...inputs,
      protocol: "HTTPS",
      certificateArn: await world.id("aws:acm/certificate:Certificate"),
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    }),
    bad: set({ sslPolicy: "ELBSecurityPolicy-Mine" }),
  },
  ...groupCases("Listener", "defaultActions"),
  "listenerRule.quota-L-7EED9B64": {
    options: { quotas: { "L-7EED9B64": 1 } },
    before: (world) => world.the(RULE, 2),
    good: async (inputs, world) => {
      const balancer = await world.the(BALANCER, 5);
      const group = await world.id(TARGETS, 6);
      const listener = await world.clients.up(LISTENER, "apart", {
        loadBalancerArn: balancer.id,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "forward", targetGroupArn: group }],
      });
      return { ...inputs, listenerArn: listener.id, actions: [{ type: "forward", targetGroupArn: group }] };
    },
    bad: async (_inputs, world) => world.inputs(RULE, 3),
  },
  "listenerRule.condition-values": {
    good: at("conditions", [{ pathPattern: { values: ["/1", "/2", "/3", "/4", "/5"] } }]),
    bad: at("conditions", [{ pathPattern: { values: ["/1", "/2", "/3", "/4", "/5", "/6"] } }]),
  },
  ...groupCases("ListenerRule", "actions"),
};
