import { instanceType } from "../capacity/catalog/instances";
import type { PolicyResource } from "./graph";
import { numberAt, textAt, textsAt, UNKNOWN, type Unknown } from "./values";

/** Families with a vCPU quota of their own, by the letters of their name; all others count as standard. @see EC2 user guide, "Amazon EC2 service quotas" */
const CLASSES: Readonly<Record<string, string>> = {
  g: "g-and-vt",
  gr: "g-and-vt",
  vt: "g-and-vt",
  p: "p",
  f: "f",
  x: "x",
  u: "high-memory",
  inf: "inf",
  trn: "trn",
  dl: "dl",
  hpc: "hpc",
};

export type Purchase = "on-demand" | "spot";

/** Catalog keys of vCPU quotas by class. */
export const VCPU_QUOTAS: Readonly<Record<Purchase, Readonly<Record<string, string>>>> = {
  "on-demand": {
    standard: "aws/ec2/running-on-demand-standard-instances",
    "g-and-vt": "aws/ec2/running-on-demand-g-and-vt-instances",
    p: "aws/ec2/running-on-demand-p-instances",
    f: "aws/ec2/running-on-demand-f-instances",
    x: "aws/ec2/running-on-demand-x-instances",
    inf: "aws/ec2/running-on-demand-inf-instances",
    trn: "aws/ec2/running-on-demand-trn-instances",
    dl: "aws/ec2/running-on-demand-dl-instances",
    hpc: "aws/ec2/running-on-demand-hpc-instances",
    "high-memory": "aws/ec2/running-on-demand-high-memory-instances",
  },
  spot: {
    standard: "aws/ec2/all-standard-spot-instance-requests",
    "g-and-vt": "aws/ec2/all-g-and-vt-spot-instance-requests",
    f: "aws/ec2/all-f-spot-instance-requests",
    x: "aws/ec2/all-x-spot-instance-requests",
    inf: "aws/ec2/all-inf-spot-instance-requests",
    trn: "aws/ec2/all-trn-spot-instance-requests",
    dl: "aws/ec2/all-dl-spot-instance-requests",
  },
};

/** The class of the vCPU quota that counts a machine type. */
export function vcpuClass(type: string): string {
  return CLASSES[/^[a-z]+/.exec(type)?.[0] ?? ""] ?? "standard";
}

/** How a node group's machines are bought. */
export function purchaseOf(group: PolicyResource): Purchase | Unknown {
  const capacity = textAt(group.inputs, "capacityType");
  if (capacity === UNKNOWN) return UNKNOWN;
  return capacity === "SPOT" ? "spot" : "on-demand";
}

/** Machine types of a node group; unknown when it names none, since its launch template may. */
export function typesOf(group: PolicyResource): readonly string[] | Unknown {
  const types = textsAt(group.inputs, "instanceTypes");
  return types === UNKNOWN || types.length === 0 ? UNKNOWN : types;
}

/**
 * vCPU of a node group's wanted nodes, by the largest of its machine types, since any of them may be launched.
 * @param ofClass only types of this quota class count
 */
export function vcpuOf(group: PolicyResource, ofClass: string): number | Unknown {
  const types = typesOf(group);
  const nodes = numberAt(group.inputs, "scalingConfig.desiredSize");
  if (types === UNKNOWN || purchaseOf(group) === UNKNOWN) return UNKNOWN;
  const counted = types.filter((type) => vcpuClass(type) === ofClass);
  if (counted.length === 0) return 0;
  if (nodes === UNKNOWN || nodes === undefined) return UNKNOWN;
  const each = counted.map((type) => instanceType(type)?.vcpu);
  return each.includes(undefined) ? UNKNOWN : nodes * Math.max(...each.filter((vcpu) => vcpu !== undefined));
}

/** Node groups that are bought in a way, or may be. */
export function groupsBoughtAs(groups: readonly PolicyResource[], purchase: Purchase): readonly PolicyResource[] {
  return groups.filter((group) => {
    const bought = purchaseOf(group);
    return bought === UNKNOWN || bought === purchase;
  });
}

/** Classes that the groups' types fall into; `standard` where types are unknown. */
export function classesOf(groups: readonly PolicyResource[]): readonly string[] {
  const classes = groups.flatMap((group) => {
    const types = typesOf(group);
    return types === UNKNOWN ? ["standard"] : types.map(vcpuClass);
  });
  return [...new Set(classes)].sort();
}
