import { INSTANCE_TYPES, type InstanceType, relativeSpeedPerVcpu } from "./catalog/instances";
import { instancePrice } from "./catalog/prices";
import type { Event } from "./event/event";
import { expectedOf } from "./event-parameter";
import { allocatable, nodeOverhead, type Vector } from "./node-shape";

/** A machine shape that may carry pods. */
export interface MachineType {
  readonly instance: InstanceType;
  /** Work of one vCPU, in vCPU of the reference machine. */
  readonly relativeSpeed: number;
  readonly room: Vector;
  /** Hourly price that the choice compares: the known one, or us-east-1's where only ratios are known. */
  readonly choiceUsdPerHour: number;
  /** Hourly price that goes on the bill; null when unknown. */
  readonly usdPerHour: number | null;
}

/** A family that was not considered, and why. */
export interface RejectedFamily {
  readonly family: string;
  readonly rejected: string;
}

export interface MachineTypes {
  readonly types: readonly MachineType[];
  readonly rejected: readonly RejectedFamily[];
}

/** The price the event gives or the catalog knows for a machine in the event's region, USD per hour; null when unknown. */
export function machineUsdPerHour(event: Event, type: string): number | null {
  const given = event.prices[type] ?? event.prices[`aws/ec2/on-demand/${type}`];
  if (given !== undefined) return given;
  const row = instancePrice(type, event.cluster.region);
  return "usd" in row ? row.usd : null;
}

/** How much dearer than us-east-1 the given prices are: the middle ratio, 1 where none is given. */
function regionFactor(event: Event): number {
  if (Object.keys(event.prices).length === 0) return 1;
  const ratios = INSTANCE_TYPES.flatMap((instance) => {
    const given = event.prices[instance.type] ?? event.prices[`aws/ec2/on-demand/${instance.type}`];
    return given === undefined ? [] : [given / instance.usdPerHour];
  }).sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? 1;
}

function familyRejection(event: Event, instance: InstanceType): string | null {
  const { families } = event.cluster;
  if (families.length > 0 && !families.includes(instance.family)) return "not among the families the event allows";
  if (families.length === 0 && !instance.currentGeneration) return "an earlier generation";
  if (instance.burstableCpu) return "its processors may be busy only a share of the time";
  // On a GPU machine the card does the work, so the processors' speed need not be known.
  if (instance.gpus === 0 && relativeSpeedPerVcpu(instance.family)?.expected == null)
    return "no source compares its processors with the reference machine";
  return null;
}

/**
 * The machine shapes an event may use, with what pods may take of each and what each costs.
 *
 * @returns families left out with their reason; where prices are unknown in the region, `choiceUsdPerHour` follows us-east-1
 */
export function machineTypes(event: Event): MachineTypes {
  let types = memo.get(event);
  if (!types) {
    types = listTypes(event);
    memo.set(event, types);
  }
  return types;
}

/** What-if questions plan the same event many times; its machines don't change. */
const memo = new WeakMap<Event, MachineTypes>();

function listTypes(event: Event): MachineTypes {
  const overhead = nodeOverhead(event);
  const gpuHostSpeed = expectedOf(event, "compute.gpuHostRelativeSpeed");
  const factor = regionFactor(event);
  const types: MachineType[] = [];
  const rejected = new Map<string, string>();
  for (const instance of INSTANCE_TYPES) {
    const reason = familyRejection(event, instance);
    if (reason !== null) {
      rejected.set(instance.family, reason);
      continue;
    }
    const usdPerHour = machineUsdPerHour(event, instance.type);
    types.push({
      instance,
      relativeSpeed: relativeSpeedPerVcpu(instance.family)?.expected ?? gpuHostSpeed,
      room: allocatable(instance, overhead),
      choiceUsdPerHour: usdPerHour ?? instance.usdPerHour * factor,
      usdPerHour,
    });
  }
  return { types, rejected: [...rejected].map(([family, reason]) => ({ family, rejected: reason })) };
}

/** Most interchangeable types a node group lists: more add little to the chance of a launch. */
const MOST_TYPES = 4;

/**
 * The planned machine and those that can stand in for it: as many vCPU of the same kind, at least as fast, and no smaller on
 * any axis the pods use. Counts made for the planned machine therefore hold on each.
 *
 * @returns 1 to 4 types, the planned first, then by price
 */
export function interchangeable(
  planned: MachineType,
  types: readonly MachineType[],
  used: readonly (keyof Vector)[],
): readonly MachineType[] {
  const alike = types.filter(
    (type) =>
      type !== planned &&
      type.instance.vcpu === planned.instance.vcpu &&
      type.instance.architecture === planned.instance.architecture &&
      type.instance.gpus > 0 === planned.instance.gpus > 0 &&
      type.relativeSpeed >= planned.relativeSpeed &&
      used.every((axis) => type.room[axis] >= planned.room[axis]),
  );
  const byPrice = alike.sort(
    (a, b) => a.choiceUsdPerHour - b.choiceUsdPerHour || (a.instance.type < b.instance.type ? -1 : 1),
  );
  return [planned, ...byPrice.slice(0, MOST_TYPES - 1)];
}
