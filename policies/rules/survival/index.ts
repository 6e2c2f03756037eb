import type { Rule } from "../../rule";
import { cdns } from "./survival-cdns";
import { disruptionBudgets } from "./survival-disruption-budgets";
import { drain } from "./survival-drain";
import { keepAlive } from "./survival-keep-alive";
import { launchAlarms } from "./survival-launch-alarms";
import { machineTypes } from "./survival-machine-types";
import { originShield } from "./survival-origin-shield";
import { podSpread } from "./survival-pod-spread";
import { stores } from "./survival-stores";
import { zonalShift } from "./survival-zonal-shift";
import { zoneLoss } from "./survival-zone-loss";
import { zones } from "./survival-zones";

/** Rules of the area, in the order of their ids. */
export const SURVIVAL_RULES: readonly Rule[] = [
  cdns,
  disruptionBudgets,
  drain,
  keepAlive,
  launchAlarms,
  machineTypes,
  originShield,
  podSpread,
  stores,
  zonalShift,
  zoneLoss,
  zones,
];
