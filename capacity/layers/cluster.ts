import type { clusterAssumptions } from "../catalog/assumptions/cluster";
import { limit, limitValue } from "../catalog/limits";
import { quota } from "../catalog/quotas";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { plannedPace } from "../scale-out";
import { ceilCount, provision } from "../sizing";
import { appliedQuota } from "./applied-quota";
import { type ControlPlane, controlPlaneCandidates, controlPlanes, smallestControlPlane } from "./control-plane";
import { figure } from "./figure";
import type { LayerModel, Requirement, SizingContext } from "./layer";

const CLUSTER = "cluster";
const TITLE = "Cluster";
const NODES = "kubernetes/scalability/nodes-per-cluster";
const PODS = "kubernetes/scalability/pods-per-cluster";
const NAMESPACE_PODS = "kubernetes/scalability/pods-per-namespace";
const GROUPS = "aws/eks/managed-node-groups-per-cluster";
const SPECIAL_NODES = "aws/eks/plan-specially-above-nodes";
const SPECIAL_PODS = "aws/eks/plan-specially-above-pods";
const TALK_NODES = "aws/eks/nodes-per-cluster-without-talking-to-aws";

const equations = Equations.over<"nodes" | "pods" | "nodeGroups" | LocalName<typeof clusterAssumptions>>()
  .let("clusterNodes", "nodes", "nodes", (s) => s.nodes)
  .let("clusterPods", "pods", "pods", (s) => s.pods)
  .let("clusterGroups", "groups", "nodeGroups", (s) => s.nodeGroups)
  .let("podsPerSecond", "pods/s", "pods ÷ (readyMinutes × 60)", (s) => s.pods / (s.readyMinutes * 60))
  .let("seats", "seats", "nodes × seatsPerNode", (s) => s.nodes * s.seatsPerNode);

/** The cluster as a whole: the envelope Kubernetes is tested for, its control plane, and the steps it may grow by. */
export const cluster: LayerModel = {
  layer: "cluster",
  title: TITLE,
  stage: "fleet",
  equations: equations.list,
  requires: ["clusterNodes", "clusterPods", "clusterGroups", "podsPerSecond", "seats"],
  emits: {},
  size(requirements, context) {
    const need = (name: string): Requirement => required(requirements[name], `cluster.${name}`);
    const groupQuota = appliedQuota(context.event, GROUPS);
    const perCluster: Readonly<Record<string, number>> = {
      clusterNodes: limitValue(NODES),
      clusterPods: limitValue(PODS),
      clusterGroups: required(groupQuota.value, GROUPS),
    };
    const fills = Object.entries(perCluster).map(([resource, most]) => ({
      resource,
      design: need(resource).design / most,
      clusters: need(resource).atRisk / most,
    }));
    const fullest = fills.reduce((a, b) => (b.clusters > a.clusters ? b : a));
    const clusters = Math.max(1, ceilCount(fullest.clusters));
    const shared = { podsPerSecond: need("podsPerSecond").atRisk / clusters, seats: need("seats").atRisk / clusters };
    const offered = controlPlanes(context);
    const largest = required(offered.at(-1), "a control plane");
    const held = smallestControlPlane(offered, shared);
    const chosen = held ?? largest;
    return {
      id: CLUSTER,
      layer: "cluster",
      title: TITLE,
      criticality: "core",
      resources: [
        ...Object.entries(perCluster).map(([resource, most]) => {
          const { unit, design, atRisk } = need(resource);
          return provision(resource, unit, design, atRisk, most * clusters);
        }),
        ...(["podsPerSecond", "seats"] as const).map((resource) => {
          const { unit, design, atRisk } = need(resource);
          return provision(resource, unit, design, atRisk, chosen[resource] * clusters);
        }),
      ],
      unitName: "count",
      units: clusters,
      bindingConstraint: clusters > 1 ? fullest.resource : "minimum",
      waterfall: {
        demand: fullest.design,
        risk: fullest.clusters,
        utilization: fullest.clusters,
        zoneLoss: fullest.clusters,
        count: clusters,
      },
      candidates: controlPlaneCandidates(offered, shared, { chosen, clusters }),
      workload: null,
      settings: {
        clusters,
        // 0 for the included control plane, 1 for the first paid tier.
        controlPlaneTier: offered.indexOf(chosen),
        stepNodes: stepNodes(context),
      },
      findings: [
        ...envelopeFinding(fullest.resource, clusters, context),
        ...controlPlaneFinding({ chosen, holds: held !== undefined, included: offered[0] }, shared),
        ...sizeFindings(need("clusterNodes").atRisk, need("clusterPods").atRisk),
      ],
    };
  },
};

