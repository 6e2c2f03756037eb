import { callCluster, type Machine, type Retrier, type State } from "./asl";

/** Another update of the node group runs: they take minutes. */
export const GROUP_BUSY: Retrier = {
  ErrorEquals: ["Eks.ResourceInUseException"],
  IntervalSeconds: 30,
  MaxAttempts: 30,
  BackoffRate: 1,
};

/** A change of a reservation is only taken when the last one is done. */
export const RESERVATION_BUSY: Retrier = {
  ErrorEquals: [
    "ElasticLoadBalancingV2.PriorRequestNotCompleteException",
    "ElasticLoadBalancingV2.CapacityReservationPendingException",
  ],
  IntervalSeconds: 60,
  MaxAttempts: 60,
  BackoffRate: 1,
};

/** A branch of one state. */
export function branch(name: string, state: State): Machine {
  return { StartAt: name, States: { [name]: state } };
}

/** Where a write of a floor goes on. */
export interface FloorWrite {
  readonly Next: string;
  readonly orElse: string;
  /** Leads to reading it anew. */
  readonly onConflict: string;
}

/** Writes a floor as it was read and changed. Somebody wrote it in between, perhaps a hold: not again with the old text. */
export function writeFloor({ onConflict, ...next }: FloorWrite): State {
  return callCluster("PUT", {
    Parameters: { "Path.$": "$.item.object", "RequestBody.$": "$.object.ResponseBody" },
    ResultPath: null,
    ...next,
    Retry: [{ ErrorEquals: ["EKS.409"], IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1 }],
    Catch: [{ ErrorEquals: ["EKS.409"], ResultPath: "$.error", Next: onConflict }],
  });
}
