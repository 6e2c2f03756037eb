import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planEvent } from "../capacity/plan";
import type { Moment, Plan } from "../capacity/plan-document";
import { type Ceiling, judgeCeiling, type SharedNeeds, sharedNeeds } from "../capacity/shared-needs";
import { parsed } from "./support/arbitrary-event";

interface Shape {
  readonly name: string;
  readonly start: string;
  readonly viewers?: number;
  readonly further?: Readonly<Record<string, unknown>>;
}

const planned = new Map<string, Plan>();

/** A plan of a small event; planned once for the same shape. */
function planOf({ name, start, viewers = 50_000, further = {} }: Shape): Plan {
  const key = JSON.stringify([name, start, viewers, further]);
  // An account in which one event alone asks for nothing more.
  const account = { quotas: { "L-1216C47A": 10_000 } };
  const raw = { name, start, duration: "1h", audience: { peakConcurrentViewers: viewers }, account, ...further };
  const plan = planned.get(key) ?? planEvent(parsed(raw), { worlds: 0, seed: 1 });
  planned.set(key, plan);
  return plan;
}

const NINE = "2027-03-01T09:00[UTC]";
const TEN = "2027-03-01T10:00[UTC]";
const NEXT_WEEK = "2027-03-08T09:00[UTC]";
const morning = planOf({ name: "morning", start: NINE });
const sameTime = planOf({ name: "same-time", start: TEN, viewers: 20_000 });
const nextWeek = planOf({ name: "next-week", start: NEXT_WEEK });
const nodesOf = (plan: Plan) => plan.nodePools.reduce((sum, { nodes }) => sum + nodes, 0);
const groupsOf = (plan: Plan) =>
  plan.nodePools.reduce((sum, { groupsPerZone }) => sum + groupsPerZone * plan.event.zones.length, 0);
const quota = (needs: SharedNeeds, key: string) => needs.quotas.find((candidate) => candidate.key === key);
const GENEROUS: Ceiling = {
  nodes: 5000,
  pods: 500_000,
  addressesPerZone: 65_000,
  natAddressesPerZone: 8,
  controlPlaneTier: "tier-8xl",
};

describe("what one event takes", () => {
  const needs = sharedNeeds([morning]);

  it("is what its plan says", () => {
    const cluster = morning.layers.find(({ id }) => id === "cluster");
    expect(needs.nodes).toEqual({
      needed: nodesOf(morning),
      at: morning.timeline.phases.find(({ phase }) => phase === "preScale")?.from.utc,
      shares: [{ event: "morning", needed: nodesOf(morning) }],
    });
    expect(needs.pods.needed).toBe(cluster?.resources.find(({ resource }) => resource === "clusterPods")?.required);
    const addresses = morning.layers.find(({ id }) => id === "network:addresses")?.settings.addressesPerZone;
    expect(needs.addressesPerZone.needed).toBe(addresses);
    expect(needs.natAddressesPerZone.needed).toBe(1);
    expect(needs.controlPlane.tier).toBe("standard");
  });

  it("counts against quotas as in its plan, the platform's own group included", () => {
    for (const key of ["aws/ec2/running-on-demand-standard-instances", "aws/eks/managed-node-groups-per-cluster"]) {
      expect(quota(needs, key)?.needed, key).toBe(morning.quotas.find((one) => one.key === key)?.needed);
    }
  });

  it("is no finding of the sum: its own plan has it already", () => {
    const poor = planOf({ name: "poor", start: NINE, further: { account: { quotas: { "L-1216C47A": 8 } } } });
    expect(quota(sharedNeeds([poor]), "aws/ec2/running-on-demand-standard-instances")?.value).toBe(8);
    expect(judgeCeiling(sharedNeeds([poor]), GENEROUS)).toEqual([]);
  });
});

