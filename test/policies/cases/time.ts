import { TYPES } from "../../../policies/types";
import type { Broken, Open } from "../support/case";
import { all, type Change, OPEN, options, plus, set, without } from "../support/change";

const MACHINES = { raise: "urn:raise", lower: "urn:lower" } as const;

/** The timers of one occurrence, as the timeline makes them. */
export const timeline: Change = all(
  plus(TYPES.stateMachine, "raise", {}, { urn: MACHINES.raise }),
  plus(TYPES.stateMachine, "lower", {}, { urn: MACHINES.lower }),
  timer("raise-1", "raise", "2027-01-30T21:45:00"),
  timer("raise-2", "raise", "2027-01-30T22:30:00"),
  timer("lower-1", "lower", "2027-01-31T02:30:00"),
  timer("raise-3", "raise", "2027-01-31T21:45:00"),
  timer("lower-2", "lower", "2027-02-01T02:30:00"),
);

function timer(name: string, does: keyof typeof MACHINES, at: string): Change {
  return plus(
    TYPES.schedule,
    name,
    {
      name,
      scheduleExpression: `at(${at})`,
      scheduleExpressionTimezone: "UTC",
      actionAfterCompletion: "NONE",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: OPEN,
        roleArn: OPEN,
        deadLetterConfig: { arn: OPEN },
        retryPolicy: { maximumEventAgeInSeconds: 600, maximumRetryAttempts: 10 },
      },
    },
    { propertyDependencies: { target: [MACHINES[does]] } },
  );
}

const changed = (name: string, path: string, value: unknown) => all(timeline, set(name, path, value));
const bare = plus(TYPES.schedule, "bare", {
  scheduleExpression: "at(2027-01-31T02:30:00)",
  target: { arn: "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig" },
});

export const BROKEN_TIME: readonly Broken[] = [
  {
    rule: "time-guarded-timers",
    change: bare,
    says: [
      "bare: a timer that calls arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig itself, allowed the start of a state machine",
    ],
  },
  {
    rule: "time-lowering",
    change: all(timeline, without("lower-1"), without("lower-2")),
    says: [
      "raise-1: a raise, and nothing that lowers, allowed a lowering after it",
      "raise-2: a raise, and nothing that lowers, allowed a lowering after it",
      "raise-3: a raise, and nothing that lowers, allowed a lowering after it",
    ],
  },
  {
    rule: "time-lowering",
    change: changed("lower-2", "scheduleExpression", "at(2027-01-31T20:00:00)"),
    says: ["raise-3: a raise at 2027-01-31T21:45:00Z, after the last lowering, allowed a lowering after it"],
  },
  {
    rule: "time-kept-timers",
    change: changed("raise-1", "actionAfterCompletion", "DELETE"),
    says: ["raise-1: a timer with DELETE after completion, allowed NONE"],
  },
  {
    rule: "time-utc",
    change: changed("raise-1", "scheduleExpressionTimezone", "Asia/Shanghai"),
    says: ["raise-1: a timer in Asia/Shanghai, allowed UTC"],
  },
  {
    rule: "time-utc",
    change: changed("raise-1", "scheduleExpression", "cron(0 8 * * ? *)"),
    says: ["raise-1: a timer by cron(0 8 * * ? *), allowed one instant, at(…)"],
  },
  {
    rule: "time-retries",
    change: changed("raise-1", "target.deadLetterConfig", undefined),
    says: ["raise-1: no dead-letter queue, allowed one"],
  },
  {
    rule: "time-retries",
    change: changed("raise-1", "target.retryPolicy", undefined),
    says: ["raise-1: retries for 24 hours, allowed 600 s at most"],
  },
  {
    rule: "time-retries",
    change: changed("raise-1", "target.retryPolicy.maximumEventAgeInSeconds", 3600),
    says: ["raise-1: retries for 3,600 s, allowed 600 s at most"],
  },
  {
    rule: "time-no-scheduled-scaling",
    change: plus(TYPES.scalingSchedule, "down", { minSize: 0 }),
    says: ["down: a scheduled action, allowed timers that start a state machine"],
  },
  {
    rule: "time-raises-before-doors",
    change: changed("raise-2", "scheduleExpression", "at(2027-01-30T23:50:00)"),
    says: [
      "stack: the last raise before 2027-01-31T00:00:00Z at 2027-01-30T23:50:00Z, allowed 2027-01-30T23:45:00Z or earlier",
    ],
  },
  {
    rule: "time-raises-before-doors",
    change: changed("raise-3", "scheduleExpression", "at(2027-01-31T23:00:00)"),
    says: [
      "stack: the first raise before 2027-02-01T00:00:00Z at 2027-01-31T23:00:00Z, allowed 2027-01-31T21:45:00Z, as planned",
    ],
  },
  {
    rule: "time-raises-before-doors",
    change: all(timeline, without("raise-3")),
    says: ["stack: no raise before 2027-02-01T00:00:00Z, allowed one by 2027-01-31T21:45:00Z"],
  },
  {
    rule: "time-raises-before-doors",
    change: timeline,
    config: { minutesBeforeDoors: 90 },
    says: [
      "stack: the last raise before 2027-01-31T00:00:00Z at 2027-01-30T22:30:00Z, allowed 2027-01-30T22:15:00Z or earlier",
    ],
  },
  {
    rule: "time-replacements",
    change: options("core-group-us-east-1a-1", { deleteBeforeReplace: true }),
    says: ["core-group-us-east-1a-1: deleted before its replacement stands, allowed deleteBeforeReplace: false"],
  },
  {
    rule: "time-replacements",
    change: options("media-1-cdn", { deleteBeforeReplace: true }),
    says: ["media-1-cdn: deleted before its replacement stands, allowed the replacement first"],
  },
  {
    rule: "time-armed-sizes",
    change: set("core", "sizedBy", "timers"),
    says: ["core: sizes owned by timers in mode now, allowed deployment"],
  },
  {
    rule: "time-armed-sizes",
    change: options("core-group-us-east-1a-1", { ignoreChanges: ["scalingConfig"] }),
    says: ["core-group-us-east-1a-1: a size that no deployment changes, allowed no ignoreChanges in mode now"],
  },
  {
    rule: "time-armed-sizes",
    facts: { mode: "armed" },
    change: all(without("value-added"), without("upload"), set("core", "sizedBy", "timers")),
    says: [
      "core-group-us-east-1a-1: a size that the next deployment sets back, allowed ignoreChanges: scalingConfig",
      "core-group-us-east-1b-1: a size that the next deployment sets back, allowed ignoreChanges: scalingConfig",
      "core-group-us-east-1c-1: a size that the next deployment sets back, allowed ignoreChanges: scalingConfig",
    ],
  },
  {
    rule: "time-armed-frozen",
    change: set("core-group-us-east-1a-1", "nodeRepairConfig.enabled", true),
    says: ["core-group-us-east-1a-1: node repair, allowed off"],
  },
  {
    rule: "time-armed-frozen",
    change: set("readers-reader-1", "autoMinorVersionUpgrade", undefined),
    says: ["readers-reader-1: automatic minor upgrades, allowed off"],
  },
  {
    rule: "time-armed-frozen",
    of: "platform",
    change: set("cluster-eks", "upgradePolicy", undefined),
    says: ["cluster-eks: an upgrade by itself at the end of standard support, allowed support type EXTENDED"],
  },
  {
    rule: "time-slow-lowering",
    change: set("api-floor", "spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown", {}),
    says: ["api-floor: copies taken away after 300 s, allowed 600 s at least"],
  },
];

