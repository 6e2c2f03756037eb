import { coefficients } from "./coefficients";
import data from "./data/instances.json";
import type { Fact, Provenance } from "./fact";
import { lazy } from "./lazy";
import { indexBy, type RowReader, readRows } from "./table";

/** A provider's machine shape; price and availability are those of us-east-1, Linux, shared tenancy, on demand. */
export interface InstanceType extends Provenance {
  readonly type: string;
  readonly family: string;
  readonly vcpu: number;
  /** 1: a vCPU is a whole core; 2: a vCPU is a hardware thread; null: not published. */
  readonly threadsPerCore: number | null;
  /** Nominal, before the hypervisor and the kubelet take their part. */
  readonly memoryGib: number;
  readonly architecture: "amd64" | "arm64";
  readonly gpus: number;
  readonly gpuName: string | null;
  /** Memory of each GPU, not of all together. */
  readonly gpuMemoryGib: number | null;
  /** Sustained bandwidth in decimal Gbit/s, not "up to". */
  readonly baselineNetworkGbps: number;
  /** Interfaces and addresses of the default network card, the one that carries pods. */
  readonly enis: number;
  readonly ipv4PerEni: number;
  readonly enisAllCards: number;
  /** Pods with one address each (VPC CNI, secondary addresses). */
  readonly maxPods: number;
  readonly usdPerHour: number;
  readonly nitroVersion: number | null;
  /** Whether the processor may only be busy a share of the time. */
  readonly burstableCpu: boolean;
  /** Local disks; 0 is none. */
  readonly localNvmeGib: number;
  /** Highest, not sustained, bandwidth to network disks. */
  readonly ebsMaxBandwidthMbps: number;
  readonly sustainedClockMhz: number;
  readonly currentGeneration: boolean;
}

const SOURCE = data.sources.join("; ");

/** Citation of `usdPerHour` alone; a shape's `source` cites every list that its columns come from. */
export const INSTANCE_PRICE_SOURCE: string = data.sources.find((line) => line.includes("prices generated")) ?? SOURCE;

/** Every machine shape of the catalog, ordered by family, then size. */
export const INSTANCE_TYPES: readonly InstanceType[] = readRows("instances", data, readInstance);

const byType = lazy(() => indexBy("instances", INSTANCE_TYPES, (instance) => instance.type));

/** Looks up a shape such as `c7i.large`. */
export function instanceType(name: string): InstanceType | undefined {
  return byType().get(name);
}

const familyNames = lazy(() => [...new Set(INSTANCE_TYPES.map((instance) => instance.family))]);

/** The families of the catalog, such as `c7i`. */
export function families(): readonly string[] {
  return familyNames();
}

const SPEED_PREFIX = "cpu.relativeSpeedPerVcpu.";
const speeds = lazy(
  () =>
    new Map(
      coefficients()
        .filter((row) => row.key.startsWith(SPEED_PREFIX))
        .map((row): [string, Fact] => [row.key.slice(SPEED_PREFIX.length), row]),
    ),
);

/**
 * Work one vCPU of a family does, as a multiple of one vCPU of m5.
 *
 * @returns undefined where no source compares the family (all Arm families, for instance): unknown, not 1
 */
export function relativeSpeedPerVcpu(family: string): Fact | undefined {
  return speeds().get(family);
}

function readInstance(row: RowReader): InstanceType {
  const type = row.text("type");
  const gpuMemoryMibEach = row.numberOrNull("gpuMemoryMibEach");
  return {
    type,
    family: type.slice(0, type.indexOf(".")),
    vcpu: row.number("vcpu"),
    threadsPerCore: row.numberOrNull("threadsPerCore"),
    memoryGib: row.number("memoryMib") / 1024,
    architecture: row.oneOf("architecture", ["amd64", "arm64"] as const),
    gpus: row.number("gpus"),
    gpuName: row.textOrNull("gpuName"),
    gpuMemoryGib: gpuMemoryMibEach === null ? null : gpuMemoryMibEach / 1024,
    baselineNetworkGbps: row.number("baselineNetworkMbps") / 1000,
    enis: row.number("enis"),
    ipv4PerEni: row.number("ipv4PerEni"),
    enisAllCards: row.number("enisAllCards"),
    maxPods: row.number("maxPods"),
    usdPerHour: row.number("usdPerHour"),
    nitroVersion: row.numberOrNull("nitroVersion"),
    burstableCpu: row.flag("burstableCpu"),
    localNvmeGib: row.number("localNvmeGib"),
    ebsMaxBandwidthMbps: row.number("ebsMaxBandwidthMbps"),
    sustainedClockMhz: row.number("sustainedClockMhz"),
    currentGeneration: row.flag("currentGeneration"),
    source: SOURCE,
    asOf: data.pricesAsOf,
    dated: "as-of",
  };
}
