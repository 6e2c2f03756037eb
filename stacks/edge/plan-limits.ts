import { limits } from "../../capacity/catalog/limits";
import { quota } from "../../capacity/catalog/quotas";
import type { CloudflarePlan } from "../../capacity/event/cloudflare-plans";
import { required } from "../../capacity/problems";
import type { EdgePlanLimits } from "../../components/edge/edge-event";

/** What a zone's plan allows. */
export function planLimits(plan: CloudflarePlan): EdgePlanLimits {
  const allowed = (key: string) => required(quota(`cloudflare/${key}-${plan}`).defaultValue, key);
  return {
    cacheRules: allowed("cache/cache-rules-per-zone"),
    rateLimitRules: allowed("waf/rate-limiting-rules-per-zone"),
    firewallRules: allowed("waf/custom-rules-per-zone"),
    longestPeriodSeconds: allowed("waf/rate-limiting-longest-counting-period"),
    longestMitigationSeconds: allowed("waf/rate-limiting-longest-mitigation-timeout"),
    shortestEdgeTtlSeconds: allowed("cache/shortest-edge-ttl"),
  };
}

const PERIOD_KEY = "cloudflare/waf/rate-limiting-period-";

/** The longest period that Cloudflare counts over on a plan, of those no longer than asked; the shortest there is where all are longer. */
export function countingPeriodSeconds(plan: CloudflarePlan, askedSeconds: number): number {
  const longest = Math.min(askedSeconds, planLimits(plan).longestPeriodSeconds);
  const periods = limits()
    .filter(({ key }) => key.startsWith(PERIOD_KEY))
    .map(({ key, defaultValue }) => required(defaultValue, key))
    .sort((a, b) => a - b);
  return periods.findLast((seconds) => seconds <= longest) ?? required(periods[0], PERIOD_KEY);
}
