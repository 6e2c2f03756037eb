import type { cacheAssumptions } from "../catalog/assumptions/cache";
import { isUnknown } from "../catalog/fact";
import { instanceType } from "../catalog/instances";
import { limits, limitValue } from "../catalog/limits";
import { price } from "../catalog/prices";
import { quota } from "../catalog/quotas";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { type CapacitySizing, sizeByCapacity } from "../sizing";
import { BYTES_PER_GIB, SECONDS_PER_HOUR } from "../units";
import type { Candidate, FlowName, LayerModel, Requirements, SizingContext } from "./layer";
import { cheapest, nodeUsdPerHour, rejection, type StoreOption } from "./store-price";

const CACHE = "cache";
const TITLE = "Cache";
const NODE_KEY = /^aws\/elasticache\/maxmemory-cache-([mr]\d+g)-(\w+)$/;
/** The node on which the operations were measured. */
const MEASURED_NODE = "r7g.4xlarge";
const NODES_PER_CLUSTER = "aws/elasticache/nodes-per-cluster-cluster-mode-enabled";

const equations = Equations.over<FlowName | LocalName<typeof cacheAssumptions>>()
  .let("operationsPerSecond", "operations/s", "cacheOperationsPerSecond", (s) => s.cacheOperationsPerSecond)
  .let(
    "memoryGib",
    "GiB",
    "(cacheMemoryGib + datasetGib) × overheadRatio",
    (s) => (s.cacheMemoryGib + s.datasetGib) * s.overheadRatio,
  );

/** A node type of the managed cache. */
interface NodeType {
  /** `cache.r7g.xlarge` */
  readonly name: string;
  readonly vcpu: number;
  /** What values may fill, GiB. */
  readonly usableGib: number;
}

function nodeTypes(): readonly NodeType[] {
  const usableRatio = limitValue("aws/elasticache/usable-memory-fraction-of-a-node");
  return limits().flatMap((row): NodeType[] => {
    const [, family, size] = NODE_KEY.exec(row.key) ?? [];
    const machine = family === undefined ? undefined : instanceType(`${family}.${size}`);
    if (machine === undefined || row.defaultValue === null) return [];
    return [
      {
        name: `cache.${machine.type}`,
        vcpu: machine.vcpu,
        usableGib: (row.defaultValue / BYTES_PER_GIB) * usableRatio,
      },
    ];
  });
}

interface Option extends StoreOption {
  readonly sized: CapacitySizing;
  readonly nodes: number;
  readonly usableGib: number;
}

function option(requirements: Requirements, node: NodeType, context: SizingContext): Option {
  // Commands run on one thread and only input and output on others: beyond the measured node's vCPU nothing is gained.
  const measuredVcpu = required(instanceType(MEASURED_NODE), MEASURED_NODE).vcpu;
  const operationsPerSecond =
    ((context.value("operationsPerSecondPerNode") * Math.min(node.vcpu, measuredVcpu)) / measuredVcpu) *
    context.value("realisticRatio");
  // A replica takes over with all of its shard, so the loss of a zone costs no capacity; it costs the spare.
  const sized = sizeByCapacity(requirements, { operationsPerSecond, memoryGib: node.usableGib }, context, {
    zonal: "global",
    minimumUnits: context.value("minimumShards"),
    targets: { memoryGib: context.value("memoryUtilization") },
  });
  const nodes = sized.units * (1 + replicasPerShard(context));
  const price = nodeUsdPerHour(context.event, node.name, priceKey(node.name));
  const shardLimit = limitValue("aws/elasticache/shards-per-cluster");
  const nodeLimit = required(quota(NODES_PER_CLUSTER).maxValue, NODES_PER_CLUSTER);
  return {
    name: node.name,
    units: sized.units,
    sized,
    nodes,
    usableGib: node.usableGib,
    usdPerHour: price === null ? null : price * nodes,
    vcpu: nodes * node.vcpu,
    memoryGib: nodes * node.usableGib,
    impossible:
      sized.units > shardLimit
        ? `${numberText(sized.units)} shards, the limit is ${numberText(shardLimit)}`
        : nodes > nodeLimit
          ? `${numberText(nodes)} nodes in one cluster, the highest quota is ${numberText(nodeLimit)}`
          : null,
  };
}

function replicasPerShard(context: SizingContext): number {
  // At least one when a zone may be lost: else its shards are gone with it.
  return Math.max(context.value("replicasPerShard"), context.zones > context.survivingZones ? 1 : 0);
}

