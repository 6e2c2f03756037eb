import { call, callCluster, countTry, forEach, isMissing, lookUpCluster, type Machine, type State, tell } from "./asl";
import { branch, GROUP_BUSY, RESERVATION_BUSY, writeFloor } from "./timer-states";
import type { FloorTarget, GroupTarget } from "./timer-targets";

/** What starts the Lower machine. */
export interface LowerInput {
  readonly event: string;
  /** Of messages; 100 characters at most. */
  readonly subject: string;
  readonly topicArn: string;
  readonly clusterName: string;
  /** Name of the parameter with the hold: `{"until": "2027-01-31T03:00:00Z", "reason": "…"}`; until in the past is no hold. */
  readonly holdParameter: string;
  /** Name of the parameter that says which arming is in force, and this timer's own. */
  readonly armingParameter: string;
  readonly arming: string;
  /** From then on it must not lower any more: the next occurrence rises. */
  readonly notAfter: string;
  /** The metric of live viewers. */
  readonly load: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  };
  readonly loadStat: "Maximum" | "Sum" | "Average";
  /** The most live viewers with which it lowers. */
  readonly holdsViewers: number;
  readonly groups: readonly GroupTarget[];
  /** The ceiling goes down to the floor. */
  readonly floors: readonly Omit<FloorTarget, "ceiling">[];
  /** Reservations that end. */
  readonly balancers: readonly { readonly arn: string }[];
}

/** Between two looks at hold and load: also how much of the metric each look sees. */
const LOOK_SECONDS = 300;
/** Looks until people hear that it waits: a quarter of an hour. */
const LOOKS_UNTIL_TOLD = 3;
const POLL_SECONDS = 30;
/** Twenty minutes: a pod drains for a quarter of an hour at most, and the last to be told to is told late. */
const POLLS = 40;
const SHARED = ["event", "subject", "topicArn", "clusterName"];

/**
 * Lowers what nobody needs any more: only when it isn't held, its arming is still in force, the metric of live viewers is there, and
 * what would be left holds them. Otherwise it waits, tells people, and looks again. Pods go before the nodes under them.
 *
 * Nothing else lowers an event's capacity; this never does between the next occurrence's first step and its close.
 */
