import { pack } from "../pack";
import { COST_RULES } from "../rules/cost";

/** What is paid for: for every stack. */
export const cost = pack("cost", "Ceiling, budget, tags, machines and the end of everything", COST_RULES);
