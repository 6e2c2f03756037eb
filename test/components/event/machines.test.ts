import { describe, expect, it } from "vitest";
import type { Machine, State } from "../../../components/event/asl";
import { LOWER_MACHINE } from "../../../components/event/lower-machine";
import { RAISE_MACHINE } from "../../../components/event/raise-machine";
import { machineProblems, nextOf } from "../../support/asl";

/** Every state of a machine, those of its branches and loops too. */
function statesOf({ States }: Machine): readonly (readonly [string, State])[] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.Branches ?? []).flatMap(statesOf),
    ...(state.ItemProcessor === undefined ? [] : statesOf(state.ItemProcessor)),
  ]);
}

/** Names of the top states that can be passed on the way from one to another. */
function waysTo(machine: Machine, target: string): ReadonlySet<string> {
  const found = new Set<string>([target]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [name, state] of Object.entries(machine.States))
      if (nextOf(state).some((next) => found.has(next))) found.add(name);
  }
  return found;
}

/** Whether every way from the start to a state leads through another one. */
function alwaysPasses(machine: Machine, through: string, target: string): boolean {
  const { [through]: _, ...States } = machine.States;
  const without = { ...machine, States };
  return !waysTo(without, target).has(machine.StartAt);
}

const SIZING = [
  "aws-sdk:autoscaling:describeAutoScalingGroups",
  "aws-sdk:eks:describeCluster",
  "aws-sdk:eks:describeNodegroup",
  "aws-sdk:eks:updateNodegroupConfig",
  "aws-sdk:elasticloadbalancingv2:describeCapacityReservation",
  "aws-sdk:elasticloadbalancingv2:modifyCapacityReservation",
  "eks:call",
  "sns:publish",
];

describe.each([
  ["Raise", RAISE_MACHINE, SIZING],
  ["Lower", LOWER_MACHINE, [...SIZING, "aws-sdk:cloudwatch:getMetricData", "aws-sdk:ssm:getParameter"]],
])("the %s machine", (_, machine, apis) => {
  it("is one that can run", () => expect(machineProblems(machine)).toEqual([]));

  it("calls nothing but what its rights are for", () => {
    const calls = statesOf(machine).flatMap(([, { Resource }]) => (Resource === undefined ? [] : [Resource.slice(17)]));
    const others = machine === LOWER_MACHINE ? ["aws-sdk:autoscaling:describeAutoScalingGroups"] : [];
    expect(new Set([...calls, ...others])).toEqual(new Set(apis));
  });
});

describe("the Raise machine", () => {
  it("makes nothing smaller: it writes a size only where it found a smaller one", () => {
    const states = new Map(statesOf(RAISE_MACHINE));
    // Who leads to a write, and under which comparison.
    const guards: Readonly<Record<string, string>> = {
      RaiseGroup: "IsSmaller",
      RaiseLeast: "IsSmaller",
      Reserve: "IsReserved",
    };
    for (const [write, guard] of Object.entries(guards)) {
      const before = [...states].filter(([, state]) => nextOf(state).includes(write)).map(([name]) => name);
      expect(before, write).toEqual([guard]);
    }
    expect(states.get("IsSmaller")?.Choices).toEqual([
      { Variable: "$.found.desired", NumericLessThanPath: "$.item.nodes", Next: "RaiseGroup" },
      { Variable: "$.found.min", NumericLessThanPath: "$.item.nodes", Next: "RaiseLeast" },
    ]);
    const updates = [...states.values()].filter(({ Resource }) => Resource?.endsWith("updateNodegroupConfig"));
    for (const { Parameters } of updates) expect(JSON.stringify(Parameters)).not.toContain("MaxSize");
  });
});

describe("the Lower machine", () => {
  it.each(["IsTooLate", "IsInForce", "IsHeld", "IsLoadKnown", "Watch"])("lowers nothing without %s", (guard) => {
    expect(alwaysPasses(LOWER_MACHINE, guard, "LowerFloors")).toBe(true);
  });

  it("lowers pods before nodes", () => expect(alwaysPasses(LOWER_MACHINE, "LowerFloors", "LowerRest")).toBe(true));

  it("takes every doubt as a reason to wait: failed reads lead back to the watch", () => {
    for (const [name, state] of Object.entries(LOWER_MACHINE.States)) {
      if (state.Type !== "Task" || !/Read|LookUp/.test(name)) continue;
      const caught = state.Catch?.at(-1)?.Next ?? "";
      expect(waysTo(LOWER_MACHINE, "Watch").has(caught), `${name} → ${caught}`).toBe(true);
      expect(nextOf(LOWER_MACHINE.States[caught] as State)).toEqual(["Doubt"]);
    }
  });

  it("says what is no instant is a hold", () => {
    expect(LOWER_MACHINE.States.IsHeld?.Choices?.[1]).toEqual({
      Not: { Variable: "$.held.hold.until", IsTimestamp: true },
      Next: "DoubtHold",
    });
  });
});

describe("the check of machines", () => {
  const end: State = { Type: "Succeed" };
  const machine = (States: Machine["States"], StartAt = "A"): Machine => ({ StartAt, States });
  it.each<[string, Machine, string]>([
    ["a name that leads nowhere", machine({ A: { Type: "Pass", Next: "B" } }), "B is led to and not there"],
    ["a state that nobody reaches", machine({ A: end, B: end }), "B is never reached"],
    ["no end", machine({ A: { Type: "Pass" } }), "A has neither Next nor End"],
    [
      "a loop without a way out",
      machine({ A: { Type: "Pass", Next: "A" } }),
      "the machine has a state from which nothing ends",
    ],
    [
      "a choice without a default",
      machine({ A: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "B" }] }, B: end }),
      "A has no Default",
    ],
    [
      "a path as a text",
      machine({ A: { Type: "Pass", Parameters: { a: "$.b" }, End: true } }),
      "A takes a as the text $.b",
    ],
    [
      "a text as a path",
      machine({ A: { Type: "Pass", Parameters: { "a.$": "b" }, End: true } }),
      'A computes a.$ from "b"',
    ],
    [
      "a task without a catch",
      machine({ A: { Type: "Task", Resource: "arn:aws:states:::sns:publish", End: true } }),
      "A doesn't say what happens when it fails",
    ],
    [
      "a name in two places",
      machine({ A: { Type: "Parallel", Branches: [machine({ A: end })], End: true } }),
      "A/A is there twice",
    ],
  ])("finds %s", (_, broken, problem) => expect(machineProblems(broken)).toContain(problem));
});
