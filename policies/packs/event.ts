import { pack } from "../pack";
import { encryption } from "../rules/data/data-encryption";
import { lifecycle } from "../rules/data/data-lifecycle";
import { logsKept } from "../rules/data/data-logs-kept";
import { publicAccess } from "../rules/data/data-public-access";
import { FIREWALL_RULES } from "../rules/firewall";
import { PLAN_RULES } from "../rules/plan";
import { SURVIVAL_RULES } from "../rules/survival";
import { TIME_RULES } from "../rules/time";

/** What an event needs to be held, and to hold: for event stacks. */
export const event = pack("event", "The plan, survival, time, firewall and data of one event", [
  ...PLAN_RULES,
  ...SURVIVAL_RULES,
  ...TIME_RULES,
  ...FIREWALL_RULES,
  encryption,
  lifecycle,
  logsKept,
  publicAccess,
]);