describe("what overlapping events take", () => {
  const needs = sharedNeeds([morning, sameTime, nextWeek]);

  it("is summed where they overlap, and not where they don't", () => {
    expect(needs.nodes.needed).toBe(nodesOf(morning) + nodesOf(sameTime));
    expect(needs.nodes.shares.map(({ event }) => event)).toEqual(["morning", "same-time"]);
    expect(sharedNeeds([morning, nextWeek]).nodes.needed).toBe(nodesOf(morning));
  });

  it("counts what there is once only once: vCPU in use already, the platform's node group", () => {
    const key = "aws/ec2/running-on-demand-standard-instances";
    const both = [morning, sameTime].map((plan) => plan.quotas.find((one) => one.key === key)?.needed ?? 0);
    // 32 vCPU run already: in each plan, and once in the sum.
    expect(quota(needs, key)?.needed).toBe((both[0] ?? 0) + (both[1] ?? 0) - 32);
    expect(quota(needs, "aws/eks/managed-node-groups-per-cluster")?.needed).toBe(
      groupsOf(morning) + groupsOf(sameTime) + 1,
    );
  });

  it("leaves out what each event has for itself", () => {
    const keys = needs.quotas.map(({ key }) => key);
    expect(keys).not.toContain("aws/eks/nodes-per-managed-node-group");
    expect(keys).not.toContain("aws/elasticloadbalancing/targets-per-application-load-balancer");
    expect(keys).toContain("aws/elasticloadbalancing/application-load-balancers-per-region");
  });

  it("rounds NAT addresses up once: two events that need a little share one", () => {
    expect(needs.natAddressesPerZone.needed).toBe(1);
  });

  it("takes the largest control plane of them, not a sum", () => {
    const large = withTier(sameTime, 2);
    expect(sharedNeeds([morning, large]).controlPlane).toMatchObject({ needed: 2, tier: "tier-2xl" });
    expect(sharedNeeds([withTier(morning, 1), large]).controlPlane.tier).toBe("tier-2xl");
  });

  it("finds an overlap of any repetition", () => {
    const daily = planOf({
      name: "daily",
      start: "2027-02-24T09:00[UTC]",
      further: { repeats: { every: "day", until: "2027-03-02" } },
    });
    const found = sharedNeeds([daily, morning]).nodes;
    expect(found.needed).toBe(nodesOf(daily) + nodesOf(morning));
    expect(found.at).toMatch(/^2027-03-01T/);
  });

  it("counts a rehearsal's machines by its share, and no more than the event's", () => {
    const rehearsal = morning.timeline.phases.find(({ phase }) => phase === "rehearsal");
    const during = planOf({ name: "during", start: `2027-02-28T09:30[UTC]` });
    expect(rehearsal?.from.utc.slice(0, 10)).toBe("2027-02-28");
    expect(sharedNeeds([morning, during]).nodes.needed).toBe(nodesOf(during) + (rehearsal?.nodes ?? 0));
  });

  it("is of a moment in which a named event takes part, where one is named", () => {
    expect(sharedNeeds([morning, sameTime, nextWeek], { involving: "next-week" }).nodes.needed).toBe(nodesOf(nextWeek));
  });
});