export const LOWER_MACHINE: Machine = {
  Comment: "Lower: hold, live load, then pods, nodes and reservations; when in doubt it waits",
  StartAt: "Begin",
  States: {
    Begin: { Type: "Pass", Result: { count: 0 }, ResultPath: "$.tries", Next: "NoteTime" },
    NoteTime: { Type: "Pass", Parameters: { "at.$": "$$.State.EnteredTime" }, ResultPath: "$.since", Next: "Watch" },
    // The metric of exactly this while is asked for: an old value is no value.
    Watch: { Type: "Wait", Seconds: LOOK_SECONDS, Next: "NoteNow" },
    NoteNow: { Type: "Pass", Parameters: { "at.$": "$$.State.EnteredTime" }, ResultPath: "$.now", Next: "IsTooLate" },
    IsTooLate: {
      Type: "Choice",
      Choices: [{ Variable: "$.now.at", TimestampGreaterThanEqualsPath: "$.notAfter", Next: "TellTooLate" }],
      Default: "ReadArming",
    },
    TellTooLate: tell(
      "{}: not lowered, and not tried any more: the next occurrence begins at {}",
      ["$.event", "$.notAfter"],
      "NotLowered",
    ),
    ReadArming: parameter("$.armingParameter", "$.armed", "IsInForce"),
    IsInForce: {
      Type: "Choice",
      Choices: [{ Variable: "$.armed.value", StringEqualsPath: "$.arming", Next: "ReadHold" }],
      Default: "Superseded",
    },
    // Somebody armed anew: that timeline has timers of its own.
    Superseded: { Type: "Succeed" },
    ReadHold: parameter("$.holdParameter", "$.held", "ParseHold"),
    ParseHold: {
      Type: "Pass",
      Parameters: { "hold.$": "States.StringToJson($.held.value)" },
      ResultPath: "$.held",
      Next: "IsHeld",
    },
    IsHeld: {
      Type: "Choice",
      Choices: [
        { ...isMissing("$.held.hold.until"), Next: "DoubtHold" },
        // What is no instant compares as false, which must not mean that nothing is held.
        { Not: { Variable: "$.held.hold.until", IsTimestamp: true }, Next: "DoubtHold" },
        { Variable: "$.held.hold.until", TimestampGreaterThanPath: "$.now.at", Next: "DoubtHold" },
      ],
      Default: "ReadLoad",
    },
    DoubtHold: because("it is held"),
    ReadLoad: call("aws-sdk:cloudwatch:getMetricData", {
      Parameters: {
        MetricDataQueries: [
          {
            Id: "viewers",
            MetricStat: {
              Metric: {
                "Namespace.$": "$.load.Namespace",
                "MetricName.$": "$.load.MetricName",
                "Dimensions.$": "$.load.Dimensions",
              },
              Period: 60,
              "Stat.$": "$.loadStat",
            },
            ReturnData: true,
          },
        ],
        "StartTime.$": "$.since.at",
        "EndTime.$": "$.now.at",
        ScanBy: "TimestampDescending",
      },
      ResultSelector: { "values.$": "$.MetricDataResults[0].Values" },
      ResultPath: "$.viewers",
      Next: "IsLoadKnown",
      orElse: "DoubtLoad",
    }),
    IsLoadKnown: {
      Type: "Choice",
      Choices: [
        { ...isMissing("$.viewers.values[0]"), Next: "DoubtLoad" },
        { Variable: "$.viewers.values[0]", NumericLessThanEqualsPath: "$.holdsViewers", Next: "LookUpCluster" },
      ],
      Default: "DoubtViewers",
    },
    DoubtLoad: because("the metric of live viewers says nothing"),
    DoubtViewers: because("more viewers are there than what is left would hold"),
    LookUpCluster: lookUpCluster({ Next: "LowerFloors", orElse: "DoubtApi" }),
    LowerFloors: forEach("$.floors", [...SHARED, "cluster"], floorMachine(), {
      ResultPath: "$.outcome",
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "DoubtApi" }],
      Next: "WereFloorsAsked",
    }),
    // A path that leads to nothing is an error, so lists that may be empty are asked first.
    WereFloorsAsked: {
      Type: "Choice",
      Choices: [{ Variable: "$.outcome[0]", IsPresent: true, Next: "LookForKept" }],
      Default: "LowerRest",
    },
    LookForKept: {
      Type: "Pass",
      Parameters: {
        "held.$": "States.ArrayContains($.outcome[*].is, 'held')",
        "failed.$": "States.ArrayContains($.outcome[*].is, 'failed')",
      },
      ResultPath: "$.kept",
      Next: "AreFloorsLow",
    },
    AreFloorsLow: {
      Type: "Choice",
      Choices: [
        { Variable: "$.kept.held", BooleanEquals: true, Next: "DoubtHold" },
        { Variable: "$.kept.failed", BooleanEquals: true, Next: "DoubtApi" },
      ],
      Default: "LowerRest",
    },
    DoubtApi: because("an interface does not answer, or pods do not go"),
    LowerRest: {
      Type: "Parallel",
      Branches: [
        branch("Groups", forEach("$.groups", SHARED, groupMachine(), { End: true })),
        branch("Balancers", forEach("$.balancers", SHARED, balancerMachine(), { End: true })),
      ],
      ResultPath: "$.outcome",
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "TellBroken" }],
      Next: "WasRestAsked",
    },
    WasRestAsked: {
      Type: "Choice",
      Choices: [
        { Or: [0, 1].map((at) => ({ Variable: `$.outcome[${at}][0]`, IsPresent: true })), Next: "LookForFailed" },
      ],
      Default: "Lowered",
    },
    LookForFailed: {
      Type: "Pass",
      Parameters: { "failed.$": "States.ArrayContains($.outcome[*][*].is, 'failed')" },
      ResultPath: "$.kept",
      Next: "IsAllLow",
    },
    IsAllLow: {
      Type: "Choice",
      Choices: [{ Variable: "$.kept.failed", BooleanEquals: true, Next: "TellBroken" }],
      Default: "Lowered",
    },
    TellBroken: tell(
      "{}: pods are lowered, but not every node group or reservation, which cost until somebody lowers them",
      ["$.event"],
      "NotLowered",
    ),
    Doubt: countTry("IsToTell"),
    IsToTell: {
      Type: "Choice",
      Choices: [{ Variable: "$.tries.count", NumericEquals: LOOKS_UNTIL_TOLD, Next: "TellWaiting" }],
      Default: "NoteTime",
    },
    TellWaiting: tell(
      "{}: not lowered yet: {}. It looks again every five minutes until {}.",
      ["$.event", "$.doubt.because", "$.notAfter"],
      "NoteTime",
    ),
    NotLowered: { Type: "Fail", Error: "NotLowered", Cause: "Something that was to be lowered still stands" },
    Lowered: { Type: "Succeed" },
  },
};

/** Remembers why it waits. */
function because(reason: string): State {
  return { Type: "Pass", Result: { because: reason }, ResultPath: "$.doubt", Next: "Doubt" };
}

/** Reads a parameter's text; one that isn't there says nothing, and nothing is lowered. */
function parameter(namePath: string, ResultPath: string, Next: string): State {
  return call("aws-sdk:ssm:getParameter", {
    Parameters: { "Name.$": namePath },
    ResultSelector: { "value.$": "$.Parameter.Value" },
    ResultPath,
    Next,
    orElse: "DoubtApi",
  });
}

/** The state in which an entry ends. */
function ended(is: "lowered" | "held" | "failed"): State {
  return { Type: "Pass", Result: { is }, End: true };
}

