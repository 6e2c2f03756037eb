import data from "./data/limits.json";
import { BASES, type Basis, type Provenance } from "./fact";
import type { InstanceType } from "./instances";
import { lazy } from "./lazy";
import { SCOPES, type Scope } from "./quotas";
import { indexBy, MissingRowError, type RowReader, readRows } from "./table";

export const LIMIT_KINDS = [
  "hard",
  "default",
  "allowed-value",
  "tier",
  "billing-unit",
  "recommended",
  "tested-envelope",
  "name-length",
] as const;
/** How binding a limit is: enforced, a setting inside `min` to `max`, one of several accepted values, only tested, … */
export type LimitKind = (typeof LIMIT_KINDS)[number];

/** A limit or setting that no quota request raises. */
export interface LimitRow extends Provenance {
  /** Stable and readable, such as `aws/eks/coredns-replicas`. */
  readonly key: string;
  readonly provider: "aws" | "cloudflare" | "kubernetes";
  readonly service: string;
  readonly name: string;
  readonly code: string | null;
  /** The number to use; null with a formula: compute it; null without one: not published. */
  readonly defaultValue: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string;
  readonly scope: Scope;
  readonly kind: LimitKind;
  /** The law as text, with its inputs by name. */
  readonly formula: string | null;
  /** Characters allowed in a name, in words or as a regular expression. */
  readonly pattern: string | null;
  readonly basis: Basis;
  readonly note: string | null;
}

const rows = lazy(() => readRows("limits", data, readLimit));
const byKey = lazy(() => indexBy("limits", rows(), (row) => row.key));

/** Every limit, ordered by key. */
export function limits(): readonly LimitRow[] {
  return rows();
}

/**
 * Looks up a limit by a key written in code.
 *
 * @throws MissingRowError if the catalog has no such row
 */
export function limit(key: string): LimitRow {
  const row = byKey().get(key);
  if (row === undefined) throw new MissingRowError("limits", key);
  return row;
}

/**
 * The published number of a limit.
 *
 * @throws MissingRowError if the row is missing or has no number
 */
export function limitValue(key: string): number {
  const value = limit(key).defaultValue;
  if (value === null) throw new MissingRowError("limits with a number", key);
  return value;
}

/** The row each function below computes: its parent in a report. */
export const FORMULA_KEYS = {
  maxPodsSecondaryIp: "aws/eks/maximum-pods-per-node-vpc-cni-secondary-ip-mode",
  maxPodsPrefixDelegation: "aws/eks/maximum-pods-per-node-prefix-delegation",
  maxPodsByCores: "kubernetes/scalability/pods-per-node-by-cores",
  kubeReservedMemoryMib: "aws/eks/kube-reserved-memory-al2023",
  kubeReservedVcpu: "aws/eks/kube-reserved-cpu-al2023",
  coreDnsReplicas: "aws/eks/coredns-replicas",
  internetGatewayGbpsSmall: "aws/ec2/multi-flow-bandwidth-through-an-internet-gateway-under-32-vcpu",
  internetGatewayGbpsLarge: "aws/ec2/multi-flow-bandwidth-through-an-internet-gateway-32-vcpu-and-more",
  postgresMaxConnections: "aws/rds/postgresql-default-max-connections",
  mysqlMaxConnections: "aws/rds/mysql-default-max-connections",
  auroraMysqlMaxConnections: "aws/aurora/mysql-default-max-connections",
} as const;

/** How pods get their addresses: one secondary address each, or from blocks of 16. */
export type PodAddressing = "secondary-ip" | "prefix-delegation";

/** Pods a node of this shape can address; whole pods. */
export function maxPodsOf(
  instance: Pick<InstanceType, "vcpu" | "enis" | "ipv4PerEni">,
  addressing: PodAddressing,
): number {
  const { vcpu, enis, ipv4PerEni } = instance;
  if (addressing === "secondary-ip") return enis * (ipv4PerEni - 1) + 2;
  return Math.min(vcpu <= 30 ? 110 : 250, enis * ((ipv4PerEni - 1) * 16) + 2);
}

/** Pods per node inside the size Kubernetes is tested for; `cores` are what the node reports, its vCPU. */
export function maxPodsByCores(cores: number): number {
  return Math.min(110, 10 * cores);
}

/** Memory the kubelet keeps for the system, MiB; grows with the pods a node may hold, not with those it holds. */
export function kubeReservedMemoryMib(maxPods: number): number {
  return 11 * maxPods + 255;
}

/** Processor time the kubelet keeps for the system, vCPU: 6 % of the first core, 1 % of the second, then 0.5 %, 0.25 %; `cores` are vCPU. */
export function kubeReservedVcpu(cores: number): number {
  const between = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  return (
    0.06 * Math.min(cores, 1) +
    0.01 * between(cores - 1, 0, 1) +
    0.005 * between(cores - 2, 0, 2) +
    0.0025 * Math.max(cores - 4, 0)
  );
}

/** CoreDNS replicas of a cluster, whole replicas, rounded up; `cores` are the vCPU of all nodes. */
export function coreDnsReplicas(nodes: number, cores: number): number {
  return Math.ceil(Math.max(nodes / 16, cores / 256));
}

/** What a node with a public address can send through the internet gateway, Gbit/s; never more than its own baseline. */
export function internetGatewayGbps(instance: Pick<InstanceType, "vcpu" | "baselineNetworkGbps">): number {
  const { vcpu, baselineNetworkGbps } = instance;
  const gatewayGbps =
    vcpu < 32 ? limitValue(FORMULA_KEYS.internetGatewayGbpsSmall) : Math.max(5, 0.5 * baselineNetworkGbps);
  return Math.min(baselineNetworkGbps, gatewayGbps);
}

/**
 * Connections a PostgreSQL instance accepts by default, whole connections, rounded down.
 *
 * @param memoryBytes memory of the database process, somewhat less than the shape's nominal memory
 */
export function postgresMaxConnections(memoryBytes: number): number {
  return Math.floor(Math.min(memoryBytes / 9_531_392, 5000));
}

/** Connections a MySQL instance (RDS, not Aurora) accepts by default; see `postgresMaxConnections` for the input. */
export function mysqlMaxConnections(memoryBytes: number): number {
  return Math.floor(memoryBytes / 12_582_880);
}

/**
 * Connections an Aurora MySQL instance accepts by default; see `postgresMaxConnections` for the input.
 *
 * @throws RangeError under 768 MiB, where the vendor's formula turns negative
 */
export function auroraMysqlMaxConnections(memoryBytes: number): number {
  if (!(memoryBytes >= 805_306_368))
    throw new RangeError(`memoryBytes: got ${memoryBytes}, expected 805306368 or more`);
  return Math.floor(Math.max(Math.log2(memoryBytes / 805_306_368) * 45, Math.log2(memoryBytes / 8_187_281_408) * 1000));
}

function readLimit(row: RowReader): LimitRow {
  return {
    key: row.text("key"),
    provider: row.oneOf("provider", ["aws", "cloudflare", "kubernetes"] as const),
    service: row.text("service"),
    name: row.text("name"),
    code: row.textOrNull("code"),
    defaultValue: row.numberOrNull("default"),
    min: row.numberOrNull("min"),
    max: row.numberOrNull("max"),
    unit: row.text("unit"),
    scope: row.oneOf("scope", SCOPES),
    kind: row.oneOf("kind", LIMIT_KINDS),
    formula: row.textOrNull("formula"),
    pattern: row.textOrNull("pattern"),
    basis: row.oneOf("basis", BASES),
    note: row.textOrNull("note"),
    ...row.provenance(),
  };
}
