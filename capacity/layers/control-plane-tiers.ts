/** Capacities of a control plane that are paid for, smallest first. */
export const PROVISIONED_TIERS = ["tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"] as const;
export type ProvisionedTier = (typeof PROVISIONED_TIERS)[number];

/** Every capacity of a control plane, smallest first: the included one, then the paid ones. */
export const CONTROL_PLANE_TIERS = ["standard", ...PROVISIONED_TIERS] as const;
export type ControlPlaneTier = (typeof CONTROL_PLANE_TIERS)[number];