describe("a ceiling", () => {
  const needs = sharedNeeds([morning, sameTime]);

  it("with room for all is no finding", () => {
    expect(judgeCeiling(needs, GENEROUS)).toEqual([]);
  });

  it.each([
    ["nodes", "ceiling.nodes"],
    ["pods", "ceiling.pods"],
    ["addressesPerZone", "ceiling.addressesPerZone"],
  ] as const)("that is one short of %s is an error that names what is missing and whose it is", (field, where) => {
    const enough = { ...GENEROUS, [field]: needs[field].needed };
    expect(judgeCeiling(needs, enough)).toEqual([]);
    const findings = judgeCeiling(needs, { ...GENEROUS, [field]: needs[field].needed - 1 });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ id: "ceiling-too-low", severity: "error", where });
    expect(findings[0]?.expected).toMatch(/ 1 more: morning [\d,]+ and same-time [\d,]+ from 2027-03-01T/);
  });

  it("of NAT addresses counts per zone", () => {
    const busy = withConnections(morning, 55_000 * 3 * 2);
    const findings = judgeCeiling(sharedNeeds([busy]), { ...GENEROUS, natAddressesPerZone: 1 });
    expect(findings.map(({ where }) => where)).toEqual(["ceiling.natAddressesPerZone"]);
  });

  it("of the control plane must be as large as the largest", () => {
    const large = sharedNeeds([withTier(morning, 3), sameTime]);
    expect(judgeCeiling(large, { ...GENEROUS, controlPlaneTier: "tier-4xl" })).toEqual([]);
    const findings = judgeCeiling(large, { ...GENEROUS, controlPlaneTier: "tier-2xl" });
    expect(findings).toEqual([
      expect.objectContaining({
        id: "ceiling-too-low",
        found: "the platform's control plane is tier-2xl",
        expected: "tier-4xl, which morning needs",
      }),
    ]);
  });

  it("that is unknown compares nothing, and says so without refusing", () => {
    for (const ceiling of [undefined, {}]) {
      const findings = judgeCeiling(needs, ceiling);
      expect(findings.map(({ severity }) => severity)).toEqual(["note", "note", "note", "note"]);
      expect(findings.map(({ id }) => id)).toEqual(Array(4).fill("ceiling-unknown"));
    }
  });

  it("names all that is missing at once", () => {
    const none = {
      nodes: 0,
      pods: 0,
      addressesPerZone: 0,
      natAddressesPerZone: 0,
      controlPlaneTier: "standard",
    } as const;
    expect(judgeCeiling(needs, none).filter(({ severity }) => severity === "error")).toHaveLength(4);
  });

  it("doesn't hide a shared quota: more than is in force is a warning with the sum", () => {
    const quotas = { account: { quotas: { "L-1216C47A": 200 } } };
    const plans = [
      planOf({ name: "a", start: NINE, further: quotas }),
      planOf({ name: "b", start: TEN, further: quotas }),
    ];
    const key = "aws/ec2/running-on-demand-standard-instances";
    const found = judgeCeiling(sharedNeeds(plans), GENEROUS).filter(({ where }) => where === key);
    expect(found).toEqual([expect.objectContaining({ id: "shared-quota", severity: "warning", found: "200 vCPU" })]);
  });
});

