import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup";
import { StateMachine } from "@pulumi/aws/sfn/stateMachine";
import { Queue } from "@pulumi/aws/sqs/queue";
import { Parameter } from "@pulumi/aws/ssm/parameter";
import { Role as ClusterRole } from "@pulumi/kubernetes/rbac/v1/role";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  jsonStringify,
  type Output,
  type ResourceHookBinding,
} from "@pulumi/pulumi";
import type { Timer } from "../../capacity/timeline";
import { policyDocument, ROLE_NAME_LENGTH, ROLE_POLICY_NAME_LENGTH, type Statement, trustService } from "../iam";
import { hash8 } from "../naming";
import { Children, type Overridable } from "../overrides";
import type { Machine } from "./asl";
import { LOWER_MACHINE } from "./lower-machine";
import { RAISE_MACHINE } from "./raise-machine";
import { type ScalingTimersIntent, scalingTimersIntent } from "./scaling-timers-intent";
import { TimedStep } from "./timed-step";
import { TimerInputs } from "./timer-inputs";
import { loweringRights, raisingRights } from "./timer-rights";
import type { TimedFloor, TimedGroup } from "./timer-targets";

/** A metric of live viewers. */
export interface LoadMetric {
  readonly namespace: string;
  readonly metricName: string;
  /** @default none */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** How a minute's values become one. @default "Maximum" */
  readonly stat?: "Maximum" | "Sum" | "Average";
}

/** What timers do to an armed event, and with what. */
export interface ScalingTimersArgs extends Overridable {
  readonly event: string;
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  /** Of the timeline, from `deployBy` on. */
  readonly timers: readonly Timer[];
  /** Which arming this is: the timeline's hash and `deployBy`. Another one has timers of its own, and ends lowerings that still wait. */
  readonly arming: string;
  readonly clusterName: Input<string>;
  /** Node groups by pool, in the order in which NodePool tells of them. */
  readonly pools: Readonly<Record<string, readonly TimedGroup[]>>;
  /** The account's quota of nodes in one group, the same as of the pools. @default 450 */
  readonly nodesPerGroup?: number;
  /** Where the floors are. @default none: no floor is moved */
  readonly namespace?: Input<string>;
  /** Floors by workload, and how far its autoscaler may go; timers of workloads that aren't here move nothing. @default none */
  readonly floors?: Readonly<Record<string, { readonly shards: readonly TimedFloor[]; readonly maxPods: number }>>;
  /** Balancers whose capacity is reserved. @default none */
  readonly balancers?: { readonly alb?: readonly Input<string>[]; readonly nlb?: readonly Input<string>[] };
  /** What says how many viewers are there; without a value nothing is lowered. */
  readonly load: LoadMetric;
  /** The platform's topic of alarms, and its key. */
  readonly topicArn: Input<string>;
  readonly topicKeyArn: Input<string>;
  /** The platform's log of operations. */
  readonly logGroupArn: Input<string>;
  /** For how long a timer is tried again when its machine can't be started. @default 10 */
  readonly retryMinutes?: number;
  /** Hooks of each timer, such as one that refuses an instant that has passed. @default none */
  readonly timerHooks?: ResourceHookBinding;
}

const DAY_SECONDS = 86_400;
/** A fortnight, the longest that a queue keeps a message. @see facts of aws:sqs/queue:Queue */
const MISSED_SECONDS = 14 * DAY_SECONDS;
/** No hold: an instant that has passed. */
const NO_HOLD = JSON.stringify({ until: "1970-01-01T00:00:00Z", reason: "none" });

/** What raises and lowers an armed event by itself: timers, the two machines that they start, and alarms about both. */
export class ScalingTimers extends ComponentResource {
  static readonly type = "tidegate:guard:ScalingTimers";
  /** Name of the parameter that holds nodes: `{"until": "2027-01-31T03:00:00Z", "reason": "…"}`. */
  readonly holdParameter: string;
  readonly raiseMachineArn: Output<string>;
  readonly lowerMachineArn: Output<string>;
  /** Logical names of the timers, in time order. */
  readonly timerNames: readonly string[];

  constructor(name: string, args: ScalingTimersArgs, opts?: ComponentResourceOptions) {
    const intent = scalingTimersIntent(ScalingTimers.type, name, args);
    super(ScalingTimers.type, name, intent, opts);
    const parts = new TimerParts(this, name, args, intent);
    const machines = parts.machines();
    this.timerNames = parts.timers(machines);
    this.holdParameter = parts.parameterName("hold");
    this.raiseMachineArn = machines.raise.arn;
    this.lowerMachineArn = machines.lower.arn;
    parts.children.publish({
      holdParameter: this.holdParameter,
      raiseMachineArn: this.raiseMachineArn,
      lowerMachineArn: this.lowerMachineArn,
    });
  }
}

interface AlarmMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, Input<string>>;
  readonly statistic: "Sum" | "Maximum";
}

interface Machines {
  readonly raise: StateMachine;
  readonly lower: StateMachine;
}

class TimerParts {
  readonly children: Children;

  constructor(
    readonly component: ScalingTimers,
    readonly name: string,
    readonly args: ScalingTimersArgs,
    readonly intent: ScalingTimersIntent,
  ) {
    this.children = new Children(component, name, args);
  }

  parameterName(role: "hold" | "arming"): string {
    return `/tidegate/${this.children.physicalName(role, { maxLength: 200 })}`;
  }

