import { quota } from "./catalog/quotas";
import type { Event, PurchaseOption } from "./event/event";
import { fleetOf } from "./fleet";
import { type Fleet, POOLS, type PoolName, type Workload } from "./layers/layer";
import { interchangeable, type MachineType, machineTypes, type RejectedFamily } from "./machine-types";
import { AXES, type Axis } from "./node-shape";
import { usedRatio } from "./packing";
import type { NodePool } from "./plan-document";
import {
  type Choice,
  cheapest,
  type Misfit,
  minimumPerZone,
  type Offer,
  offers,
  RUNNERS_UP,
  type WorkloadAt,
} from "./pool-choice";
import { infeasible, poolFindings, regionFindings } from "./pool-findings";
import { type Finding, required } from "./problems";

/** A workload that a pool must carry; how many copies it needs follows from how fast the machine is. */
export interface WorkloadPlanInput {
  readonly id: string;
  readonly pool: PoolName;
  /** The workload on machines whose vCPU does this much work of the reference's. Pure: called once per speed. */
  readonly workloadAt: WorkloadAt;
}

/** The machines of an event. */
export interface PoolPlan {
  /** In the order of `POOLS`; a pool without pods is left out. */
  readonly pools: readonly NodePool[];
  /** Every workload as sized on the machine of its pool. */
  readonly workloads: readonly Workload[];
  /** The speed each workload was sized with, by workload id: size the layer again with it. */
  readonly relativeSpeeds: ReadonlyMap<string, number>;
  readonly fleet: Fleet;
  readonly findings: readonly Finding[];
}

/** How a pool is bought: what may be shed first may also be interrupted, where the event allows that. */
function purchaseOption(event: Event, pool: PoolName): PurchaseOption {
  const options = event.cluster.purchaseOptions;
  const spot = options.includes("spot");
  if (spot && !options.includes("on-demand")) return "spot";
  return spot && (pool === "value-added" || pool === "upload") ? "spot" : "on-demand";
}

type Runners = NodePool["runnersUp"];

/** Everything a pool could choose from. */
interface Candidates {
  readonly types: readonly MachineType[];
  readonly offers: readonly Offer[];
  readonly misfits: readonly Misfit[];
  readonly rejectedFamilies: readonly RejectedFamily[];
}

function percentMore(usd: number, best: number): string {
  const percent = Math.round((usd / best - 1) * 100);
  return percent < 1 ? "costs as much within 1 %; the name decides" : `costs ${percent} % more`;
}

function nodePool(name: PoolName, choices: readonly Choice[], candidates: Candidates, event: Event): NodePool {
  const best = required(choices[0], `a machine for pool ${name}`);
  const zones = event.cluster.zones.length;
  const { room, instance } = best.type;
  const nodes = best.nodesPerZone * zones;
  const option = purchaseOption(event, name);
  const usdPerNodeHour =
    option === "spot" ? (event.prices[`aws/ec2/spot/${instance.type}`] ?? null) : best.type.usdPerHour;
  const used = AXES.filter((axis) => best.kinds.some((kind) => kind.needs[axis] > 0));
  const facing = used.includes("internet");
  const ratio = (axis: Axis) => usedRatio(best.kinds, room, best.nodesPerZone, axis);
  return {
    name,
    instanceTypes: interchangeable(best.type, candidates.types, used).map((type) => type.instance.type),
    purchaseOption: option,
    nodes,
    nodesPerZone: best.nodesPerZone,
    groupsPerZone: Math.ceil(best.nodesPerZone / nodesPerGroup(event)),
    vcpuPerNode: instance.vcpu,
    memoryGibPerNode: instance.memoryGib,
    allocatable: {
      vcpu: room.cpu,
      memoryGib: room.memory,
      networkGbps: facing ? room.internet : room.network,
      pods: room.pods,
    },
    relativeSpeed: best.type.relativeSpeed,
    packing: {
      vcpu: ratio("cpu"),
      memoryGib: ratio("memory"),
      networkGbps: Math.max(ratio("network"), ratio("internet")),
      pods: ratio("pods"),
    },
    lowerBoundNodes: best.boundPerZone * zones,
    bindingConstraint: best.nodesPerZone > best.packedPerZone ? "minimum" : axisName(best.boundAxis),
    usdPerHour: usdPerNodeHour === null ? null : usdPerNodeHour * nodes,
    workloads: best.kinds.map((kind) => ({ id: kind.id, pods: kind.count * zones })),
    runnersUp: [
      ...choices.slice(1, RUNNERS_UP + 1).map((choice) => ({
        instanceType: choice.type.instance.type,
        nodes: choice.nodesPerZone * zones,
        usdPerHour: choice.type.usdPerHour === null ? null : choice.type.usdPerHour * choice.nodesPerZone * zones,
        rejected: percentMore(choice.usd, best.usd),
      })),
      ...otherFamilies(candidates, choices, event),
    ],
  };
}

