// Sizes name their vCPUs: a family's `large` has 2, `xlarge` 4 and `Nxlarge` 4 × N (AWS EC2 instance types; the same in
// every row of the capacity facts' instance list, where `medium` has 1 except in the burstable t families, 2).
const XLARGE_VCPU = 4;

/** vCPUs of an instance type by its size; undefined for a name that is no instance type, or a bare-metal one. */
export function instanceVcpu(type: string): number | undefined {
  const match = /^([a-z]+\d+[a-z0-9-]*)\.(nano|micro|small|medium|large|xlarge|(\d+)xlarge|metal-(\d+)xl)$/.exec(type);
  if (match === null) return undefined;
  const [, family = "", size = "", times, metal] = match;
  if (times !== undefined || metal !== undefined) return XLARGE_VCPU * Number(times ?? metal);
  if (size === "xlarge") return XLARGE_VCPU;
  if (size === "large") return 2;
  return family.startsWith("t") ? 2 : 1;
}

const STANDARD = { "on-demand": "L-1216C47A", spot: "L-34B43A08" } as const;
const GRAPHICS = { "on-demand": "L-DB2E81BA", spot: "L-3819A6DF" } as const;

const QUOTAS: readonly (readonly [RegExp, { readonly "on-demand": string; readonly spot?: string }])[] = [
  [/^(g|vt)\d/, GRAPHICS],
  [/^p\d/, { "on-demand": "L-417A185B" }],
  [/^inf\d/, { "on-demand": "L-1945791B" }],
  [/^trn\d/, { "on-demand": "L-2C3B7624" }],
  [/^f\d/, { "on-demand": "L-74FC7D96" }],
  [/^x\d/, { "on-demand": "L-7295265B" }],
  [/^(a|c|d|h|i|im|is|m|r|t|z)\d/, STANDARD],
];

/** The code of the vCPU quota that counts an instance type; undefined when no quota of the facts does. */
export function instanceFamilyQuota(type: string, purchase: "on-demand" | "spot"): string | undefined {
  return QUOTAS.find(([pattern]) => pattern.test(type))?.[1][purchase];
}
