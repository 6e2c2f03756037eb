import { call, callCluster, countTry, forEach, isMissing, lookUpCluster, type Machine, type State, tell } from "./asl";
import { branch, GROUP_BUSY, RESERVATION_BUSY, writeFloor } from "./timer-states";
import type { FloorTarget, GroupTarget } from "./timer-targets";

/** What starts the Raise machine; the same for a check, which differs only in what people hear. */
export interface RaiseInput {
  readonly action: "raise" | "check";
  readonly event: string;
  /** Of messages; 100 characters at most. */
  readonly subject: string;
  readonly topicArn: string;
  readonly clusterName: string;
  /** How often it looks, once a minute, until missing capacity is an alarm. */
  readonly polls: number;
  readonly groups: readonly GroupTarget[];
  readonly floors: readonly FloorTarget[];
  readonly balancers: readonly { readonly arn: string; readonly units: number }[];
}

const POLL_SECONDS = 60;
/** What every entry needs besides itself. */
const SHARED = ["event", "subject", "topicArn", "clusterName", "polls"];
/** The state in which an entry ends. */
const THERE: State = { Type: "Pass", Result: { ok: true }, End: true };
const MISSING: State = { Type: "Pass", Result: { ok: false }, End: true };

/**
 * Raises what is too small, touches nothing that is larger, and waits until it serves; what doesn't in time is an alarm.
 *
 * One definition for every timer of every event: names and numbers are in the input. Nothing in it makes anything smaller, so that
 * firing late, twice or after an operator's own raise does no harm.
 */
export const RAISE_MACHINE: Machine = {
  Comment: "Raise: read, take the larger, update, wait until it serves, alarm if it doesn't",
  StartAt: "LookUpCluster",
  States: {
    LookUpCluster: lookUpCluster({ Next: "Raise", orElse: "TellBroken" }),
    Raise: {
      Type: "Parallel",
      Branches: [
        branch("Groups", forEach("$.groups", SHARED, groupMachine(), { End: true })),
        branch("Floors", forEach("$.floors", [...SHARED, "cluster"], floorMachine(), { End: true })),
        branch("Balancers", forEach("$.balancers", SHARED, balancerMachine(), { End: true })),
      ],
      ResultPath: "$.outcome",
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "TellBroken" }],
      Next: "WasAsked",
    },
    // A path that leads to nothing is an error, so lists that may be empty are asked first.
    WasAsked: {
      Type: "Choice",
      Choices: [
        { Or: [0, 1, 2].map((at) => ({ Variable: `$.outcome[${at}][0]`, IsPresent: true })), Next: "LookForMissing" },
      ],
      Default: "Done",
    },
    LookForMissing: {
      Type: "Pass",
      Parameters: { "any.$": "States.ArrayContains($.outcome[*][*].ok, false)" },
      ResultPath: "$.missing",
      Next: "AllThere",
    },
    AllThere: {
      Type: "Choice",
      Choices: [
        { Variable: "$.missing.any", BooleanEquals: true, Next: "IsCheck" },
        { Variable: "$.action", StringEquals: "check", Next: "TellGo" },
      ],
      Default: "Done",
    },
    IsCheck: {
      Type: "Choice",
      Choices: [{ Variable: "$.action", StringEquals: "check", Next: "TellNoGo" }],
      Default: "NotThere",
    },
    TellGo: tell("{}: GO. Everything is at full size and serves.", ["$.event"], "Done"),
    TellNoGo: tell(
      "{}: NO-GO. Not everything is at full size; what isn\u2019t is in messages of its own. Raise another group or other machine types now.",
      ["$.event"],
      "NotThere",
    ),
    TellBroken: tell("{}: raising failed before it began: {}", ["$.event", "$.error.Cause"], "NotThere"),
    NotThere: { Type: "Fail", Error: "NotThere", Cause: "Something that was to be raised does not serve" },
    Done: { Type: "Succeed" },
  },
};