/** The largest raise at full size: a tenth of the cluster, within what is known to be safe at once. */
function stepNodes(context: SizingContext): number {
  const { stepNodesMinimum, stepNodesMaximum, stepRatio } = plannedPace(context.event);
  return Math.max(
    1,
    Math.floor(Math.min(stepNodesMaximum, Math.max(stepNodesMinimum, context.fleet.nodes * stepRatio))),
  );
}

function envelopeFinding(resource: string, clusters: number, context: SizingContext): readonly Finding[] {
  if (clusters === 1) return [];
  const groupQuota = appliedQuota(context.event, GROUPS);
  const groups = resource === "clusterGroups";
  return [
    {
      id: "cluster-envelope",
      severity: "blocker",
      where: CLUSTER,
      found: `${clusters} clusters are needed, bound by ${resource}`,
      expected: `one cluster: ${numberText(limitValue(NODES))} nodes, ${numberText(limitValue(PODS))} pods, ${groupQuota.value} managed node groups`,
      fix: groups
        ? `Ask for quota ${groupQuota.name}, or allow larger machines (cluster.families) so that fewer groups are needed.`
        : "Allow larger machines (cluster.families), larger pods, or split the event over several platform stacks.",
      source: groups ? groupQuota.row.source : limit(NODES).source,
    },
  ];
}

function controlPlaneFinding(
  taken: { readonly chosen: ControlPlane; readonly holds: boolean; readonly included: ControlPlane | undefined },
  need: { readonly podsPerSecond: number; readonly seats: number },
): readonly Finding[] {
  const { chosen, holds, included } = taken;
  const found = `${figure(need.podsPerSecond)} pods/s to place and ${numberText(Math.ceil(need.seats))} requests at once`;
  if (!holds) {
    return [
      {
        id: "control-plane-too-small",
        severity: "warning",
        where: CLUSTER,
        found,
        expected: `at most ${chosen.podsPerSecond} pods/s and ${chosen.seats} requests at once, the largest tier with published numbers`,
        fix: "Allow more time to place pods (cluster.controlPlane.readyMinutes), use fewer, larger pods, or ask the provider for the ultra tier.",
        source: limit("aws/eks/provisioned-control-plane-tier-8xl-pod-scheduling-rate").source,
      },
    ];
  }
  if (chosen === included || included === undefined) return [];
  return [
    {
      id: "control-plane-tier",
      severity: "note",
      where: CLUSTER,
      found,
      expected: `more than the included control plane is believed to hold (${included.podsPerSecond} pods/s, ${included.seats} requests)`,
      fix: `Set the platform's control plane to ${chosen.name} before the first raise and back after the event: it never changes by itself.`,
      source: limit("aws/eks/provisioned-control-plane-tier-xl-pod-scheduling-rate").source,
    },
  ];
}

/** What changes with size, from where on practice says so. */
function sizeFindings(nodes: number, pods: number): readonly Finding[] {
  const talk = required(quota(TALK_NODES).defaultValue, TALK_NODES);
  const all: Finding[] = [];
  if (nodes >= talk) {
    all.push({
      id: "cluster-thousand-nodes",
      severity: "warning",
      where: CLUSTER,
      found: `${numberText(Math.ceil(nodes))} nodes`,
      expected: `fewer than ${numberText(talk)} without talking to the provider`,
      fix: "Tell the provider before the event; plan a paid control-plane tier, image pulls from a cache, node-local DNS, few Services with many endpoints, and the cluster autoscaler beyond its tested size.",
      source: limit("aws/eks/cluster-autoscaler-tested-size").source,
    });
  } else if (nodes > limitValue(SPECIAL_NODES) || pods > limitValue(SPECIAL_PODS)) {
    all.push({
      id: "cluster-plan-specially",
      severity: "note",
      where: CLUSTER,
      found: `${numberText(Math.ceil(nodes))} nodes and ${numberText(Math.ceil(pods))} pods`,
      expected: `at most ${numberText(limitValue(SPECIAL_NODES))} nodes and ${numberText(limitValue(SPECIAL_PODS))} pods without special care`,
      fix: "Rehearse the scale-out at full size, grow in steps, and watch the control plane's metrics meanwhile.",
      source: limit(SPECIAL_NODES).source,
    });
  }
  if (pods > limitValue(NAMESPACE_PODS)) {
    all.push({
      id: "cluster-namespaces",
      severity: "note",
      where: CLUSTER,
      found: `${numberText(Math.ceil(pods))} pods`,
      expected: `at most ${numberText(limitValue(NAMESPACE_PODS))} pods in one namespace`,
      fix: "Give each service a namespace of its own.",
      source: limit(NAMESPACE_PODS).source,
    });
  }
  return all;
}
