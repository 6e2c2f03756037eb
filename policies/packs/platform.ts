import { pack } from "../pack";
import { DATA_RULES } from "../rules/data";
import { FIREWALL_RULES } from "../rules/firewall";
import { dnsReplicas } from "../rules/plan/plan-dns-replicas";
import { originShield } from "../rules/survival/survival-origin-shield";
import { zonalShift } from "../rules/survival/survival-zonal-shift";
import { armedFrozen } from "../rules/time/time-armed-frozen";
import { noScheduledScaling } from "../rules/time/time-no-scheduled-scaling";

/** What every event stands on: for platform and edge stacks. */
export const platform = pack("platform", "Network, cluster, buckets and edge that events share", [
  ...FIREWALL_RULES,
  ...DATA_RULES,
  dnsReplicas,
  originShield,
  zonalShift,
  armedFrozen,
  noScheduledScaling,
]);