/** A node group: floor and size are raised together, or the floor alone where somebody has raised the size already. */
function groupMachine(): Machine {
  const update = (scaling: Readonly<Record<string, string>>): State =>
    call("aws-sdk:eks:updateNodegroupConfig", {
      Parameters: { "ClusterName.$": "$.clusterName", "NodegroupName.$": "$.item.name", ScalingConfig: scaling },
      ResultPath: null,
      Next: "CountNodes",
      orElse: "TellGroup",
      Retry: [GROUP_BUSY],
    });
  return {
    StartAt: "ReadGroup",
    States: {
      ReadGroup: call("aws-sdk:eks:describeNodegroup", {
        Parameters: { "ClusterName.$": "$.clusterName", "NodegroupName.$": "$.item.name" },
        ResultSelector: {
          "desired.$": "$.Nodegroup.ScalingConfig.DesiredSize",
          "min.$": "$.Nodegroup.ScalingConfig.MinSize",
          "autoscalingGroup.$": "$.Nodegroup.Resources.AutoScalingGroups[0].Name",
        },
        ResultPath: "$.found",
        Next: "IsSmaller",
        orElse: "TellGroup",
      }),
      IsSmaller: {
        Type: "Choice",
        Choices: [
          { Variable: "$.found.desired", NumericLessThanPath: "$.item.nodes", Next: "RaiseGroup" },
          { Variable: "$.found.min", NumericLessThanPath: "$.item.nodes", Next: "RaiseLeast" },
        ],
        Default: "CountNodes",
      },
      RaiseGroup: update({ "MinSize.$": "$.item.nodes", "DesiredSize.$": "$.item.nodes" }),
      RaiseLeast: update({ "MinSize.$": "$.item.nodes" }),
      CountNodes: call("aws-sdk:autoscaling:describeAutoScalingGroups", {
        Parameters: { "AutoScalingGroupNames.$": "States.Array($.found.autoscalingGroup)" },
        ResultSelector: { "instances.$": "$.AutoScalingGroups[0].Instances" },
        ResultPath: "$.group",
        Next: "AreThereNodes",
        orElse: "TellGroup",
      }),
      AreThereNodes: {
        Type: "Choice",
        Choices: [{ Variable: "$.group.instances[0]", IsPresent: true, Next: "LookForServing" }],
        Default: "NoNodes",
      },
      LookForServing: {
        Type: "Pass",
        Parameters: { "any.$": "States.ArrayContains($.group.instances[*].LifecycleState, 'InService')" },
        ResultPath: "$.serving",
        Next: "DoesOneServe",
      },
      DoesOneServe: {
        Type: "Choice",
        Choices: [{ Variable: "$.serving.any", BooleanEquals: true, Next: "CountServing" }],
        Default: "NoNodes",
      },
      CountServing: {
        Type: "Pass",
        Parameters: { "inService.$": "States.ArrayLength($.group.instances[?(@.LifecycleState == 'InService')])" },
        ResultPath: "$.now",
        Next: "DoNodesServe",
      },
      NoNodes: { Type: "Pass", Result: { inService: 0 }, ResultPath: "$.now", Next: "DoNodesServe" },
      DoNodesServe: {
        Type: "Choice",
        Choices: [
          { Variable: "$.now.inService", NumericGreaterThanEqualsPath: "$.item.nodes", Next: "GroupThere" },
          { Variable: "$.tries.count", NumericGreaterThanEqualsPath: "$.polls", Next: "TellNodes" },
        ],
        Default: "WaitForNodes",
      },
      WaitForNodes: { Type: "Wait", Seconds: POLL_SECONDS, Next: "CountGroupTry" },
      CountGroupTry: countTry("CountNodes"),
      TellNodes: tell(
        "{}: node group {} has {} nodes in service, {} are wanted, after {} minutes. A launch that fails for capacity is the commonest reason: raise a group of another zone or other machine types.",
        ["$.event", "$.item.name", "$.now.inService", "$.item.nodes", "$.polls"],
        "GroupMissing",
      ),
      TellGroup: tell(
        "{}: node group {} could not be raised to {} nodes: {}",
        ["$.event", "$.item.name", "$.item.nodes", "$.error.Cause"],
        "GroupMissing",
      ),
      GroupMissing: MISSING,
      GroupThere: THERE,
    },
  };
}

/** A floor under pods: the autoscaler's least and most are raised in the object that KEDA reads, then pods are waited for. */
function floorMachine(): Machine {
  const isLow = (field: string, target: string) => ({
    Or: [
      isMissing(`$.object.ResponseBody.spec.${field}`),
      { Variable: `$.object.ResponseBody.spec.${field}`, NumericLessThanPath: target },
    ],
  });
  const isFloorLow = (Default: string): State => ({
    Type: "Choice",
    Choices: [{ ...isLow("minReplicaCount", "$.item.pods"), Next: "RaiseFloor" }],
    Default,
  });
  return {
    StartAt: "ReadFloor",
    States: {
      ReadFloor: callCluster("GET", {
        Parameters: { "Path.$": "$.item.object" },
        ResultPath: "$.object",
        Next: "IsCeilingLow",
        orElse: "TellFloor",
      }),
      IsCeilingLow: {
        Type: "Choice",
        Choices: [{ ...isLow("maxReplicaCount", "$.item.ceiling"), Next: "RaiseCeiling" }],
        Default: "IsFloorLow",
      },
      RaiseCeiling: {
        Type: "Pass",
        InputPath: "$.item.ceiling",
        ResultPath: "$.object.ResponseBody.spec.maxReplicaCount",
        Next: "IsFloorLowToo",
      },
      // The ceiling is raised in what was read, and is still to be written.
      IsFloorLowToo: isFloorLow("WriteFloor"),
      IsFloorLow: isFloorLow("CountPods"),
      RaiseFloor: {
        Type: "Pass",
        InputPath: "$.item.pods",
        ResultPath: "$.object.ResponseBody.spec.minReplicaCount",
        Next: "WriteFloor",
      },
      WriteFloor: writeFloor({ Next: "CountPods", orElse: "TellFloor", onConflict: "WaitForFloor" }),
      WaitForFloor: { Type: "Wait", Seconds: 5, Next: "ReadFloor" },
      CountPods: callCluster("GET", {
        Parameters: { "Path.$": "$.item.deployment" },
        ResultPath: "$.now",
        Next: "PodsServe",
        orElse: "TellFloor",
      }),
      PodsServe: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: "$.now.ResponseBody.status.readyReplicas", IsPresent: true },
              {
                Variable: "$.now.ResponseBody.status.readyReplicas",
                NumericGreaterThanEqualsPath: "$.item.pods",
              },
            ],
            Next: "FloorThere",
          },
          { Variable: "$.tries.count", NumericGreaterThanEqualsPath: "$.polls", Next: "TellPods" },
        ],
        Default: "WaitForPods",
      },
      WaitForPods: { Type: "Wait", Seconds: POLL_SECONDS, Next: "CountFloorTry" },
      CountFloorTry: countTry("CountPods"),
      TellPods: tell(
        "{}: {} has not the {} ready pods that are wanted, after {} minutes. Look for pods that wait for a node, an image or an address.",
        ["$.event", "$.item.deployment", "$.item.pods", "$.polls"],
        "FloorMissing",
      ),
      TellFloor: tell(
        "{}: the floor of {} could not be raised to {} pods: {}",
        ["$.event", "$.item.deployment", "$.item.pods", "$.error.Cause"],
        "FloorMissing",
      ),
      FloorMissing: MISSING,
      FloorThere: THERE,
    },
  };
}