/** `internet` is a network constraint to a reader. */
function axisName(axis: Axis): string {
  return axis === "internet" ? "network" : axis;
}

/** One line per family of which no shape is among the choices: what its best shape would cost at least, or why none fits. */
function otherFamilies(candidates: Candidates, choices: readonly Choice[], event: Event): Runners {
  const best = required(choices[0], "a choice");
  const zones = event.cluster.zones.length;
  const shown = new Set(choices.slice(0, RUNNERS_UP + 1).map((choice) => choice.type.instance.family));
  const lines = new Map<string, Runners[number]>();
  for (const offer of candidates.offers) {
    const { family, type: instanceType } = offer.type.instance;
    if (shown.has(family) || lines.has(family)) continue;
    const nodes = Math.max(offer.boundPerZone, minimumPerZone(event, offer.kinds)) * zones;
    const percent = Math.round((offer.boundUsd / best.usd - 1) * 100);
    lines.set(family, {
      instanceType,
      nodes,
      usdPerHour: offer.type.usdPerHour === null ? null : offer.type.usdPerHour * nodes,
      rejected:
        percent < 1
          ? "no cheaper once its pods are placed"
          : `costs ${percent} % more even if its pods could be divided`,
    });
  }
  const never = [
    ...candidates.misfits.map(({ type, rejected }) => ({ family: type.instance.family, rejected })),
    ...candidates.rejectedFamilies,
  ];
  for (const { family, rejected } of never) {
    if (shown.has(family) || lines.has(family)) continue;
    lines.set(family, { instanceType: `${family}.*`, nodes: 0, usdPerHour: null, rejected });
  }
  return [...lines.values()];
}

/** Nodes a managed group may hold, as applied in the account or as a new account has it. */
export function nodesPerGroup(event: Event): number {
  const row = quota("aws/eks/nodes-per-managed-node-group");
  const applied = event.account.quotas[row.key] ?? (row.code === null ? undefined : event.account.quotas[row.code]);
  return Math.max(1, applied ?? required(row.defaultValue, row.key));
}

/**
 * Chooses machines for every pool: the shape that costs least among those allowed, packed per zone, with a floor on nodes.
 *
 * The bound of every shape is computed first, and shapes are packed in the order of what they would cost at their bound.
 *
 * @param requests workloads of the layers; several may share a pool
 * @returns pools in the order of `POOLS`; a pool nobody can carry is left out and named in a blocker
 */
export function planPools(requests: readonly WorkloadPlanInput[], event: Event): PoolPlan {
  const machines = machineTypes(event);
  const pools: NodePool[] = [];
  const workloads: Workload[] = [];
  const relativeSpeeds = new Map<string, number>();
  const findings: Finding[] = [];
  for (const name of POOLS) {
    const members = requests.filter((request) => request.pool === name);
    if (members.length === 0) continue;
    const { offers: ordered, misfits } = offers(
      members.map((member) => member.workloadAt),
      machines.types,
      event,
    );
    if (ordered.length === 0) {
      findings.push(infeasible(name, misfits));
      continue;
    }
    const choices = cheapest(ordered, event);
    const best = required(choices[0], `a machine for pool ${name}`);
    for (const member of members) {
      relativeSpeeds.set(member.id, best.type.relativeSpeed);
      workloads.push(member.workloadAt(best.type.relativeSpeed));
    }
    if (best.kinds.length === 0) continue;
    const pool = nodePool(
      name,
      choices,
      { types: machines.types, offers: ordered, misfits, rejectedFamilies: machines.rejected },
      event,
    );
    pools.push(pool);
    findings.push(...poolFindings(pool, best, event));
  }
  findings.push(...regionFindings(event, pools));
  return { pools, workloads, relativeSpeeds, fleet: fleetOf(pools, event), findings };
}
