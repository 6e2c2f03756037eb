import type { AssumptionRow } from "../../parameter";

/** The Kubernetes cluster and its control plane, where the event file doesn't say. */
export const clusterAssumptions = [
  {
    key: "cluster.standardPodsPerSecond",
    unit: "pods/s",
    low: 15,
    expected: 30,
    high: 60,
    min: 0.1,
    because: "a control plane without a paid tier placed 30 pods a second at 5,000 nodes",
    source: "validation case K8S-02: https://github.com/kubernetes/kubernetes/issues/56714",
    asOf: "2026-11-25",
    path: "cluster.controlPlane.standardPodsPerSecond",
  },
  {
    key: "cluster.standardSeats",
    unit: "seats",
    low: 600,
    expected: 1200,
    high: 1200,
    min: 1,
    because: "two API servers at Kubernetes' defaults hold 400 reading and 200 writing requests each",
    source: "kube-apiserver --max-requests-inflight 400, --max-mutating-requests-inflight 200; two servers assumed",
    asOf: "2026-11-25",
    path: "cluster.controlPlane.standardSeats",
  },
  {
    key: "cluster.seatsPerNode",
    unit: "seats",
    low: 0.1,
    expected: 0.3,
    high: 1,
    min: 0,
    because:
      "kubelet, network plug-in and agents of a node keep a fraction of a request under way, more while nodes join",
    source: "working value",
    asOf: "2026-11-25",
    path: "cluster.controlPlane.seatsPerNode",
  },
  {
    key: "cluster.readyMinutes",
    unit: "min",
    low: 10,
    expected: 10,
    high: 10,
    min: 0.1,
    because: "pods of a full scale-out are placed within ten minutes, so that a step is in service before the next",
    source: "objective, to be set by the operator",
    asOf: "2026-11-25",
    path: "cluster.controlPlane.readyMinutes",
  },
] as const satisfies readonly AssumptionRow[];