  machines(): Machines {
    const { arming } = this.intent;
    // People write holds; this stack only makes the place for them.
    const type = "String";
    const holds = { ignoreChanges: ["insecureValue"] };
    const description = "Until when nodes are held, and why";
    this.children.make(
      Parameter,
      "hold",
      { name: this.parameterName("hold"), type, insecureValue: NO_HOLD, description },
      holds,
    );
    this.children.make(Parameter, "arming", { name: this.parameterName("arming"), type, insecureValue: arming });
    const names = [this.parameterName("hold"), this.parameterName("arming")];
    return {
      raise: this.machine("raise", RAISE_MACHINE, raisingRights(this.args)),
      lower: this.machine("lower", LOWER_MACHINE, loweringRights(this.args, names)),
    };
  }

  private machine(which: "raise" | "lower", definition: Machine, statements: readonly Statement[]): StateMachine {
    const role = this.role(which, "states.amazonaws.com", statements);
    this.clusterAccess(which, role);
    const name = this.children.physicalName(which, { maxLength: 80 });
    const machine = this.children.make(StateMachine, which, {
      name,
      type: "STANDARD",
      roleArn: role.arn,
      definition: JSON.stringify(definition),
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: true,
        logDestination: interpolate`${this.args.logGroupArn}:*`,
      },
    });
    for (const [key, metricName] of [
      ["failed", "ExecutionsFailed"],
      ["timed-out", "ExecutionsTimedOut"],
    ] as const) {
      this.alarm({ role: which, key }, `The ${which} machine ${key.replace("-", " ")}: look at its last execution`, {
        namespace: "AWS/States",
        metricName,
        dimensions: { StateMachineArn: machine.arn },
        statistic: "Sum",
      });
    }
    return machine;
  }

  private role(which: string, service: string, statements: readonly Statement[]): Role {
    const role = this.children.make(Role, `${which}-role`, {
      name: this.children.physicalName(`${which}-role`, { maxLength: ROLE_NAME_LENGTH }),
      assumeRolePolicy: trustService(service, this.args.accountId),
    });
    this.children.make(RolePolicy, `${which}-rights`, {
      name: this.children.physicalName(`${which}-rights`, { maxLength: ROLE_POLICY_NAME_LENGTH }),
      role: role.name,
      policy: policyDocument(statements),
    });
    return role;
  }

  /** Lets a machine read and write the floors by name, and nothing else in the cluster. */
  private clusterAccess(which: string, role: Role): void {
    const { clusterName, namespace, floors = {} } = this.args;
    const shards = Object.values(floors).flatMap((floor) => floor.shards);
    if (namespace === undefined || shards.length === 0) return;
    const name = this.children.physicalName(`${which}-access`, { maxLength: 63 });
    const entry = { clusterName, principalArn: role.arn, type: "STANDARD", kubernetesGroups: [name] };
    this.children.make(AccessEntry, `${which}-access`, entry);
    const metadata = { name, namespace };
    const rights = this.children.make(ClusterRole, `${which}-floors`, {
      metadata,
      rules: [
        {
          apiGroups: ["keda.sh"],
          resources: ["scaledobjects"],
          resourceNames: shards.map(({ scaledObject }) => scaledObject),
          verbs: ["get", "update"],
        },
        {
          apiGroups: ["apps"],
          resources: ["deployments"],
          resourceNames: shards.map(({ deployment }) => deployment),
          verbs: ["get"],
        },
      ],
    });
    this.children.make(RoleBinding, `${which}-binding`, {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: rights.metadata.name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name }],
    });
  }

  private alarm(
    role: { readonly role: string; readonly key: string },
    alarmDescription: string,
    metric: AlarmMetric,
  ): void {
    const { topicArn } = this.args;
    this.children.make(MetricAlarm, role, {
      name: this.children.physicalName(role, { maxLength: 255 }),
      alarmDescription,
      ...metric,
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
    });
  }

  /** @returns the timers' logical names, in time order */
  timers({ raise, lower }: Machines): readonly string[] {
    const missed = this.children.make(Queue, "missed", {
      name: this.children.physicalName("missed", { maxLength: 80 }),
      messageRetentionSeconds: MISSED_SECONDS,
      sqsManagedSseEnabled: true,
    });
    this.alarm({ role: "missed", key: "alarm" }, "A timer could not start its machine: do its step by hand", {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: missed.name },
      statistic: "Maximum",
    });
    const role = this.role("timer", "scheduler.amazonaws.com", [
      { Effect: "Allow", Action: "states:StartExecution", Resource: [raise.arn, lower.arn] },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: missed.arn },
    ]);
    const group = this.children.make(ScheduleGroup, "group", {
      name: this.children.physicalName("group", { maxLength: 64 }),
    });
    const { arming, event, retryMinutes } = this.intent;
    const inputs = new TimerInputs(this.args, this.intent, {
      hold: this.parameterName("hold"),
      arming: this.parameterName("arming"),
    });
    const { timerHooks: hooks } = this.args;
    return this.args.timers.map((timer) => {
      const { action, atUtc, occurrence, targets, withinMinutes, holdsViewers } = timer;
      const step = { role: action, key: hash8(`${arming} ${timer.hash}`) };
      this.children.make<ConstructorParameters<typeof TimedStep>[1], TimedStep>(
        TimedStep,
        step,
        {
          intent: { event, action, atUtc, occurrence, targets, withinMinutes, holdsViewers },
          groupName: group.name,
          machineArn: action === "lower" ? lower.arn : raise.arn,
          input: jsonStringify(inputs.of(timer)),
          roleArn: role.arn,
          missedQueueArn: missed.arn,
          retryMinutes,
        },
        hooks === undefined ? {} : { hooks },
      );
      return this.children.nameOf(step);
    });
  }
}
