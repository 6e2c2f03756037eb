/** An EKS machine image that fits a list of instance types, or what keeps one from fitting all of them. */
export type ImageChoice = { readonly amiType: string } | { readonly problem: string };

interface Family {
  readonly isArm: boolean;
  readonly accelerator: "none" | "nvidia" | "neuron";
}

/**
 * The Amazon Linux 2023 image that runs on every one of the types. Types of two architectures, or with and without accelerators, need two pools.
 * @see EKS API reference, CreateNodegroup, amiType
 */
export function imageFor(instanceTypes: readonly string[]): ImageChoice {
  const images = new Set(instanceTypes.map((type) => imageOf(familyOf(type))));
  const [amiType, ...others] = [...images];
  if (amiType === undefined) return { problem: "no instance type" };
  return others.length === 0 ? { amiType } : { problem: `types of ${[...images].join(" and ")}` };
}

/** EC2 names say it: letters of the family, generation, then `g` for Graviton among what follows. @see EC2 user guide, "Instance type naming conventions" */
function familyOf(instanceType: string): Family {
  const [, family = "", , attributes = ""] = /^([a-z]+)(\d+)([a-z]*)/.exec(instanceType) ?? [];
  return {
    // a1 is the one Arm family that has no g.
    isArm: attributes.startsWith("g") || family === "a",
    accelerator: ["g", "gr", "p"].includes(family) ? "nvidia" : ["inf", "trn"].includes(family) ? "neuron" : "none",
  };
}

function imageOf({ isArm, accelerator }: Family): string {
  if (accelerator === "neuron") return "AL2023_x86_64_NEURON";
  const kind = accelerator === "nvidia" ? "NVIDIA" : "STANDARD";
  return isArm ? `AL2023_ARM_64_${kind}` : `AL2023_x86_64_${kind}`;
}
