import { type Input, interpolate } from "@pulumi/pulumi";
import type { Timer } from "../../capacity/timeline";
import type { LowerInput } from "./lower-machine";
import type { RaiseInput } from "./raise-machine";
import type { ScalingTimersArgs } from "./scaling-timers";
import type { ScalingTimersIntent } from "./scaling-timers-intent";
import { floorTargets, groupTargets } from "./timer-targets";

/** Every field of a machine's input, some of which only a deployment knows. */
type Known<T> = { readonly [K in keyof T]: Input<unknown> };

const SECONDS_PER_DAY = 86_400;
/** A lowering that nothing follows is given up, and told of, after a week: by then the stack should be gone. */
const LAST_LOWERING_SECONDS = 7 * SECONDS_PER_DAY;
/** @see SNS API, Publish */
const SUBJECT_LENGTH = 100;

/** What timers hand to the machines that they start. */
export class TimerInputs {
  constructor(
    readonly args: ScalingTimersArgs,
    readonly intent: ScalingTimersIntent,
    readonly parameters: { readonly hold: string; readonly arming: string },
  ) {}

  of(timer: Timer): Known<RaiseInput> | Known<LowerInput> {
    return timer.action === "lower" ? this.lower(timer) : this.raise(timer);
  }

  /** It looks once a minute. */
  private raise(timer: Timer): Known<RaiseInput> {
    return {
      action: timer.action,
      ...this.common(timer),
      polls: Math.max(1, timer.withinMinutes),
      groups: this.groups(timer),
      floors: this.floors(timer, "raise"),
      balancers: this.balancers(timer),
    };
  }

  private lower(timer: Timer): Known<LowerInput> {
    const { dimensions = {} } = this.args.load;
    const notAfter = timer.notAfterSeconds ?? timer.atSeconds + LAST_LOWERING_SECONDS;
    return {
      ...this.common(timer),
      holdParameter: this.parameters.hold,
      armingParameter: this.parameters.arming,
      arming: this.intent.arming,
      notAfter: new Date(notAfter * 1000).toISOString().replace(".000Z", "Z"),
      load: {
        Namespace: this.intent.load.namespace,
        MetricName: this.intent.load.metricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      loadStat: this.intent.load.stat,
      holdsViewers: timer.holdsViewers ?? 0,
      groups: this.groups(timer),
      floors: this.floors(timer, "lower"),
      balancers: this.balancers(timer).map(({ arn }) => ({ arn })),
    };
  }

  private common({ action }: Timer): Known<Pick<RaiseInput, "event" | "subject" | "topicArn" | "clusterName">> {
    const { event } = this.intent;
    const subject = `${event}: ${action}`.slice(0, SUBJECT_LENGTH);
    return { event, subject, topicArn: this.args.topicArn, clusterName: this.args.clusterName };
  }

  private groups({ targets }: Timer) {
    return Object.entries(targets).flatMap(([subject, nodes]) => {
      if (!subject.startsWith("nodes:")) return [];
      const groups = this.args.pools[subject.slice("nodes:".length)] ?? [];
      return groupTargets(nodes, groups, this.intent.nodesPerGroup) ?? [];
    });
  }

  /** A raise lets the autoscaler go as far as it may; a lowering takes its ceiling down with the floor, which no clock then lifts. */
  private floors({ targets }: Timer, way: "raise" | "lower") {
    const { namespace, floors = {} } = this.args;
    if (namespace === undefined) return [];
    return Object.entries(targets).flatMap(([subject, pods]) => {
      const floor = subject.startsWith("pods:") ? floors[subject.slice("pods:".length)] : undefined;
      if (floor === undefined) return [];
      const shares = floorTargets(pods, floor.shards.length);
      const ceilings = floorTargets(Math.max(pods, floor.maxPods), floor.shards.length);
      return floor.shards.map(({ scaledObject, deployment }, at) => ({
        object: interpolate`/apis/keda.sh/v1alpha1/namespaces/${namespace}/scaledobjects/${scaledObject}`,
        deployment: interpolate`/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`,
        pods: shares[at] ?? 1,
        ...(way === "raise" ? { ceiling: ceilings[at] ?? 1 } : {}),
      }));
    });
  }

  /** Each balancer of a kind takes the same part, rounded up, as Ingress deals it. */
  private balancers({ targets }: Timer) {
    const { alb = [], nlb = [] } = this.args.balancers ?? {};
    const dealt = (units: number | undefined, arns: readonly Input<string>[]) =>
      units === undefined ? [] : arns.map((arn) => ({ arn, units: Math.ceil(units / arns.length) }));
    return [...dealt(targets["units:alb"], alb), ...dealt(targets["units:nlb"], nlb)];
  }
}
