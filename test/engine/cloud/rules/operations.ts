import { type Case, cited, fact, modelled, type Refusal } from "../refusal";
import { isGiven, isProps, list, number, type Props, props, text, texts, type Value } from "../values";
import { inUse, limited, mustExist, others, providerRule, rule, target, unique } from "./builders";
import { isForeign, ROLE, trusts } from "./compute";
import { documentProblem } from "./identity";
import { scheduleProblem } from "./instants";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const SCHEDULE_GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup";
const STATE_MACHINE = "aws:sfn/stateMachine:StateMachine";
const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
const PARAMETER = "aws:ssm/parameter:Parameter";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const STREAM = "aws:kinesis/stream:Stream";
const BUDGET = "aws:budgets/budget:Budget";
const SERVICE_QUOTA = "aws:servicequotas/serviceQuota:ServiceQuota";
const SCALING_SCHEDULE = "aws:autoscaling/schedule:Schedule";
const SCALING_TARGET = "aws:appautoscaling/target:Target";
const SCALING_ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const PROJECT = "aws:codebuild/project:Project";

/** Whether a role of this account lacks, or does not trust, a service. */
function roleProblem(asked: Case, arn: string | undefined, service: string): string | undefined {
  if (arn === undefined || isForeign(arn, asked.place.account)) return undefined;
  const role = asked.cloud.objects(ROLE).find((object) => object.outputs.arn === arn);
  return role !== undefined && trusts(role.inputs, service)
    ? undefined
    : `The role ${arn} does not exist or does not let ${service} assume it`;
}

function parsed(document: string | undefined): Value | undefined {
  if (document === undefined) return undefined;
  try {
    return JSON.parse(document) as Value;
  } catch {
    return undefined;
  }
}

function stateMachineProblem(definition: string | undefined): string | undefined {
  const machine = parsed(definition);
  if (!isProps(machine)) return "INVALID_JSON_DESCRIPTION: the definition is not a JSON object";
  const states = props(machine.States);
  if (text(machine.StartAt) === undefined || states[text(machine.StartAt) ?? ""] === undefined)
    return "MISSING_TRANSITION_TARGET: StartAt names no state";
  for (const [name, state] of Object.entries(states)) {
    const body = props(state);
    const kinds = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];
    if (!kinds.includes(text(body.Type) ?? "")) return `SCHEMA_VALIDATION_FAILED: state ${name} has no known Type`;
    const next = [
      text(body.Next),
      ...list(body.Choices).map((choice) => text(props(choice).Next)),
      text(body.Default),
      ...list(body.Catch).map((item) => text(props(item).Next)),
    ].filter((item) => item !== undefined);
    const lost = next.find((item) => item !== undefined && states[item] === undefined);
    if (lost !== undefined) return `MISSING_TRANSITION_TARGET: state ${name} leads to ${lost}, which is not there`;
    const ends =
      body.End === true || ["Succeed", "Fail", "Choice"].includes(text(body.Type) ?? "") || body.Next !== undefined;
    if (!ends) return `MISSING_END_STATE: state ${name} has neither Next nor End`;
  }
  return undefined;
}

const within = (value: Value | undefined, low: number, high: number): boolean => {
  const found = number(value);
  return found === undefined || (found >= low && found <= high);
};

// Amazon SQS API reference, CreateQueue, attributes.
const QUEUE_ATTRIBUTES: readonly (readonly [name: string, low: number, high: number])[] = [
  ["delaySeconds", 0, 900],
  ["maxMessageSize", 1024, 1_048_576],
  ["messageRetentionSeconds", 60, 1_209_600],
  ["receiveWaitTimeSeconds", 0, 20],
  ["visibilityTimeoutSeconds", 0, 43_200],
  ["kmsDataKeyReusePeriodSeconds", 60, 86_400],
];

