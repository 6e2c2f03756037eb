import type { Event } from "./event/event";
import { eventParameter, expectedOf } from "./event-parameter";
import { SECONDS_PER_MINUTE } from "./units";

/** How fast a cluster may grow. */
export interface Pace {
  readonly nodesPerMinute: number;
  readonly stepNodesMinimum: number;
  readonly stepNodesMaximum: number;
  readonly stepRatio: number;
  readonly stepPauseSeconds: number;
  readonly nodeReadySeconds: number;
  readonly launchBurstNodes: number;
  readonly launchNodesPerMinute: number;
}

/** One raise of the machines' number. */
export interface RaiseStep {
  /** When the raise is asked, seconds after the first. */
  readonly askSeconds: number;
  /** When its last machine serves, seconds after the first raise. */
  readonly servingSeconds: number;
  /** Machines in all after this raise. */
  readonly nodes: number;
}

/** The pace to plan with: the slow end of what is uncertain, since doors don't wait. */
export function plannedPace(event: Event): Pace {
  return {
    nodesPerMinute: eventParameter(event, "timeline.nodesPerMinute").interval.low,
    stepNodesMinimum: expectedOf(event, "timeline.stepNodesMinimum"),
    stepNodesMaximum: expectedOf(event, "timeline.stepNodesMaximum"),
    stepRatio: expectedOf(event, "timeline.stepRatio"),
    stepPauseSeconds: expectedOf(event, "timeline.stepPauseSeconds"),
    nodeReadySeconds: eventParameter(event, "timeline.nodeReadySeconds").interval.high,
    launchBurstNodes: expectedOf(event, "timeline.launchBurstNodes"),
    launchNodesPerMinute: expectedOf(event, "timeline.launchNodesPerMinute"),
  };
}

/**
 * The raises that bring a cluster from nothing to its size: each `min(300, max(100, a tenth of the cluster))` machines.
 *
 * @returns in time order, none for no machines; launches never outrun the account's burst and refill
 */
export function raiseSteps(nodes: number, pace: Pace): readonly RaiseStep[] {
  const steps: RaiseStep[] = [];
  let cluster = 0;
  let seconds = 0;
  while (cluster < nodes) {
    const wanted = Math.min(
      pace.stepNodesMaximum,
      Math.max(pace.stepNodesMinimum, Math.ceil(cluster * pace.stepRatio)),
    );
    const step = Math.max(1, Math.min(wanted, nodes - cluster));
    cluster += step;
    const throttled = Math.max(0, (cluster - pace.launchBurstNodes) / pace.launchNodesPerMinute) * SECONDS_PER_MINUTE;
    const launchedSeconds = Math.max(seconds + (step / pace.nodesPerMinute) * SECONDS_PER_MINUTE, throttled);
    steps.push({ askSeconds: seconds, servingSeconds: launchedSeconds + pace.nodeReadySeconds, nodes: cluster });
    seconds = launchedSeconds + pace.stepPauseSeconds;
  }
  return steps;
}

/** From the first raise until the last machine serves, seconds. */
export function scaleOutSeconds(nodes: number, pace: Pace): number {
  return raiseSteps(nodes, pace).at(-1)?.servingSeconds ?? 0;
}