describe("laws", () => {
  const HOURS = 24 * 14;
  const shape = fc.record({
    hour: fc.integer({ min: 0, max: HOURS }),
    viewers: fc.constantFrom(1_000, 20_000, 50_000),
  });
  const plans = fc
    .array(shape, { minLength: 1, maxLength: 6 })
    .map((shapes) =>
      shapes.map(({ hour, viewers }, at) =>
        moved(planOf({ name: "moved", start: NINE, viewers }), `event-${at}`, hour),
      ),
    );
  const numbers = (needs: SharedNeeds) => ({
    nodes: needs.nodes.needed,
    pods: needs.pods.needed,
    addresses: needs.addressesPerZone.needed,
    nat: needs.natAddressesPerZone.needed,
    tier: needs.controlPlane.needed,
    quotas: needs.quotas.map(({ key, needed }) => [key, needed]),
  });

  it("one more event never needs less", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const [less, more] = [sharedNeeds(all.slice(1)), sharedNeeds(all)];
        expect(more.nodes.needed).toBeGreaterThanOrEqual(less.nodes.needed);
        expect(more.natAddressesPerZone.needed).toBeGreaterThanOrEqual(less.natAddressesPerZone.needed);
        for (const { key, needed } of less.quotas) expect(quota(more, key)?.needed, key).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: 60 },
    );
  });

  it("no order of the events matters", () => {
    fc.assert(
      fc.property(plans, (all) => {
        expect(numbers(sharedNeeds([...all].reverse()))).toEqual(numbers(sharedNeeds(all)));
      }),
      { numRuns: 60 },
    );
  });

  it("lies between the largest event and all of them, and its shares are its parts", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const { nodes } = sharedNeeds(all);
        const each = all.map(nodesOf);
        expect(nodes.needed).toBeGreaterThanOrEqual(Math.max(...each));
        expect(nodes.needed).toBeLessThanOrEqual(each.reduce((sum, one) => sum + one, 0));
        expect(nodes.shares.reduce((sum, { needed }) => sum + needed, 0)).toBe(nodes.needed);
      }),
      { numRuns: 60 },
    );
  });

  it("is enough at every minute: no instant needs more", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: -48, max: HOURS * 60 + 600 }), (all, minute) => {
        const at = Date.UTC(2027, 2, 1) / 1000 + minute * 60;
        const busy = all.filter((plan) => isHeld(plan, at));
        const needed = busy.reduce((sum, plan) => sum + nodesOf(plan), 0);
        expect(sharedNeeds(all).nodes.needed).toBeGreaterThanOrEqual(needed);
      }),
      { numRuns: 100 },
    );
  });

  it("judges the ceiling that it asks for as enough, and one less as too little", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const needs = sharedNeeds(all);
        const exact: Ceiling = {
          nodes: needs.nodes.needed,
          pods: needs.pods.needed,
          addressesPerZone: needs.addressesPerZone.needed,
          natAddressesPerZone: needs.natAddressesPerZone.needed,
          controlPlaneTier: needs.controlPlane.tier,
        };
        const errors = (ceiling: Ceiling) =>
          judgeCeiling(needs, ceiling).filter(({ severity }) => severity === "error");
        expect(errors(exact)).toEqual([]);
        expect(errors({ ...exact, nodes: needs.nodes.needed - 1 })).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it("nothing needs nothing", () => {
    expect(sharedNeeds([])).toEqual({
      nodes: { needed: 0, at: null, shares: [] },
      pods: { needed: 0, at: null, shares: [] },
      addressesPerZone: { needed: 0, at: null, shares: [] },
      natAddressesPerZone: { needed: 0, at: null, shares: [] },
      controlPlane: { needed: 0, at: null, shares: [], tier: "standard" },
      quotas: [],
    });
  });
});

/** The same event under another name, so many hours later: planning it anew would give the same, more slowly. */
function moved(plan: Plan, name: string, hours: number): Plan {
  const later = ({ utc, local }: Moment): Moment => ({
    utc: `${new Date(Date.parse(utc) + hours * 3_600_000).toISOString().slice(0, 19)}Z`,
    local,
  });
  const phases = plan.timeline.phases.map((phase) => ({ ...phase, from: later(phase.from), to: later(phase.to) }));
  const { event, timeline } = plan;
  return {
    ...plan,
    event: { ...event, name, start: later(event.start), occurrences: event.occurrences.map(later) },
    timeline: { ...timeline, phases },
  };
}

function seconds({ utc }: Moment): number {
  return Date.parse(utc) / 1000;
}

/** Whether an event has its full size at an instant, of its first occurrence. */
function isHeld({ timeline }: Plan, at: number): boolean {
  return timeline.phases.some(
    ({ phase, from, to }) => phase !== "rehearsal" && seconds(from) <= at && at < seconds(to),
  );
}

function withTier(plan: Plan, controlPlaneTier: number): Plan {
  const layers = plan.layers.map((layer) =>
    layer.id === "cluster" ? { ...layer, settings: { ...layer.settings, controlPlaneTier } } : layer,
  );
  return { ...plan, layers };
}

function withConnections(plan: Plan, required: number): Plan {
  const layers = plan.layers.map((layer) => {
    if (layer.id !== "network:nat") return layer;
    const resources = layer.resources.map((one) =>
      one.resource === "connectionsToOneDestination" ? { ...one, required } : one,
    );
    return { ...layer, resources };
  });
  return { ...plan, layers };
}
