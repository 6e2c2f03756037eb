import { beforeAll, describe, expect, it } from "vitest";
import { policyGraph } from "../../cli/engine/policy-graph";
import { evaluate } from "../../policies/evaluate";
import { packsFor } from "../../policies/packs";
import { RULES } from "../../policies/rules";
import { graphOf } from "../components/record";
import { BROKEN_COST, FINE_COST, OPEN_COST } from "./cases/cost";
import { BROKEN_DATA, OPEN_DATA } from "./cases/data";
import { BROKEN_FIREWALL, FINE_FIREWALL, OPEN_FIREWALL } from "./cases/firewall";
import { BROKEN_LIMITS, OPEN_LIMITS } from "./cases/limits";
import { BROKEN_PLAN, FINE_PLAN, OPEN_PLAN } from "./cases/plan";
import { BROKEN_SURVIVAL, OPEN_SURVIVAL } from "./cases/survival";
import { BROKEN_TIME, FINE_TIME, OPEN_TIME } from "./cases/time";
import { asksOf, type HappyGraphs, run, saysOf } from "./support/case";
import { happyEvent } from "./support/happy-event";
import { happyFacts, platformFacts } from "./support/happy-facts";
import { happyPlatform } from "./support/happy-platform";

const BROKEN = [
  BROKEN_LIMITS,
  BROKEN_PLAN,
  BROKEN_SURVIVAL,
  BROKEN_TIME,
  BROKEN_FIREWALL,
  BROKEN_DATA,
  BROKEN_COST,
].flat();
const OPEN = [OPEN_LIMITS, OPEN_PLAN, OPEN_SURVIVAL, OPEN_TIME, OPEN_FIREWALL, OPEN_DATA, OPEN_COST].flat();
const FINE = [FINE_PLAN, FINE_TIME, FINE_FIREWALL, FINE_COST].flat();

/** Rules that only count resources or read options, which are always known. */
const NEVER_OPEN = [
  "limits-node-groups-per-cluster",
  "limits-elastic-addresses",
  "limits-balancer-rules",
  "limits-distributions",
  "limits-cloudfront-policies",
  "limits-web-acl-associations",
  "limits-security-group-rules",
  "limits-roles",
  "limits-vpc-blocks",
  "plan-workloads-run",
  "plan-carried",
  "survival-zone-loss",
  "time-no-scheduled-scaling",
  "time-replacements",
  "firewall-inline-rules",
  "firewall-media-acl",
  "cost-idle",
];

let graphs: HappyGraphs;
beforeAll(async () => {
  graphs = {
    event: policyGraph(await graphOf(happyEvent, { stack: "event-1m" })),
    platform: policyGraph(await graphOf(happyPlatform, { stack: "platform" })),
  };
});

describe("a happy stack", () => {
  it.each([
    ["event", happyFacts],
    ["platform", platformFacts],
  ] as const)("of an %s violates nothing and leaves nothing open", (name, facts) => {
    const evaluated = evaluate({ graph: graphs[name], facts, packs: packsFor(facts.program) });
    if (!evaluated.ok) throw new Error(JSON.stringify(evaluated.problems));
    const { verdict, results } = evaluated.value;
    expect(results.filter(({ state }) => state === "violated" || state === "unknown")).toEqual([]);
    expect(verdict).toBe("fine");
  });

  it("is looked at by every rule, or the rule says that it does not apply", () => {
    const ran = new Set(
      (["event", "platform"] as const).flatMap((name) => {
        const facts = name === "event" ? happyFacts : platformFacts;
        const evaluated = evaluate({ graph: graphs[name], facts, packs: packsFor(facts.program) });
        return evaluated.ok ? evaluated.value.results.filter(({ state }) => state === "fine").map(({ id }) => id) : [];
      }),
    );
    const silent = RULES.filter(({ id }) => !ran.has(id)).map(({ id }) => id);
    // Nothing on spot, no timers yet, nothing that may not be there at all, and no limits of money unless a team sets them.
    expect(silent).toEqual([
      "limits-vcpu-spot",
      "time-guarded-timers",
      "time-kept-timers",
      "time-lowering",
      "time-no-scheduled-scaling",
      "time-raises-before-doors",
      "time-retries",
      "time-utc",
      "firewall-inline-rules",
      "cost-ceiling",
      "cost-idle",
    ]);
  });
});

describe("one thing broken", () => {
  it.each(BROKEN.map((broken, at) => ({ ...broken, at })))("is told by $rule ($at)", (broken) => {
    const result = run(broken, graphs);
    expect(result.state).toBe("violated");
    expect(saysOf(result)).toEqual(broken.says);
  });

  it("is tested for every rule", () => {
    const tested = new Set(BROKEN.map(({ rule }) => rule));
    expect(RULES.filter(({ id }) => !tested.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe("what only a deployment can tell", () => {
  it.each(OPEN.map((open, at) => ({ ...open, at })))("is left open by $rule ($at)", (open) => {
    const result = run(open, graphs);
    expect(result.state).toBe("unknown");
    expect(asksOf(result)).toEqual(open.asks);
  });

  it("is tested for every rule that can meet it", () => {
    const tested = new Set(OPEN.map(({ rule }) => rule));
    const untested = RULES.filter(({ id }) => !tested.has(id)).map(({ id }) => id);
    expect(untested.sort()).toEqual([...NEVER_OPEN].sort());
  });

  it("never hides that a sum is too large already", () => {
    const change = (graph: typeof graphs.event) => ({
      ...graph,
      resources: graph.resources.map((each) =>
        each.name === "core-group-us-east-1a-1"
          ? { ...each, inputs: { ...each.inputs, scalingConfig: { $unknown: true } } }
          : each,
      ),
    });
    const inUse = { "aws/eks/nodes-per-cluster-without-talking-to-aws": 984 };
    expect(saysOf(run({ rule: "limits-nodes-per-cluster", change, facts: { inUse } }, graphs))).toEqual([
      "stack: 1,001 nodes, 984 of them of other stacks, allowed 1,000 (a new account's quota)",
    ]);
  });
});

describe("what is not broken", () => {
  it.each(FINE.map((fine, at) => ({ ...fine, at })))("is fine for $rule ($at)", (fine) => {
    expect(run(fine, graphs).state).toBe("fine");
  });
});
