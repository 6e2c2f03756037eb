import type { Rule } from "../rule";
import { COST_RULES } from "./cost";
import { DATA_RULES } from "./data";
import { FIREWALL_RULES } from "./firewall";
import { LIMITS_RULES } from "./limits";
import { PLAN_RULES } from "./plan";
import { SURVIVAL_RULES } from "./survival";
import { TIME_RULES } from "./time";

/** Every rule, by area. A team's own rule is a file and a line in the list of its area. */
export const RULES: readonly Rule[] = [
  ...LIMITS_RULES,
  ...PLAN_RULES,
  ...SURVIVAL_RULES,
  ...TIME_RULES,
  ...FIREWALL_RULES,
  ...DATA_RULES,
  ...COST_RULES,
];
