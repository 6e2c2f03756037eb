import { describe, expect, it } from "vitest";
import { stackFactsSchema } from "../../policies/facts";
import { POLICY_OUTPUT, readStackFacts } from "../../policies/policy-input";
import { eventStackFacts } from "../../policies/stack-facts";
import { storyPlan } from "../support/story";

const { plan } = storyPlan([]);
const stack = {
  plan,
  mode: "now",
  account: { quotas: { "L-1216C47A": 640 }, cloudflarePlan: "enterprise" },
  cdnShares: { cloudfront: 0.7, cloudflare: 0.3 },
} as const;
const needed = (key: string) => plan.quotas.find((quota) => quota.key === key)?.needed ?? 0;
const VCPU = "aws/ec2/running-on-demand-standard-instances";

describe("facts of an event stack", () => {
  it("are plain, and what the schema says", () => {
    const facts = eventStackFacts(stack);
    expect(stackFactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
  });

  it("name applied quotas by their keys, whatever the event file calls them", () => {
    expect(eventStackFacts(stack).appliedQuotas).toEqual({ [VCPU]: 640 });
  });

  it("count what runs already once, and an overlapping event's own machines on top", () => {
    const alone = eventStackFacts(stack).inUse;
    const two = eventStackFacts({ ...stack, overlapping: [plan] }).inUse;
    const running = plan.assumptions.find(({ key }) => key === "compute.vcpuInUse")?.interval.expected ?? 0;
    expect(alone[VCPU] ?? 0).toBe(running);
    expect(two[VCPU]).toBe(needed(VCPU));
    // The platform's own node group is in both plans: 1 + (16 − 1).
    expect(two["aws/eks/managed-node-groups-per-cluster"]).toBe(needed("aws/eks/managed-node-groups-per-cluster"));
    // A quota of one distribution isn't shared.
    expect(two["aws/cloudfront/data-transfer-rate-per-distribution"]).toBeUndefined();
  });

  it("are read from the stack's output, and refused with the place that is wrong", () => {
    const output = { program: "event", ...stack };
    expect(readStackFacts("event-1m", { [POLICY_OUTPUT]: output })).toEqual({
      ok: true,
      value: eventStackFacts(stack),
    });
    const wrong = readStackFacts("event-1m", { [POLICY_OUTPUT]: { ...output, mode: "later" } });
    expect(wrong.ok ? [] : wrong.problems.map(({ where }) => where)).toEqual(["event-1m.policyInput.mode"]);
    const none = readStackFacts("event-1m", {});
    expect(none.ok ? [] : none.problems.map(({ found }) => found)).toEqual(["no output policyInput"]);
  });
});
