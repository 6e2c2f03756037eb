import type { Input } from "@pulumi/pulumi";
import type { FloorWindow } from "../../capacity/timeline";

/** A floor under a deployment, and how far it may grow above it. */
export interface Floor {
  readonly deployment: Input<string>;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** CPU use above which copies are added, 0 to 1 of what is asked for. */
  readonly targetUtilization: number;
  /** A floor that also holds by the cluster's own clock; with as many copies. @default none */
  readonly window?: FloorWindow & { readonly replicas: number };
  /** Whether the deployment gets its former count back when the floor goes. */
  readonly givesBack: "yes" | "no";
}

/** An hour, the longest that Kubernetes takes: a lull, such as half-time, is no reason to shrink. @see autoscaling/v2 HPAScalingRules */
const STABILIZATION_SECONDS = 3600;

/** The spec of a KEDA ScaledObject. @see https://keda.sh/docs/2.20/reference/scaledobject-spec/ */
export function scaledObject(floor: Floor) {
  const { deployment, minReplicas, maxReplicas, targetUtilization, window, givesBack } = floor;
  return {
    scaleTargetRef: { name: deployment },
    minReplicaCount: minReplicas,
    maxReplicaCount: maxReplicas,
    advanced: {
      restoreToOriginalReplicaCount: givesBack === "yes",
      horizontalPodAutoscalerConfig: {
        behavior: {
          scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] },
          scaleDown: {
            stabilizationWindowSeconds: STABILIZATION_SECONDS,
            policies: [{ type: "Percent", value: 5, periodSeconds: 60 }],
          },
        },
      },
    },
    triggers: [
      { type: "cpu", metricType: "Utilization", metadata: { value: String(Math.round(targetUtilization * 100)) } },
      // The largest of all triggers counts: this one is a floor under the other.
      ...(window === undefined ? [] : [clock(window)]),
    ],
  };
}

/** @see https://keda.sh/docs/2.20/scalers/cron/ */
function clock({ zone, start, end, replicas }: FloorWindow & { readonly replicas: number }) {
  return { type: "cron", metadata: { timezone: zone, start, end, desiredReplicas: String(replicas) } };
}