/** A floor under pods: ceiling and floor go down together, then pods are waited for. Paused scale-in is a hold of its own. */
function floorMachine(): Machine {
  const paused = "$.object.ResponseBody.metadata.annotations['autoscaling.keda.sh/paused-scale-in']";
  const ready = "$.pods.ResponseBody.status.replicas";
  return {
    StartAt: "ReadFloor",
    States: {
      ReadFloor: callCluster("GET", {
        Parameters: { "Path.$": "$.item.object" },
        ResultPath: "$.object",
        Next: "IsPaused",
        orElse: "FloorFailed",
      }),
      IsPaused: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: paused, IsPresent: true },
              { Variable: paused, StringEquals: "true" },
            ],
            Next: "FloorHeld",
          },
          {
            And: [
              { Variable: "$.object.ResponseBody.spec.maxReplicaCount", IsPresent: true },
              { Variable: "$.object.ResponseBody.spec.maxReplicaCount", NumericLessThanEqualsPath: "$.item.pods" },
            ],
            Next: "CountPods",
          },
        ],
        Default: "SetCeiling",
      },
      SetCeiling: {
        Type: "Pass",
        InputPath: "$.item.pods",
        ResultPath: "$.object.ResponseBody.spec.maxReplicaCount",
        Next: "SetFloor",
      },
      SetFloor: {
        Type: "Pass",
        InputPath: "$.item.pods",
        ResultPath: "$.object.ResponseBody.spec.minReplicaCount",
        Next: "WriteFloor",
      },
      WriteFloor: writeFloor({ Next: "CountPods", orElse: "FloorFailed", onConflict: "WaitForFloor" }),
      WaitForFloor: { Type: "Wait", Seconds: 5, Next: "ReadFloor" },
      CountPods: callCluster("GET", {
        Parameters: { "Path.$": "$.item.deployment" },
        ResultPath: "$.pods",
        Next: "ArePodsGone",
        orElse: "FloorFailed",
      }),
      ArePodsGone: {
        Type: "Choice",
        Choices: [
          { ...isMissing(ready), Next: "FloorLowered" },
          { Variable: ready, NumericLessThanEqualsPath: "$.item.pods", Next: "FloorLowered" },
          { Variable: "$.tries.count", NumericGreaterThanEquals: POLLS, Next: "FloorFailed" },
        ],
        Default: "WaitForPods",
      },
      WaitForPods: { Type: "Wait", Seconds: POLL_SECONDS, Next: "CountFloorTry" },
      CountFloorTry: countTry("CountPods"),
      FloorLowered: ended("lowered"),
      FloorHeld: ended("held"),
      FloorFailed: ended("failed"),
    },
  };
}

/** A node group: EKS drains what goes for up to a quarter of an hour. One that is smaller already is left alone. */
function groupMachine(): Machine {
  return {
    StartAt: "ReadGroup",
    States: {
      ReadGroup: call("aws-sdk:eks:describeNodegroup", {
        Parameters: { "ClusterName.$": "$.clusterName", "NodegroupName.$": "$.item.name" },
        ResultSelector: { "desired.$": "$.Nodegroup.ScalingConfig.DesiredSize" },
        ResultPath: "$.found",
        Next: "IsLarger",
        orElse: "GroupFailed",
      }),
      IsLarger: {
        Type: "Choice",
        Choices: [{ Variable: "$.found.desired", NumericGreaterThanPath: "$.item.nodes", Next: "LowerGroup" }],
        Default: "GroupLow",
      },
      LowerGroup: call("aws-sdk:eks:updateNodegroupConfig", {
        Parameters: {
          "ClusterName.$": "$.clusterName",
          "NodegroupName.$": "$.item.name",
          ScalingConfig: { "MinSize.$": "$.item.nodes", "DesiredSize.$": "$.item.nodes" },
        },
        ResultPath: null,
        Next: "GroupLow",
        orElse: "GroupFailed",
        Retry: [GROUP_BUSY],
      }),
      GroupLow: ended("lowered"),
      GroupFailed: ended("failed"),
    },
  };
}

/** A reservation ends in one go: a balancer takes two decreases a day. */
function balancerMachine(): Machine {
  const units = "$.found.MinimumLoadBalancerCapacity.CapacityUnits";
  return {
    StartAt: "ReadReservation",
    States: {
      ReadReservation: call("aws-sdk:elasticloadbalancingv2:describeCapacityReservation", {
        Parameters: { "LoadBalancerArn.$": "$.item.arn" },
        ResultPath: "$.found",
        Next: "IsReserved",
        orElse: "ReservationFailed",
      }),
      IsReserved: {
        Type: "Choice",
        Choices: [{ Variable: units, IsPresent: true, Next: "EndReservation" }],
        Default: "ReservationEnded",
      },
      EndReservation: call("aws-sdk:elasticloadbalancingv2:modifyCapacityReservation", {
        Parameters: { "LoadBalancerArn.$": "$.item.arn", ResetCapacityReservation: true },
        ResultPath: null,
        Next: "ReservationEnded",
        orElse: "ReservationFailed",
        Retry: [RESERVATION_BUSY],
      }),
      ReservationEnded: ended("lowered"),
      ReservationFailed: ended("failed"),
    },
  };
}
