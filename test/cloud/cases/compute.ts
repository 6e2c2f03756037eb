import type { Props } from "../../engine/cloud/values";
import { at, type RefusedCase, set } from "./case";

const CLUSTER = "aws:eks/cluster:Cluster";
const SUBNET = "aws:ec2/subnet:Subnet";
const ROLE = "aws:iam/role:Role";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const QUEUE = "aws:sqs/queue:Queue";

const TRUSTS_NOBODY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "nobody.amazonaws.com" } }],
});

/** The ARN of a role that trusts no service of the examples. */
const aloof = async (world: {
  clients: { up(type: string, name: string, inputs: Props): Promise<{ outputs: Props }> };
}) => (await world.clients.up(ROLE, "aloof", { name: "aloof", assumeRolePolicy: TRUSTS_NOBODY })).outputs.arn ?? "";

const sizes = (minSize: number, maxSize: number, desiredSize: number) =>
  set({ scalingConfig: { minSize, maxSize, desiredSize } });
const BROKEN = '{"Version":"2012-10-17","Statement":[{"Effect":"Permit"}]}';
const PUBLIC = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: "*" }],
});

const bucketCases = (type: string, name: string): Readonly<Record<string, RefusedCase>> => ({
  [`${name}.owned-by-another`]: {
    before: async (world) => {
      const taken = await world.the(type, 2);
      const found = world.cloud.find(type, taken.id);
      if (found !== undefined) {
        world.cloud.remove(found);
        world.cloud.put({ ...found, account: "999999999999" });
      }
    },
    bad: (_inputs, world) => world.inputs(type, 2),
  },
  [`${name}.owned-already`]: { before: (world) => world.the(type, 2), bad: (_inputs, world) => world.inputs(type, 2) },
  [`${name}.name-form`]: { bad: set({ bucket: "xn--segments" }) },
  [`${name}.not-empty`]: {
    bad: async (inputs) => inputs,
    arrange: async (state, world) => world.cloud.patch(type, state.id, { memory: { objects: 3 } }),
    release: async (state, world) => world.cloud.patch(type, state.id, { memory: { objects: 0 } }),
  },
});

/** Refused clusters, machines, roles and buckets. */
export const COMPUTE_CASES: Readonly<Record<string, RefusedCase>> = {
  "eks-cluster.role-trust": { bad: async (inputs, world) => ({ ...inputs, roleArn: await aloof(world) }) },
  "eks-cluster.subnet-zones": {
    bad: async (inputs, world) => ({ ...inputs, vpcConfig: { subnetIds: [await world.id(SUBNET, 0)] } }),
  },
  "eks-cluster.version-step": { good: set({ version: "1.33" }), bad: set({ version: "1.35" }) },
  "eks-cluster.deletion-protection": { bad: set({ deletionProtection: true }) },
  "eks-cluster.controller-settings": {
    good: set({ controlPlaneScalingConfig: { tier: "tier-xl" }, kubeControllerManagerConfig: { a: 1 } }),
    bad: set({ controlPlaneScalingConfig: { tier: "standard" } }),
  },
  "nodeGroup.quota-L-BD136A63": { good: sizes(1, 450, 2), bad: sizes(1, 451, 2) },
  "nodeGroup.sizes": { good: sizes(2, 4, 4), bad: sizes(2, 4, 5) },
  "nodeGroup.launch-template": {
    good: async (inputs, world) => ({ ...inputs, launchTemplate: { id: await world.id(TEMPLATE), version: "1" } }),
    bad: set({ diskSize: 100 }),
  },
  "nodeGroup.instance-type": {
    good: set({ instanceTypes: ["c7g.xlarge", "m7g.xlarge"] }),
    bad: set({ instanceTypes: ["c7g.xlarge", "m7i.xlarge"] }),
  },
  "accessEntry.mode": {
    bad: async (inputs, world) => {
      const old = await world.clients.up(CLUSTER, world.freshName(), {
        ...(await world.inputs(CLUSTER, 5)),
        accessConfig: { authenticationMode: "CONFIG_MAP" },
      });
      return { ...inputs, clusterName: old.id };
    },
  },
  "accessPolicy.entry": {
    before: (world) => world.the(ENTRY),
    bad: set({ principalArn: "arn:aws:iam::111122223333:role/other" }),
  },
  "accessPolicy.scope": {
    good: set({ accessScope: { type: "namespace", namespaces: ["live"] } }),
    bad: set({ accessScope: { type: "namespace" } }),
  },
  "Role.assumeRolePolicy": { bad: set({ assumeRolePolicy: BROKEN }) },
  "RolePolicy.policy": { bad: set({ policy: BROKEN }) },
  "Policy.policy": { bad: set({ policy: "not a document" }) },
  "key.policy": { good: set({ policy: PUBLIC }), bad: set({ policy: BROKEN }) },
  "alias.target": { bad: set({ targetKeyId: "00000000-0000-0000-0000-000000000000" }) },
  ...bucketCases(BUCKET, "Bucket"),
  ...bucketCases(BUCKET_V2, "BucketV2"),
  "lifecycle.order": {
    good: at("rules.transitions", [{ days: 30, storageClass: "STANDARD_IA" }]),
    bad: at("rules.transitions", [{ days: 29, storageClass: "STANDARD_IA" }]),
  },
  "lifecycle.rules": { bad: set({ rules: [] }) },
  "bucketPolicy.document": { bad: set({ policy: BROKEN }) },
  "bucketPolicy.public": {
    before: (world) => world.the("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
    bad: set({ policy: PUBLIC }),
  },
  "bucketVersioning.lock": {
    bad: async (_inputs, world) => {
      const locked = await world.clients.up(BUCKET, world.freshName(), {
        bucket: "tidegate-locked",
        objectLockEnabled: true,
      });
      return { bucket: locked.id, versioningConfiguration: { status: "Suspended" } };
    },
  },
  "bucketCors.rules": {
    bad: (inputs) => ({
      ...inputs,
      corsRules: Array.from({ length: 101 }, () => ({ allowedMethods: ["GET"], allowedOrigins: ["*"] })),
    }),
  },
  "bucketNotification.destinations": {
    bad: async (inputs, world) => {
      const bare = await world.the(QUEUE, 3);
      return { ...inputs, queues: [{ queueArn: bare.outputs.arn ?? "", events: ["s3:ObjectCreated:*"] }] };
    },
  },
  "stateMachine.role": { bad: set({ roleArn: "arn:aws:iam::111122223333:user/someone-with-a-name" }) },
  "schedule.role": {
    bad: async (inputs, world) => ({ ...inputs, target: { ...(inputs.target as Props), roleArn: await aloof(world) } }),
  },
  "lambda-function.role": { bad: async (inputs, world) => ({ ...inputs, role: await aloof(world) }) },
  "codebuild-project.role": { bad: async (inputs, world) => ({ ...inputs, serviceRole: await aloof(world) }) },
};
