import { pack } from "../pack";
import { LIMITS_RULES } from "../rules/limits";

/** What providers allow: for every stack. */
export const limits = pack("limits", "Quotas and limits of AWS, Cloudflare and Kubernetes", LIMITS_RULES);
