import type { PolicyResource } from "../../graph";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { flagAt, listAt, textAt, UNKNOWN, type Unknown, valueAt } from "../../values";

type Encrypted = boolean | Unknown;

/** For each type, whether what it holds is encrypted. Buckets always are, since 2023. */
const CHECKS: Readonly<Record<string, (resource: PolicyResource) => Encrypted>> = {
  [TYPES.replicationGroup]: ({ inputs }) =>
    both(flag(inputs, "atRestEncryptionEnabled"), flag(inputs, "transitEncryptionEnabled")),
  [TYPES.queue]: ({ inputs }) =>
    valueAt(inputs, "kmsMasterKeyId") !== undefined || flag(inputs, "sqsManagedSseEnabled"),
  [TYPES.topic]: ({ inputs }) => valueAt(inputs, "kmsMasterKeyId") !== undefined,
  [TYPES.stream]: ({ inputs }) => {
    const kind = textAt(inputs, "encryptionType");
    return kind === UNKNOWN ? UNKNOWN : kind === "KMS";
  },
  [TYPES.eksCluster]: ({ inputs }) => valueAt(inputs, "encryptionConfig") !== undefined,
  [TYPES.launchTemplate]: ({ inputs }) => {
    const disks = listAt(inputs, "blockDeviceMappings");
    if (disks === UNKNOWN) return UNKNOWN;
    return disks.length > 0 && disks.every((disk) => flagAt(disk, "ebs.encrypted") === true);
  },
};

export const encryption = rule({
  id: "data-encryption",
  area: "data",
  level: "mandatory",
  severity: "high",
  title:
    "What is kept is encrypted: caches, also on the way, queues, topics, streams, secrets of the cluster and nodes' disks",
  why: "Sessions and messages of a million people lie in them",
  fix: "Turn encryption on; for queues and streams the key of AWS costs nothing",
  sources: [
    {
      document: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_rest_encrypt.html",
    },
  ],
  appliesTo: "caches, queues, topics, streams, clusters and launch templates",
  check: ({ graph }) =>
    Object.entries(CHECKS).flatMap(([type, isEncrypted]) =>
      graph.ofType(type).map((at): Observation => {
        const encrypted = isEncrypted(at);
        if (encrypted === UNKNOWN) return unknown(at, "whether it is encrypted");
        return encrypted ? fine(at) : violated(at, "not encrypted", "encrypted");
      }),
    ),
});

function flag(inputs: unknown, path: string): Encrypted {
  return flagAt(inputs, path) ?? false;
}

function both(a: Encrypted, b: Encrypted): Encrypted {
  if (a === false || b === false) return false;
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : true;
}
