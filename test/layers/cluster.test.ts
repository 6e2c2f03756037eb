import { describe, expect, test } from "vitest";
import { clusterAssumptions } from "../../capacity/catalog/assumptions/cluster";
import { cluster } from "../../capacity/layers/cluster";
import type { Fleet } from "../../capacity/layers/layer";
import { required } from "../../capacity/problems";
import { expectSoundFor, expectSoundRows, expectTextsToMatchCode, findingIds, type Stated, sized } from "./app-event";

function size(fleet: Partial<Fleet>, stated: Stated = {}) {
  return sized(stated, [cluster], fleet).sizing("cluster");
}

const plane = (sizing: ReturnType<typeof size>) =>
  required(
    sizing.candidates.find((one) => one.chosen),
    "chosen",
  ).name;

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(cluster.equations);
  expectSoundRows(clusterAssumptions);
});

describe("envelope", () => {
  test.each([
    [{ nodes: 5000, pods: 1, nodeGroups: 30 }, 1, "minimum"],
    [{ nodes: 5001, pods: 1, nodeGroups: 1 }, 2, "clusterNodes"],
    [{ nodes: 1, pods: 150_001, nodeGroups: 1 }, 2, "clusterPods"],
    [{ nodes: 1, pods: 1, nodeGroups: 31 }, 2, "clusterGroups"],
  ] as const)("%o are %i clusters", (fleet, units, binds) => {
    const sizing = size(fleet);
    expect(sizing).toMatchObject({ units, bindingConstraint: binds });
    expect(findingIds(sizing).includes("blocker cluster-envelope")).toBe(units > 1);
  });

  test("an applied quota of node groups counts", () => {
    const account = { quotas: { "L-6D54EA21": 60 }, cloudflarePlan: null };
    expect(size({ nodes: 1, pods: 1, nodeGroups: 60 }, { account }).units).toBe(1);
  });
});

describe("what changes with size", () => {
  test.each([
    [300, []],
    [301, ["note cluster-plan-specially"]],
    [999, ["note cluster-plan-specially"]],
    [1000, ["warning cluster-thousand-nodes"]],
  ])("%i nodes", (nodes, ids) => {
    expect(findingIds(size({ nodes, pods: 100 }))).toEqual(ids);
  });

  test("3,000 pods fit one namespace", () => {
    expect(findingIds(size({ nodes: 10, pods: 3000 }))).toEqual([]);
    expect(findingIds(size({ nodes: 10, pods: 3001 }))).toEqual(["note cluster-namespaces"]);
  });
});

describe("control plane", () => {
  // Ten minutes to place all pods.
  test.each([
    [18_000, "standard control plane"], // 30 pods/s
    [18_001, "tier-xl control plane"],
    [100_200, "tier-xl control plane"], // 167 pods/s
    [100_201, "tier-2xl control plane"],
  ])("%i pods in ten minutes", (pods, name) => {
    expect(plane(size({ nodes: 10, pods }))).toBe(name);
  });

  test("seats count too: 4,500 nodes × 0.3 = 1,350, more than the included 1,200", () => {
    const sizing = size({ nodes: 4500, pods: 100 });
    expect(plane(sizing)).toBe("tier-xl control plane");
    expect(sizing.candidates[0]?.rejected).toContain("1,350 are needed");
    expect(sizing.settings.controlPlaneTier).toBe(1);
    // 0.10 for the cluster and 1.65 for the tier.
    expect(sizing.candidates[1]?.usdPerHour).toBeCloseTo(1.75);
  });

  test("no tier with known numbers places 150,000 pods in one minute", () => {
    const sizing = size({ nodes: 10, pods: 150_000 }, { values: { "cluster.readyMinutes": 1 } });
    expect(findingIds(sizing)).toContain("warning control-plane-too-small");
  });
});

test.each([
  [0, 100],
  [500, 100],
  [2000, 200],
  [5000, 300],
])("a raise of min(300, max(100, a tenth)) at %i nodes: %i", (nodes, step) => {
  expect(size({ nodes, pods: 1 }).settings.stepNodes).toBe(step);
});

test("any requirement is answered", () => {
  const { sizeFor } = sized({}, [cluster]);
  expectSoundFor((amounts) => sizeFor("cluster", amounts), ["clusterNodes", "clusterPods", "clusterGroups"]);
});