function queueProblem(inputs: Props): string | undefined {
  const bad = QUEUE_ATTRIBUTES.find(([name, low, high]) => !within(inputs[name], low, high));
  if (bad !== undefined) return `Invalid value for the parameter ${bad[0]}: expected ${bad[1]} to ${bad[2]}`;
  const isFifo = (text(inputs.name) ?? "").endsWith(".fifo");
  if (isGiven(inputs.name) && isFifo !== (inputs.fifoQueue === true))
    return "The name of a FIFO queue ends in .fifo, and no other queue's";
  const redrive = parsed(text(inputs.redrivePolicy));
  if (
    isGiven(inputs.redrivePolicy) &&
    (!isProps(redrive) || text(redrive.deadLetterTargetArn) === undefined || !within(redrive.maxReceiveCount, 1, 1000))
  )
    return "Value for parameter RedrivePolicy is invalid";
  return undefined;
}

const PROTOCOL_FORMS: Readonly<Record<string, RegExp>> = {
  sqs: /^arn:aws[a-z-]*:sqs:/,
  lambda: /^arn:aws[a-z-]*:lambda:/,
  firehose: /^arn:aws[a-z-]*:firehose:/,
  email: /^[^@\s]+@[^@\s]+$/,
  "email-json": /^[^@\s]+@[^@\s]+$/,
  http: /^http:\/\//,
  https: /^https:\/\//,
  sms: /^\+?\d+$/,
  application: /^arn:aws[a-z-]*:sns:/,
};

const DOUBLING = 2;

