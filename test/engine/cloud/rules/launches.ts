import type { Case } from "../refusal";
import { number, props } from "../values";
import { launchProblem, NODE_GROUP, vcpuDemand, zonesOf } from "./compute";

/** Why a node group that EKS accepted gets no machines: no capacity, or more vCPUs than the account may run. */
export function launchProblems(asked: Case): string | undefined {
  if (asked.type !== NODE_GROUP || !wantsMore(asked)) return undefined;
  const zones = zonesOf(asked.inputs, asked.cloud.objects("aws:ec2/subnet:Subnet"));
  return launchProblem(asked.inputs, asked.cloud, zones) ?? vcpuProblem(asked);
}

function wantsMore(asked: Case): boolean {
  const before = number(props(asked.object?.inputs.scalingConfig).desiredSize) ?? 0;
  return asked.object?.ready === false || (number(props(asked.inputs.scalingConfig).desiredSize) ?? 0) > before;
}

function vcpuProblem(asked: Case): string | undefined {
  const demand = vcpuDemand(asked.inputs);
  const allowed = demand === undefined ? undefined : asked.cloud.quota(demand.quota);
  if (demand === undefined || allowed === undefined) return undefined;
  const running = asked.cloud
    .objects(NODE_GROUP)
    .filter(
      (group) =>
        group !== asked.object &&
        group.account === asked.place.account &&
        group.location === asked.place.location &&
        group.ready,
    )
    .map((group) => vcpuDemand(group.inputs))
    .reduce((sum, other) => sum + (other?.quota === demand.quota ? other.vcpu : 0), 0);
  const wanted = running + demand.vcpu;
  if (wanted <= allowed) return undefined;
  return `AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of ${allowed} allows for the instance bucket: ${wanted} vCPU wanted (quota ${demand.quota})`;
}