/** Reserved capacity: asked for when it is smaller, then waited for until every zone has it. */
function balancerMachine(): Machine {
  const read = (Next: string): State =>
    call("aws-sdk:elasticloadbalancingv2:describeCapacityReservation", {
      Parameters: { "LoadBalancerArn.$": "$.item.arn" },
      ResultPath: "$.found",
      Next,
      orElse: "TellReservation",
    });
  const units = "$.found.MinimumLoadBalancerCapacity.CapacityUnits";
  return {
    StartAt: "ReadReservation",
    States: {
      ReadReservation: read("IsReserved"),
      IsReserved: {
        Type: "Choice",
        Choices: [
          {
            And: [
              { Variable: units, IsPresent: true },
              { Variable: units, NumericGreaterThanEqualsPath: "$.item.units" },
            ],
            Next: "CountZones",
          },
        ],
        Default: "Reserve",
      },
      Reserve: call("aws-sdk:elasticloadbalancingv2:modifyCapacityReservation", {
        Parameters: {
          "LoadBalancerArn.$": "$.item.arn",
          MinimumLoadBalancerCapacity: { "CapacityUnits.$": "$.item.units" },
        },
        ResultPath: null,
        Next: "WaitForReservation",
        orElse: "TellReservation",
        Retry: [RESERVATION_BUSY],
      }),
      WaitForReservation: { Type: "Wait", Seconds: POLL_SECONDS, Next: "CountReservationTry" },
      CountReservationTry: countTry("ReadAgain"),
      ReadAgain: read("CountZones"),
      CountZones: {
        Type: "Choice",
        Choices: [{ Variable: "$.found.CapacityReservationState[0]", IsPresent: true, Next: "NameZones" }],
        Default: "IsReservationLate",
      },
      NameZones: {
        Type: "Pass",
        Parameters: {
          "pending.$": "States.ArrayContains($.found.CapacityReservationState[*].State.Code, 'pending')",
          "rebalancing.$": "States.ArrayContains($.found.CapacityReservationState[*].State.Code, 'rebalancing')",
          "failed.$": "States.ArrayContains($.found.CapacityReservationState[*].State.Code, 'failed')",
        },
        ResultPath: "$.now",
        Next: "IsProvisioned",
      },
      IsProvisioned: {
        Type: "Choice",
        Choices: [
          { Variable: "$.now.failed", BooleanEquals: true, Next: "TellUnits" },
          {
            And: [
              { Variable: "$.now.pending", BooleanEquals: false },
              { Variable: "$.now.rebalancing", BooleanEquals: false },
            ],
            Next: "ReservationThere",
          },
        ],
        Default: "IsReservationLate",
      },
      IsReservationLate: {
        Type: "Choice",
        Choices: [{ Variable: "$.tries.count", NumericGreaterThanEqualsPath: "$.polls", Next: "TellUnits" }],
        Default: "WaitForReservation",
      },
      TellUnits: tell(
        "{}: {} has no {} reserved capacity units after {} minutes",
        ["$.event", "$.item.arn", "$.item.units", "$.polls"],
        "ReservationMissing",
      ),
      TellReservation: tell(
        "{}: {} could not reserve {} capacity units: {}",
        ["$.event", "$.item.arn", "$.item.units", "$.error.Cause"],
        "ReservationMissing",
      ),
      ReservationMissing: MISSING,
      ReservationThere: THERE,
    },
  };
}
