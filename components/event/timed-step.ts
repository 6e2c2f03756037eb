import { Schedule } from "@pulumi/aws/scheduler/schedule";
import { ComponentResource, type ComponentResourceOptions, type Input, type Inputs } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";

/** What one timer does, plain: what the guard, policies and a report read. */
export interface TimedStepIntent extends Inputs {
  readonly event: string;
  readonly action: "raise" | "check" | "lower";
  /** UTC, a whole minute. */
  readonly atUtc: string;
  readonly occurrence: number;
  /** Sizes by subject. */
  readonly targets: Readonly<Record<string, number>>;
  readonly withinMinutes: number;
  readonly holdsViewers: number | null;
}

/** One timer and what it starts. */
export interface TimedStepArgs extends Overridable {
  readonly intent: TimedStepIntent;
  readonly groupName: Input<string>;
  readonly machineArn: Input<string>;
  /** JSON. */
  readonly input: Input<string>;
  readonly roleArn: Input<string>;
  readonly missedQueueArn: Input<string>;
  /** For how long it is tried again when the machine can't be started. */
  readonly retryMinutes: number;
}

const SECONDS_PER_MINUTE = 60;
const ATTEMPTS = 20;
/** @see facts of aws:scheduler/schedule:Schedule */
const NAME_LENGTH = 64;

/** One step of an armed event: a timer that fires once and stays, so that no refresh makes it anew with an instant that has passed. */
export class TimedStep extends ComponentResource {
  static readonly type = "tidegate:guard:TimedStep";

  constructor(name: string, args: TimedStepArgs, opts?: ComponentResourceOptions) {
    super(TimedStep.type, name, { ...args.intent, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const { action, atUtc, targets } = args.intent;
    children.make(
      Schedule,
      "timer",
      {
        name: children.physicalName("timer", { maxLength: NAME_LENGTH }),
        groupName: args.groupName,
        description: describe(action, targets),
        scheduleExpression: `at(${atUtc})`,
        scheduleExpressionTimezone: "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        actionAfterCompletion: "NONE",
        target: {
          arn: args.machineArn,
          roleArn: args.roleArn,
          input: args.input,
          deadLetterConfig: { arn: args.missedQueueArn },
          retryPolicy: {
            maximumEventAgeInSeconds: args.retryMinutes * SECONDS_PER_MINUTE,
            maximumRetryAttempts: ATTEMPTS,
          },
        },
      },
      // An update sends the instant again, which is refused once it has passed: what should change gets another name by being armed anew.
      { ignoreChanges: ["description", "target", "groupName"] },
    );
    children.publish({});
  }
}

/** @see Scheduler API, CreateSchedule: 512 characters at most */
function describe(action: string, targets: Readonly<Record<string, number>>): string {
  const sizes = Object.entries(targets).map(([subject, size]) => `${subject} ${size}`);
  const text = `${action} ${sizes.join(", ")}`;
  return text.length <= 512 ? text : `${text.slice(0, 511)}…`;
}
