import type { Inputs } from "@pulumi/pulumi";
import type { Timer } from "../../capacity/timeline";
import { overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, EVENT_RULE, REGION_RULE, Requirements } from "../requirements";
import type { ScalingTimersArgs } from "./scaling-timers";
import { groupTargets } from "./timer-targets";

/** What timers are to do, with every default filled in; plain, so that it stands in state. */
export interface ScalingTimersIntent extends Inputs {
  readonly event: string;
  /** Which arming the timers belong to: another one has other timers. */
  readonly arming: string;
  readonly timers: number;
  /** The largest size of each subject that timers lead to. */
  readonly largest: Readonly<Record<string, number>>;
  readonly nodesPerGroup: number;
  readonly retryMinutes: number;
  readonly load: {
    readonly namespace: string;
    readonly metricName: string;
    readonly stat: "Maximum" | "Sum" | "Average";
  };
}

/** Quota L-BD136A63, nodes per managed node group; adjustable. @see capacity facts, quotas of eks */
const NODES_PER_GROUP = 450;
const AT_RULE = {
  pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00$/,
  words: "a whole minute in UTC such as 2027-01-31T00:00:00",
};

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function scalingTimersIntent(type: string, name: string, args: ScalingTimersArgs): ScalingTimersIntent {
  const { event, arming, timers, nodesPerGroup = NODES_PER_GROUP, retryMinutes = 10, load } = args;
  const checks = new Requirements(type, name)
    .text("event", event, EVENT_RULE)
    .text("region", args.region, REGION_RULE)
    .text("accountId", args.accountId, ACCOUNT_RULE)
    .text("arming", arming, { pattern: /^[A-Za-z0-9:.Z-]{1,128}$/, words: "a mark such as the timeline's hash" })
    .whole("nodesPerGroup", nodesPerGroup, { min: 1 })
    // A minute is the least that the scheduler takes; a raise that comes hours late finds the event over.
    .whole("retryMinutes", retryMinutes, { min: 1, max: 60 })
    .list(
      "timers",
      timers.map(({ hash }) => hash),
    );
  for (const [at, timer] of timers.entries()) checkTimer(checks, `timers[${at}]`, timer, { ...args, nodesPerGroup });
  checks.enforce();
  const largest: Record<string, number> = {};
  for (const { action, targets } of timers) {
    if (action === "lower") continue;
    for (const [subject, size] of Object.entries(targets)) largest[subject] = Math.max(largest[subject] ?? 0, size);
  }
  return {
    event,
    arming,
    timers: timers.length,
    largest,
    nodesPerGroup,
    retryMinutes,
    load: { namespace: load.namespace, metricName: load.metricName, stat: load.stat ?? "Maximum" },
    ...overriddenInputs(args),
  };
}

function checkTimer(
  checks: Requirements,
  input: string,
  { atUtc, targets, action, holdsViewers }: Timer,
  { pools, nodesPerGroup, balancers = {} }: ScalingTimersArgs & { readonly nodesPerGroup: number },
): void {
  checks
    .text(`${input}.atUtc`, atUtc, AT_RULE)
    .holds(
      action !== "lower" || holdsViewers !== null,
      `${input}.holdsViewers`,
      holdsViewers,
      "a number of viewers to lower with",
    );
  for (const [subject, size] of Object.entries(targets)) {
    const where = `${input}.targets["${subject}"]`;
    checks.whole(where, size, { min: 0 });
    if (subject.startsWith("nodes:")) {
      const groups = pools[subject.slice("nodes:".length)] ?? [];
      checks
        .holds(groups.length > 0, where, size, `a pool of ${Object.keys(pools).join(", ")}`)
        .holds(
          groups.length === 0 || groupTargets(size, groups, nodesPerGroup) !== undefined,
          where,
          size,
          `nodes that its ${groups.length} groups can hold, the same in every zone`,
        );
    } else if (subject.startsWith("units:")) {
      const arns = subject === "units:alb" ? balancers.alb : balancers.nlb;
      checks.holds((arns ?? []).length > 0, where, size, "balancers to reserve capacity for");
    } else {
      checks.holds(subject.startsWith("pods:"), where, size, "nodes:, pods:, units:alb or units:nlb");
    }
  }
}
