import type { Rule } from "../../rule";
import { budget } from "./cost-budget";
import { ceiling } from "./cost-ceiling";
import { eventEnds } from "./cost-event-ends";
import { idle } from "./cost-idle";
import { machines } from "./cost-machines";
import { tags } from "./cost-tags";

/** Rules of the area, in the order of their ids. */
export const COST_RULES: readonly Rule[] = [budget, ceiling, eventEnds, idle, machines, tags];
