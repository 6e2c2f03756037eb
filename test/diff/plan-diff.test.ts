import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import { diffFindings } from "../../cli/diff/finding-changes";
import { differingParts, fingerprintOf } from "../../cli/diff/fingerprint";
import { liveWindowAt } from "../../cli/diff/live-window";
import { diffPlans } from "../../cli/diff/plan-diff";
import { diffPolicies, type PolicyResult, violationsOf } from "../../cli/diff/policy-result";
import { large, planOf, small } from "../comment/diffs";
import { arbitraryEvent, parsed } from "../support/arbitrary-event";
import { graph, resource, TYPES } from "./graphs";

const finding = (id: string, where: string, found = "1", severity: Finding["severity"] = "warning"): Finding => ({
  id,
  severity,
  where,
  found,
  expected: "2",
  fix: "Do it",
});

describe("two plans", () => {
  it("that are the same differ in nothing", () => {
    const diff = diffPlans(small, structuredClone(small));
    expect(diff.isChanged).toBe(false);
    expect([...diff.layers, ...diff.demand, ...diff.pools, ...diff.timeline.phases, ...diff.assumptions]).toEqual([]);
    expect(diff.unchangedLayers).toBe(small.layers.length);
    // What must be asked for is listed all the same: a reader must ask for all of it.
    expect(diff.quotas.open.map(({ change }) => change)).toEqual(
      small.quotas.filter(({ status }) => status !== "ok").map(() => "same"),
    );
  });

  it("of ten times the viewers say what grows, what binds, what it costs and what to ask for", () => {
    const diff = diffPlans(small, large);
    const api = diff.layers.find(({ id }) => id === "api");
    const [before, after] = [small, large].map((plan) => plan.layers.find(({ id }) => id === "api"));
    expect(api?.units).toEqual({ old: before?.units, new: after?.units });
    expect(api?.decisive?.required.new).toBe(
      after?.resources.find(({ resource: name }) => name === after.bindingConstraint)?.required,
    );
    expect(diff.cost.perOccurrence.knownUsd).toEqual({
      old: small.cost.perOccurrence.knownUsd,
      new: large.cost.perOccurrence.knownUsd,
    });
    const deltas = diff.cost.perOccurrence.changed.map(({ usd }) => Math.abs((usd.new ?? 0) - (usd.old ?? 0)));
    expect(deltas).toEqual([...deltas].sort((a, b) => b - a));
    expect(diff.quotas.open.map(({ key }) => key).sort()).toEqual(
      large.quotas
        .filter(({ status }) => status !== "ok")
        .map(({ key }) => key)
        .sort(),
    );
    expect(diff.nodes.new).toBe(large.nodePools.reduce((sum, { nodes }) => sum + nodes, 0));
  });

  it("of which one isn't there are all new, or all gone", () => {
    const fresh = diffPlans(null, small);
    const gone = diffPlans(small, null);
    expect(fresh.layers.map(({ change }) => change)).toEqual(small.layers.map(() => "added"));
    expect(gone.layers.map(({ change }) => change)).toEqual(small.layers.map(() => "removed"));
    expect(fresh.findings.added).toHaveLength(small.findings.length);
    expect(gone.findings.fixed).toHaveLength(small.findings.length);
    expect(gone.verdict.new).toBeNull();
  });

  it("an hour apart move every phase, in UTC and in local time", () => {
    const moved = planOf("product-launch-100k", ["start=2027-09-14T11:00[America/Los_Angeles]"]);
    const { timeline } = diffPlans(small, moved);
    expect(timeline.phases.map(({ phase }) => phase)).toEqual(small.timeline.phases.map(({ phase }) => phase));
    expect(timeline.start.old?.utc).toBe("2027-09-14T17:00:00Z");
    expect(timeline.start.new).toEqual({
      utc: "2027-09-14T18:00:00Z",
      local: "2027-09-14T11:00:00-07:00[America/Los_Angeles]",
    });
    expect([timeline.addedOccurrences.length, timeline.removedOccurrences.length]).toEqual([1, 1]);
  });

  it("of which one states what the other assumes name it, and nothing else among the assumptions", () => {
    const stated = planOf("product-launch-100k", ["audience.rejoinSeconds=90"]);
    const assumed = { low: 30, expected: 60, high: 120 };
    expect(diffPlans(small, stated).assumptions).toMatchObject([
      {
        key: "audience.rejoinSeconds",
        change: "removed",
        interval: { old: assumed, new: null },
        origin: { old: "assumed" },
      },
    ]);
    expect(diffPlans(stated, small).assumptions).toMatchObject([
      { change: "added", interval: { old: null, new: assumed } },
    ]);
  });

  it("on another catalog name each number that is another", () => {
    const [first, ...rest] = small.assumptions;
    if (first === undefined) throw new Error("no assumption");
    const other = { ...first, interval: { ...first.interval, high: first.interval.high * 2 } };
    const changes = diffPlans(small, { ...small, assumptions: [other, ...rest] }).assumptions;
    expect(changes).toMatchObject([
      { key: first.key, change: "changed", interval: { old: first.interval, new: other.interval } },
    ]);
  });

  it("either way round mirror each other", () => {
    fc.assert(
      fc.property(arbitraryEvent, arbitraryEvent, (a, b) => {
        const [one, two] = [a, b].map((raw) => planEvent(parsed(raw), { worlds: 3, seed: 1 })) as [Plan, Plan];
        const [there, back] = [diffPlans(one, two), diffPlans(two, one)];
        const ids = (layers: typeof there.layers) => layers.map(({ id }) => id).sort();
        expect(ids(there.layers)).toEqual(ids(back.layers));
        expect(there.findings.added.length).toBe(back.findings.fixed.length);
        expect(there.isChanged).toBe(back.isChanged);
        expect(diffPlans(one, one).isChanged).toBe(false);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});

describe("findings", () => {
  it("are new, fixed, changed or as before, gravest first", () => {
    const old = [finding("a", "x"), finding("b", "x"), finding("c", "x", "1"), finding("same", "y")];
    const fresh = [
      finding("d", "x", "1", "note"),
      finding("same", "y"),
      finding("e", "x", "1", "blocker"),
      finding("c", "x", "3", "blocker"),
    ];
    const changes = diffFindings(old, fresh);
    expect(changes.added.map(({ id }) => id)).toEqual(["e", "d"]);
    expect(changes.fixed.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(changes.changed.map((change) => [change.old.severity, change.new.severity])).toEqual([
      ["warning", "blocker"],
    ]);
    expect(changes.unchanged.map(({ id }) => id)).toEqual(["same"]);
  });

  it("of one kind at one place are told apart by their words", () => {
    const changes = diffFindings(
      [finding("a", "x", "1"), finding("a", "x", "2")],
      [finding("a", "x", "2"), finding("a", "x", "3")],
    );
    expect(changes.unchanged.map(({ found }) => found)).toEqual(["2"]);
    expect(changes.changed.map((change) => [change.old.found, change.new.found])).toEqual([["1", "3"]]);
    expect([changes.added, changes.fixed]).toEqual([[], []]);
  });
});

it("policy results come, go, change and stay; a mandatory one that stays still counts", () => {
  const result = (rule: string, enforcement: PolicyResult["enforcement"], message = "m"): PolicyResult => ({
    pack: "p",
    rule,
    enforcement,
    outcome: "violated",
    urn: "u",
    where: "w",
    message,
  });
  const changes = diffPolicies(
    [result("stays", "mandatory"), result("goes", "mandatory"), result("changes", "advisory", "before")],
    [result("stays", "mandatory"), result("comes", "mandatory"), result("changes", "advisory", "after")],
  );
  expect(changes.added.map(({ rule }) => rule)).toEqual(["comes"]);
  expect(changes.settled.map(({ rule }) => rule)).toEqual(["goes"]);
  expect(changes.changed.map((change) => change.new?.message)).toEqual(["after"]);
  expect(violationsOf(changes).map(({ rule }) => rule)).toEqual(["comes", "stays"]);
});

describe("the fingerprint", () => {
  const instants = [undefined, "2027-01-01", "2027-07-21", "2027-09-13", "2027-09-14"].map((day) =>
    day === undefined ? undefined : Date.parse(`${day}T00:00:00Z`) / 1000,
  );

  it("is the same on every day until the event is over", () => {
    const prints = instants.map((at) => fingerprintOf(planOf("product-launch-100k", [], at), null).whole);
    expect(new Set(prints).size).toBe(1);
  });

  it("of any event doesn't depend on the clock", () => {
    fc.assert(
      fc.property(arbitraryEvent, fc.integer({ min: -4000, max: -1 }), (raw, hours) => {
        const event = parsed(raw);
        const at = event.start.epochSeconds + hours * 3600;
        const [timeless, judged] = [{}, { at }].map((when) => planEvent(event, { worlds: 3, seed: 1, ...when })) as [
          Plan,
          Plan,
        ];
        expect(differingParts(fingerprintOf(timeless, null), fingerprintOf(judged, null))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it("says in which parts two differ", () => {
    const bucket = (name: string) => graph(resource(TYPES.bucket, "media", { bucket: name }));
    const print = (plan: Plan, name: string) => fingerprintOf(plan, bucket(name));
    expect(differingParts(print(small, "a"), print(small, "a"))).toEqual([]);
    expect(differingParts(print(small, "a"), print(small, "b"))).toEqual(["resources"]);
    expect(differingParts(print(small, "a"), print(large, "a"))).toEqual(
      expect.arrayContaining(["layers", "nodePools", "quotas", "timeline", "cost"]),
    );
    expect(differingParts(print(small, "a"), fingerprintOf(small, null))).toEqual(["resources"]);
  });
});

describe("the live window", () => {
  const start = Date.parse(small.event.start.utc) / 1000;
  const phase = (name: string) => small.timeline.phases.find((one) => one.phase === name);

  it("runs from the first raise to the end of the drain", () => {
    expect(liveWindowAt(small, start)).toEqual({
      event: "product-launch",
      from: phase("preScale")?.from,
      to: phase("drain")?.to,
    });
    expect(liveWindowAt(small, Date.parse(phase("preScale")?.from.utc ?? "") / 1000 - 1)).toBeNull();
    expect(liveWindowAt(small, Date.parse(phase("drain")?.to.utc ?? "") / 1000 + 1)).toBeNull();
  });

  it("is there for every occurrence", () => {
    const daily = planOf("morning-meeting");
    const third = Date.parse(daily.event.occurrences[2]?.utc ?? "") / 1000;
    const window = liveWindowAt(daily, third);
    expect(Date.parse(window?.from.utc ?? "") / 1000).toBeLessThan(third);
    expect(Date.parse(window?.to.utc ?? "") / 1000).toBeGreaterThan(third);
  });
});
