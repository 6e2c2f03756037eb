import type { Broken, Open } from "../support/case";
import { OPEN, options, set, without } from "../support/change";

const POLICY = "media-recordings-policy";
const statement = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const tlsOnly = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

export const BROKEN_DATA: readonly Broken[] = [
  {
    rule: "data-encryption",
    change: set("sessions-cluster", "transitEncryptionEnabled", false),
    says: ["sessions-cluster: not encrypted, allowed encrypted"],
  },
  {
    rule: "data-encryption",
    change: set("uploads-queue", "sqsManagedSseEnabled", undefined),
    says: ["uploads-queue: not encrypted, allowed encrypted"],
  },
  {
    rule: "data-encryption",
    change: set("core-template", "blockDeviceMappings.0.ebs.encrypted", "false"),
    says: ["core-template: not encrypted, allowed encrypted"],
  },
  {
    rule: "data-encryption",
    of: "platform",
    change: set("alarms-topic", "kmsMasterKeyId", undefined),
    says: ["alarms-topic: not encrypted, allowed encrypted"],
  },
  {
    rule: "data-encryption",
    of: "platform",
    change: set("delivery-log-stream", "encryptionType", "NONE"),
    says: ["delivery-log-stream: not encrypted, allowed encrypted"],
  },
  {
    rule: "data-encryption",
    of: "platform",
    change: set("cluster-eks", "encryptionConfig", undefined),
    says: ["cluster-eks: not encrypted, allowed encrypted"],
  },
  {
    rule: "data-public-access",
    change: without("uploads-access"),
    says: ["uploads-bucket: no block of public access, allowed all four blocks"],
  },
  {
    rule: "data-public-access",
    change: set("uploads-access", "blockPublicPolicy", false),
    says: ["uploads-bucket: blockPublicPolicy off, allowed all four blocks"],
  },
  {
    rule: "data-lifecycle",
    change: without("uploads-lifecycle"),
    says: ["uploads-bucket: no life cycle, allowed an end of what it keeps"],
  },
  {
    rule: "data-lifecycle",
    change: set("uploads-lifecycle", "rules.0.status", "Disabled"),
    says: [
      "uploads-bucket: objects that stay for ever where storing is dearest, allowed a rule that expires or archives",
    ],
  },
  {
    rule: "data-lifecycle",
    change: set("uploads-lifecycle", "rules.0.abortIncompleteMultipartUpload", undefined),
    says: ["uploads-bucket: abandoned uploads that stay for ever, allowed a rule that removes them"],
  },
  {
    rule: "data-lifecycle",
    of: "platform",
    change: set("cluster-log-group", "retentionInDays", undefined),
    says: ["cluster-log-group: logs kept for ever, allowed retentionInDays"],
  },
  {
    rule: "data-versioning",
    of: "platform",
    change: without("media-recordings-versions"),
    says: ["media-recordings-bucket: no versions, allowed versions kept for some days"],
  },
  {
    rule: "data-versioning",
    of: "platform",
    change: set("media-recordings-versions", "versioningConfiguration.status", "Suspended"),
    says: ["media-recordings-bucket: no versions, allowed versions kept for some days"],
  },
  {
    rule: "data-recordings-kept",
    of: "platform",
    change: set("media-recordings", "onDestroy", "deleted"),
    says: ["media-recordings: recordings that go with their stack, allowed onDestroy: kept"],
  },
  {
    rule: "data-recordings-kept",
    of: "platform",
    change: options("media-recordings-bucket", { retainOnDelete: false }),
    says: ["media-recordings-bucket: recordings that go with their stack, allowed retainOnDelete"],
  },
  {
    rule: "data-logs-kept",
    of: "platform",
    change: options("alarms-operations", { retainOnDelete: false }),
    says: ["alarms-operations: goes with its stack, allowed retainOnDelete"],
  },
  {
    rule: "data-logs-kept",
    change: options("uploads-failed", { retainOnDelete: false }),
    says: ["uploads-failed: goes with its stack, allowed retainOnDelete"],
  },
  {
    rule: "data-deletion-protection",
    of: "platform",
    change: options("network-vpc", { protect: false }),
    says: ["network-vpc: a deployment may delete it, allowed protect: true"],
  },
  {
    rule: "data-deletion-protection",
    of: "platform",
    change: options("media-segments-bucket", { protect: false }),
    says: ["media-segments-bucket: a deployment may delete it, allowed protect: true"],
  },
  {
    rule: "data-deletion-protection",
    of: "platform",
    change: set("cluster-eks", "deletionProtection", false),
    says: ["cluster-eks: no deletion protection at AWS, allowed deletionProtection: true"],
  },
  {
    rule: "data-key-rotation",
    of: "platform",
    change: set("alarms-key", "enableKeyRotation", undefined),
    says: ["alarms-key: a key that is never rotated, allowed enableKeyRotation: true"],
  },
  {
    rule: "data-tls-only",
    of: "platform",
    change: without(POLICY),
    says: ["media-recordings-bucket: no policy, allowed one that denies requests in the clear"],
  },
  {
    rule: "data-tls-only",
    of: "platform",
    change: set(POLICY, "policy", statement()),
    says: ["media-recordings-policy: requests in the clear are answered, allowed a Deny without TLS"],
  },
  {
    rule: "data-tls-only",
    of: "platform",
    change: set(
      POLICY,
      "policy",
      statement(tlsOnly, { Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetObject" }),
    ),
    says: ["media-recordings-policy: Allow for everybody, allowed named principals, or a condition"],
  },
];

export const OPEN_DATA: readonly Open[] = [
  {
    rule: "data-encryption",
    change: set("sessions-cluster", "transitEncryptionEnabled", OPEN),
    asks: ["sessions-cluster: whether it is encrypted"],
  },
  {
    rule: "data-public-access",
    change: set("uploads-access", "blockPublicPolicy", OPEN),
    asks: ["uploads-bucket: its blocks of public access"],
  },
  { rule: "data-lifecycle", change: set("uploads-lifecycle", "rules", OPEN), asks: ["uploads-bucket: its life cycle"] },
  {
    rule: "data-versioning",
    of: "platform",
    change: set("media-recordings-versions", "versioningConfiguration", OPEN),
    asks: ["media-recordings-bucket: whether it keeps versions"],
  },
  {
    rule: "data-recordings-kept",
    of: "platform",
    change: set("media-recordings", "onDestroy", OPEN),
    asks: ["media-recordings: whether it is kept"],
  },
  {
    rule: "data-logs-kept",
    of: "platform",
    change: options("alarms-operations", { retainOnDelete: "unknown" }),
    asks: ["alarms-operations: whether it is kept: the engine doesn't tell"],
  },
  {
    rule: "data-deletion-protection",
    of: "platform",
    change: set("cluster-eks", "deletionProtection", OPEN),
    asks: ["cluster-eks: whether AWS protects it"],
  },
  {
    rule: "data-key-rotation",
    of: "platform",
    change: set("alarms-key", "enableKeyRotation", OPEN),
    asks: ["alarms-key: whether it is rotated"],
  },
  {
    rule: "data-tls-only",
    of: "platform",
    change: set(POLICY, "policy", OPEN),
    asks: ["media-recordings-policy: what its policy says"],
  },
];