export const OPEN_TIME: readonly Open[] = [
  { rule: "time-guarded-timers", change: all(bare, set("bare", "target", OPEN)), asks: ["bare: what it starts"] },
  { rule: "time-lowering", change: changed("raise-1", "scheduleExpression", OPEN), asks: ["raise-1: when it fires"] },
  {
    rule: "time-kept-timers",
    change: changed("raise-1", "actionAfterCompletion", OPEN),
    asks: ["raise-1: what becomes of it"],
  },
  { rule: "time-utc", change: changed("raise-1", "scheduleExpression", OPEN), asks: ["raise-1: when it fires"] },
  {
    rule: "time-retries",
    change: changed("raise-1", "target.retryPolicy", OPEN),
    asks: ["raise-1: how long it is retried"],
  },
  {
    rule: "time-raises-before-doors",
    change: changed("raise-3", "scheduleExpression", OPEN),
    asks: ["raise-3: when it fires"],
  },
  { rule: "time-armed-sizes", change: set("core", "sizedBy", OPEN), asks: ["core: who sizes it"] },
  {
    rule: "time-armed-frozen",
    change: set("readers-reader-1", "autoMinorVersionUpgrade", OPEN),
    asks: ["readers-reader-1: automatic minor upgrades"],
  },
  {
    rule: "time-slow-lowering",
    change: set("api-floor", "spec", OPEN),
    asks: ["api-floor: when it takes copies away"],
  },
];

/** A timeline as it is made has nothing wrong. */
export const FINE_TIME: readonly Omit<Broken, "says">[] = [
  "time-guarded-timers",
  "time-lowering",
  "time-kept-timers",
  "time-utc",
  "time-retries",
  "time-raises-before-doors",
].map((rule) => ({ rule, change: timeline }));