/** What the services around scheduling, messages, alarms and functions refuse. */
export const OPERATIONS_REFUSALS: readonly Refusal[] = [
  rule("schedule.expression", [SCHEDULE], ["create", "update"], fact(SCHEDULE, "ValidationException"), (asked) =>
    scheduleProblem(
      text(asked.inputs.scheduleExpression) ?? "",
      text(asked.inputs.scheduleExpressionTimezone) ?? "UTC",
      asked.now,
    ),
  ),
  rule(
    "schedule.window",
    [SCHEDULE],
    ["create", "update"],
    {
      ...fact(SCHEDULE, "ValidationException"),
      when: "a flexible window without its length, or a length without a flexible window",
    },
    (asked) => {
      const window = props(asked.inputs.flexibleTimeWindow);
      return (window.mode === "FLEXIBLE") === isGiven(window.maximumWindowInMinutes)
        ? undefined
        : "MaximumWindowInMinutes goes with mode FLEXIBLE only";
    },
  ),
  rule(
    "schedule.target",
    [SCHEDULE],
    ["create", "update"],
    {
      ...fact(SCHEDULE, "ValidationException"),
      when: "the target's ARN is no ARN, or a read-only action of a service",
    },
    (asked) => {
      const arn = text(props(asked.inputs.target).arn) ?? "";
      const universal = /^arn:aws[a-z-]*:scheduler:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/.exec(arn);
      if (arn.includes(":::aws-sdk:"))
        return universal !== null &&
          !/^(get|describe|list|search|lookup|batchGet|head|select|scan|query)/.test(universal[2] ?? "")
          ? undefined
          : `Provided Arn is not in correct format: ${arn}`;
      return /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/.test(arn)
        ? undefined
        : `Provided Arn is not in correct format: ${arn}`;
    },
  ),
  rule(
    "schedule.role",
    [SCHEDULE],
    ["create", "update"],
    {
      ...fact(SCHEDULE, "ValidationException"),
      when: "the role does not exist or does not trust scheduler.amazonaws.com",
    },
    (asked) => roleProblem(asked, text(props(asked.inputs.target).roleArn), "scheduler.amazonaws.com"),
  ),
  rule(
    "schedule.start-date",
    [SCHEDULE],
    ["create"],
    cited(
      "ValidationException",
      "a recurring schedule whose startDate is older than five minutes",
      "lifecycle facts, 1.2 (modelled in getmoto/moto, validated in aws-cdk)",
    ),
    (asked) => {
      const start = text(asked.inputs.startDate);
      const recurring = !(text(asked.inputs.scheduleExpression) ?? "").startsWith("at(");
      return recurring && start !== undefined && Date.parse(start) < asked.now.getTime() - 300_000
        ? "The StartDate you specify cannot be earlier than 5 minutes ago."
        : undefined;
    },
  ),
  mustExist(
    SCHEDULE,
    "groupName",
    target(SCHEDULE_GROUP),
    fact(SCHEDULE, "ResourceNotFoundException"),
    (name) => name === "default",
  ),
  rule("schedule.name-unique", [SCHEDULE], ["create"], fact(SCHEDULE, "ConflictException"), (asked) => {
    const group = text(asked.inputs.groupName) ?? "default";
    const taken = others(asked).some(
      (object) =>
        object.location === asked.place.location &&
        object.outputs.name === asked.inputs.name &&
        (text(object.inputs.groupName) ?? "default") === group,
    );
    return taken ? `Schedule ${text(asked.inputs.name)} already exists.` : undefined;
  }),
  limited(SCHEDULE, { quota: "L-EE5D6FF0" }, fact(SCHEDULE, "ServiceQuotaExceededException")),
  unique(SCHEDULE_GROUP, { by: "name", scope: "location" }, fact(SCHEDULE_GROUP, "ConflictException")),
  limited(SCHEDULE_GROUP, { quota: "L-A632CD40" }, fact(SCHEDULE_GROUP, "ServiceQuotaExceededException")),

  rule(
    "stateMachine.definition",
    [STATE_MACHINE],
    ["create", "update"],
    fact(STATE_MACHINE, "InvalidDefinition"),
    (asked) => stateMachineProblem(text(asked.inputs.definition)),
  ),
  rule(
    "stateMachine.name-unique",
    [STATE_MACHINE],
    ["create"],
    fact(STATE_MACHINE, "StateMachineAlreadyExists"),
    (asked) => {
      const same = others(asked).find(
        (object) => object.location === asked.place.location && object.outputs.name === asked.inputs.name,
      );
      return same !== undefined && same.inputs.definition !== asked.inputs.definition
        ? `State Machine Already Exists: '${same.id}'`
        : undefined;
    },
  ),
  rule(
    "stateMachine.logging",
    [STATE_MACHINE],
    ["create", "update"],
    fact(STATE_MACHINE, "InvalidLoggingConfiguration"),
    (asked) => {
      const logging = props(asked.inputs.loggingConfiguration);
      const wanted = isGiven(logging.level) && logging.level !== "OFF";
      return wanted && !(text(logging.logDestination) ?? "").endsWith(":*")
        ? "Invalid Log Destination: the log group's ARN must end in :*"
        : undefined;
    },
  ),

  rule("queue.attributes", [QUEUE], ["create", "update"], fact(QUEUE, "InvalidAttributeValue"), (asked) =>
    queueProblem(asked.inputs),
  ),
  rule("queue.name-taken", [QUEUE], ["create"], fact(QUEUE, "QueueNameExists"), (asked) => {
    const same = others(asked).find(
      (object) => object.location === asked.place.location && object.outputs.name === asked.inputs.name,
    );
    const differs =
      same !== undefined &&
      QUEUE_ATTRIBUTES.some(([name]) => (same.inputs[name] ?? null) !== (asked.inputs[name] ?? null));
    return differs ? "A queue already exists with the same name and a different value for an attribute" : undefined;
  }),
  providerRule("queue.deduplication", QUEUE, "contentBasedDeduplication", (inputs) =>
    inputs.contentBasedDeduplication === true && inputs.fifoQueue !== true
      ? "content-based deduplication can only be set for FIFO queue"
      : undefined,
  ),
  mustExist(QUEUE_POLICY, "queueUrl", target(QUEUE), fact(QUEUE_POLICY, "QueueDoesNotExist")),
  rule(
    "queuePolicy.document",
    [QUEUE_POLICY],
    ["create", "update"],
    fact(QUEUE_POLICY, "InvalidAttributeValue"),
    (asked) => documentProblem(text(asked.inputs.policy)),
  ),

  rule("topic.form", [TOPIC], ["create", "update"], fact(TOPIC, "InvalidParameter"), (asked) => {
    const isFifo = (text(asked.inputs.name) ?? "").endsWith(".fifo");
    return isGiven(asked.inputs.name) && isFifo !== (asked.inputs.fifoTopic === true)
      ? "Invalid parameter: Topic Name, a FIFO topic's name ends in .fifo, and no other topic's"
      : undefined;
  }),
  mustExist(SUBSCRIPTION, "topic", target(TOPIC), fact(SUBSCRIPTION, "NotFound")),
  rule("topicSubscription.fits", [SUBSCRIPTION], ["create"], fact(SUBSCRIPTION, "InvalidParameter"), (asked) => {
    const form = PROTOCOL_FORMS[text(asked.inputs.protocol) ?? ""];
    return form?.test(text(asked.inputs.endpoint) ?? "") === true
      ? undefined
      : `Invalid parameter: ${text(asked.inputs.protocol)} endpoint ${text(asked.inputs.endpoint)}`;
  }),
  mustExist(TOPIC_POLICY, "arn", target(TOPIC), fact(TOPIC_POLICY, "NotFound")),
  rule("topicPolicy.document", [TOPIC_POLICY], ["create", "update"], fact(TOPIC_POLICY, "InvalidParameter"), (asked) =>
    documentProblem(text(asked.inputs.policy)),
  ),

  rule("parameter.name-unique", [PARAMETER], ["create"], fact(PARAMETER, "ParameterAlreadyExists"), (asked) =>
    asked.inputs.overwrite !== true &&
    others(asked).some(
      (object) => object.location === asked.place.location && object.outputs.name === asked.inputs.name,
    )
      ? "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
      : undefined,
  ),
  rule(
    "parameter.pattern",
    [PARAMETER],
    ["create", "update"],
    fact(PARAMETER, "ParameterPatternMismatchException"),
    (asked) => {
      const pattern = text(asked.inputs.allowedPattern);
      const value = text(asked.inputs.value) ?? text(asked.inputs.insecureValue) ?? "";
      return pattern === undefined || new RegExp(pattern).test(value)
        ? undefined
        : `Parameter value, cannot be validated against allowedPattern: ${pattern}`;
    },
  ),
  rule(
    "parameter.size",
    [PARAMETER],
    ["create", "update"],
    cited(
      "ValidationException",
      "a standard value above 4 KB or an advanced one above 8 KB",
      "resource facts, notes of aws:ssm/parameter:Parameter",
    ),
    (asked) => {
      const size = Buffer.byteLength(text(asked.inputs.value) ?? text(asked.inputs.insecureValue) ?? "");
      const most = asked.inputs.tier === "Advanced" ? 8192 : asked.inputs.tier === "Intelligent-Tiering" ? 8192 : 4096;
      return size <= most
        ? undefined
        : `Standard tier parameters support a maximum parameter value of ${most} characters, got ${size}`;
    },
  ),

  rule(
    "metricAlarm.period",
    [ALARM],
    ["create", "update"],
    cited(
      "ValidationError",
      "period is not 10, 20, 30 or a multiple of 60",
      "resource facts, notes of aws:cloudwatch/metricAlarm:MetricAlarm",
    ),
    (asked) => {
      const period = number(asked.inputs.period);
      return period === undefined || [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)
        ? undefined
        : `Invalid period: ${period}`;
    },
  ),
  rule(
    "metricAlarm.window",
    [ALARM],
    ["create", "update"],
    cited(
      "ValidationError",
      "datapointsToAlarm above evaluationPeriods",
      "Amazon CloudWatch API reference, PutMetricAlarm, DatapointsToAlarm",
    ),
    (asked) =>
      (number(asked.inputs.datapointsToAlarm) ?? 0) > (number(asked.inputs.evaluationPeriods) ?? Infinity)
        ? "DatapointsToAlarm must be less than or equal to EvaluationPeriods"
        : undefined,
  ),
  rule(
    "compositeAlarm.in-use",
    [COMPOSITE],
    ["delete"],
    cited(
      "ValidationError",
      "delete while another composite alarm refers to it",
      "resource facts, deleteBlockedBy of aws:cloudwatch/compositeAlarm:CompositeAlarm",
    ),
    (asked) => {
      const name = text(asked.inputs.alarmName) ?? "";
      const user = asked.cloud
        .objects(COMPOSITE)
        .find((object) => object !== asked.object && (text(object.inputs.alarmRule) ?? "").includes(name));
      return user === undefined ? undefined : `the alarm is used by the composite alarm ${user.id}`;
    },
  ),
  rule("dashboard.body", [DASHBOARD], ["create", "update"], fact(DASHBOARD, "InvalidParameterInput"), (asked) =>
    isProps(parsed(text(asked.inputs.dashboardBody)))
      ? undefined
      : "The dashboard body is invalid, it is not a JSON object",
  ),
  unique(LOG_GROUP, { by: "name", scope: "location" }, fact(LOG_GROUP, "ResourceAlreadyExistsException")),
  limited(LOG_GROUP, { quota: "L-C7B9AAAB" }, fact(LOG_GROUP, "LimitExceededException")),
  rule("logGroup.deletion-protection", [LOG_GROUP], ["delete"], fact(LOG_GROUP, "ValidationException"), (asked) =>
    asked.inputs.deletionProtectionEnabled === true ? "the log group is protected from deletion" : undefined,
  ),
  rule(
    "eventRule.pattern",
    [EVENT_RULE],
    ["create", "update"],
    fact(EVENT_RULE, "InvalidEventPatternException"),
    (asked) =>
      isGiven(asked.inputs.eventPattern) && !isProps(parsed(text(asked.inputs.eventPattern)))
        ? "Event pattern is not valid. Reason: not a JSON object"
        : undefined,
  ),
  inUse(
    EVENT_RULE,
    [{ type: EVENT_TARGET, path: "rule", by: "name" }],
    cited(
      "ValidationException",
      "delete while it has targets",
      "resource facts, deleteBlockedBy of aws:cloudwatch/eventRule:EventRule",
    ),
    "targets",
    (inputs) => inputs.forceDestroy === true,
  ),
  mustExist(EVENT_TARGET, "rule", target(EVENT_RULE, "name"), fact(EVENT_TARGET, "ResourceNotFoundException")),

  unique(STREAM, { by: "name", scope: "location" }, fact(STREAM, "ResourceInUseException", "name is taken")),
  rule("stream.reshard", [STREAM], ["update"], fact(STREAM, "InvalidArgumentException"), (asked) => {
    const before = number(asked.object?.inputs.shardCount);
    const after = number(asked.inputs.shardCount);
    if (before === undefined || after === undefined) return undefined;
    return after <= before * DOUBLING && after >= before / DOUBLING
      ? undefined
      : `UpdateShardCount from ${before} to ${after}: at most double and at least half in one change`;
  }),
  providerRule("stream.shards", STREAM, "shardCount with mode", (inputs) => {
    const onDemand = props(inputs.streamModeDetails).streamMode === "ON_DEMAND";
    if (onDemand && isGiven(inputs.shardCount)) return "shard_count must not be set when stream_mode is ON_DEMAND";
    return !onDemand && (number(inputs.shardCount) ?? 0) < 1
      ? "shard_count must be at least 1 when stream_mode is PROVISIONED"
      : undefined;
  }),

  unique(BUDGET, { by: "name", scope: "account" }, fact(BUDGET, "DuplicateRecordException")),
  rule(
    "budget.notifications",
    [BUDGET],
    ["create", "update"],
    fact(BUDGET, "CreationLimitExceededException", "notifications"),
    (asked) => {
      const notifications = list(asked.inputs.notifications).map((item) => props(item));
      if (notifications.length > 10) return `a budget has at most 10 notifications, got ${notifications.length}`;
      const full = notifications.find(
        (item) => texts(item.subscriberEmailAddresses).length > 10 || texts(item.subscriberSnsTopicArns).length > 1,
      );
      return full === undefined ? undefined : "a notification has at most 10 addresses and 1 topic";
    },
  ),
  rule("budget.amount", [BUDGET], ["create", "update"], fact(BUDGET, "InvalidParameterException"), (asked) => {
    if (isGiven(asked.inputs.plannedLimits) || isGiven(asked.inputs.autoAdjustData)) return undefined;
    const amount = number(asked.inputs.limitAmount);
    return amount !== undefined && amount > 0 && isGiven(asked.inputs.limitUnit)
      ? undefined
      : "a budget needs limitAmount above 0 and limitUnit";
  }),
  rule(
    "serviceQuota.not-above",
    [SERVICE_QUOTA],
    ["update"],
    fact(SERVICE_QUOTA, "IllegalArgumentException"),
    (asked) => {
      const applied = asked.cloud.quota(text(asked.inputs.quotaCode) ?? "");
      const value = number(asked.inputs.value) ?? 0;
      return applied !== undefined && value <= applied
        ? `the value ${value} is not above the current ${applied}`
        : undefined;
    },
  ),
  rule(
    "autoscaling-schedule.past",
    [SCALING_SCHEDULE],
    ["create", "update"],
    cited(
      "ValidationError",
      "startTime in the past",
      "lifecycle facts, 2.3 (API model autoscaling): an action in the past is refused",
    ),
    (asked) => {
      const start = text(asked.inputs.startTime);
      return start !== undefined && Date.parse(start) <= asked.now.getTime()
        ? "Given start time is in the past"
        : undefined;
    },
  ),
  rule(
    "autoscaling-schedule.same-time",
    [SCALING_SCHEDULE],
    ["create"],
    fact(SCALING_SCHEDULE, "AlreadyExists"),
    (asked) => {
      const same = others(asked).find(
        (object) =>
          isGiven(asked.inputs.startTime) &&
          object.inputs.autoscalingGroupName === asked.inputs.autoscalingGroupName &&
          object.inputs.startTime === asked.inputs.startTime,
      );
      return same === undefined ? undefined : `an action at ${text(asked.inputs.startTime)} exists: ${same.id}`;
    },
  ),
  rule(
    "scalingTarget.bounds",
    [SCALING_TARGET],
    ["create", "update"],
    fact(SCALING_TARGET, "ValidationException"),
    (asked) =>
      (number(asked.inputs.minCapacity) ?? 0) > (number(asked.inputs.maxCapacity) ?? 0)
        ? "Maximum capacity cannot be less than minimum capacity"
        : undefined,
  ),
  rule(
    "scheduledAction.target",
    [SCALING_ACTION],
    ["create", "update"],
    fact(SCALING_ACTION, "ObjectNotFoundException"),
    (asked) =>
      asked.cloud
        .objects(SCALING_TARGET)
        .some((object) =>
          ["resourceId", "scalableDimension", "serviceNamespace"].every(
            (name) => object.inputs[name] === asked.inputs[name],
          ),
        )
        ? undefined
        : `No scalable target registered for ${text(asked.inputs.resourceId)}`,
  ),
  rule(
    "scheduledAction.schedule",
    [SCALING_ACTION],
    ["create", "update"],
    fact(SCALING_ACTION, "ValidationException"),
    (asked) => scheduleProblem(text(asked.inputs.schedule) ?? "", text(asked.inputs.timezone) ?? "UTC", asked.now),
  ),

  unique(FUNCTION, { by: "name", scope: "location" }, fact(FUNCTION, "ResourceConflictException")),
  rule(
    "lambda-function.role",
    [FUNCTION],
    ["create", "update"],
    fact(FUNCTION, "InvalidParameterValueException", "role cannot be assumed"),
    (asked) => roleProblem(asked, text(asked.inputs.role), "lambda.amazonaws.com"),
  ),
  mustExist(
    PERMISSION,
    "function",
    { types: [FUNCTION], by: "name" },
    fact(PERMISSION, "ResourceNotFoundException"),
    (value, asked) => asked.cloud.objects(FUNCTION).some((object) => object.outputs.arn === value),
  ),
  unique(
    PERMISSION,
    { by: "statementId", within: ["function"], scope: "location" },
    fact(PERMISSION, "ResourceConflictException"),
  ),
  unique(PROJECT, { by: "name", scope: "location" }, fact(PROJECT, "ResourceAlreadyExistsException")),
  rule("codebuild-project.role", [PROJECT], ["create", "update"], fact(PROJECT, "InvalidInputException"), (asked) =>
    roleProblem(asked, text(asked.inputs.serviceRole), "codebuild.amazonaws.com"),
  ),
  rule(
    "stateMachine.role",
    [STATE_MACHINE],
    ["create", "update"],
    modelled(STATE_MACHINE, "create", "InvalidArn", "the role's ARN is not a role's"),
    (asked) => {
      const arn = text(asked.inputs.roleArn) ?? "";
      return /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn) ? undefined : `Invalid Role Arn: '${arn}'`;
    },
  ),
];