function priceKey(nodeType: string): string {
  return `aws/elasticache/${nodeType.replaceAll(".", "-")}-node-redis-oss`;
}

/** The request-priced kind, as an alternative with a known price. */
function serverless(requirements: Requirements, context: SizingContext): Candidate {
  const operations = requirements.operationsPerSecond?.atRisk ?? 0;
  const memoryGib = requirements.memoryGib?.atRisk ?? 0;
  const ceiling = limitValue("aws/elasticache/serverless-request-rate-ceiling-per-cache-valkey-8-0");
  const lead = limitValue("aws/elasticache/serverless-pre-scaling-lead-time");
  const perRequests = price("aws/elasticache/serverless-ecpu-valkey", context.event.cluster.region);
  const perGb = price("aws/elasticache/serverless-storage-valkey", context.event.cluster.region);
  const [requests, storage] = isUnknown(perRequests) || isUnknown(perGb) ? [] : [perRequests[0], perGb[0]];
  const usdPerHour =
    requests === undefined || storage === undefined
      ? null
      : ((operations * SECONDS_PER_HOUR) / requests.perUnits) * requests.usd +
        ((memoryGib * BYTES_PER_GIB) / 1e9) * storage.usd;
  return {
    name: "serverless (Valkey)",
    units: 1,
    usdPerHour,
    chosen: false,
    rejected:
      operations > ceiling
        ? `${numberText(Math.ceil(operations))} operations/s, its ceiling is ${numberText(ceiling)}`
        : `follows load only by doubling every few minutes: its floor must be raised ${lead} minutes ahead; priced at one unit an operation, larger values cost more`,
  };
}

/** The managed cache: shards by operations and memory, replicas for the loss of a zone. */
export const cache: LayerModel = {
  layer: "cache",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["operationsPerSecond", "memoryGib"],
  emits: {},
  size(requirements, context) {
    const options = nodeTypes().map((node) => option(requirements, node, context));
    const largest = required(
      options.reduce((a, b) => (b.usableGib > a.usableGib ? b : a)),
      "a cache node type",
    );
    const chosen = cheapest(options) ?? largest;
    return {
      id: CACHE,
      layer: "cache",
      title: TITLE,
      criticality: "core",
      resources: chosen.sized.resources,
      unitName: "shards",
      units: chosen.units,
      bindingConstraint: chosen.impossible === null ? chosen.sized.bindingConstraint : "limit",
      waterfall: chosen.sized.waterfall,
      candidates: [
        ...options.map(({ name, units, usdPerHour, ...rest }) => ({
          name,
          units,
          usdPerHour,
          chosen: name === chosen.name,
          rejected: name === chosen.name ? null : rejection({ name, units, usdPerHour, ...rest }, chosen),
        })),
        serverless(requirements, context),
      ],
      workload: null,
      settings: {
        shards: chosen.units,
        replicasPerShard: replicasPerShard(context),
        nodes: chosen.nodes,
        usableGibPerNode: chosen.usableGib,
      },
      findings: findings(chosen, context),
    };
  },
};

function findings(chosen: Option, context: SizingContext): readonly Finding[] {
  if (chosen.impossible !== null) {
    return [
      {
        id: "cache-too-large",
        severity: "blocker",
        where: CACHE,
        found: `${chosen.name}: ${chosen.impossible}`,
        expected: "one cluster that holds all operations and values",
        fix: "Ask the cache less (lower features.*.cacheOperationsPerCall, keep hot objects in the process), or give services clusters of their own.",
        source: "catalog: aws/elasticache/shards-per-cluster",
      },
    ];
  }
  const nodeQuota = quota(NODES_PER_CLUSTER);
  const inForce = context.event.account.quotas[nodeQuota.code ?? nodeQuota.key] ?? nodeQuota.defaultValue;
  if (inForce === null || chosen.nodes <= inForce) return [];
  return [
    {
      id: "cache-node-quota",
      severity: "warning",
      where: CACHE,
      found: `${numberText(chosen.nodes)} nodes in one cluster`,
      expected: `at most ${numberText(inForce)} (quota ${nodeQuota.code ?? nodeQuota.key})`,
      fix: `Ask for ${numberText(chosen.nodes)} nodes per cluster, or take a larger node type: see the candidates.`,
      source: nodeQuota.source,
    },
  ];
}
