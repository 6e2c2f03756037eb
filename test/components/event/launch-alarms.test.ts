import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { LaunchAlarms, type LaunchAlarmsArgs } from "../../../components/event/launch-alarms";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: LaunchAlarmsArgs = {
  groups: { "core-a-1": { nodeGroupName: "final-core-a-1", autoscalingGroupName: "eks-final-core-a-1-uuid" } },
  topicArn: "arn:topic",
};
const graphWith = (changes: Partial<LaunchAlarmsArgs> = {}) =>
  graphOf(() => new LaunchAlarms("launch", { ...MINIMAL, ...changes }));

function manyGroups(count: number): LaunchAlarmsArgs["groups"] {
  const names = Array.from({ length: count }, (_, at) => `g${at}`);
  return Object.fromEntries(
    names.map((name) => [name, { nodeGroupName: name.padEnd(63, "x"), autoscalingGroupName: name }]),
  );
}

describe("LaunchAlarms", () => {
  it("hear of failed launches, and see missing nodes of each group", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual([
      "aws:cloudwatch/eventRule:EventRule launch-failed-launches-1",
      "aws:cloudwatch/eventTarget:EventTarget launch-topic-1",
      "aws:cloudwatch/metricAlarm:MetricAlarm launch-missing-nodes-core-a-1",
      "tidegate:guard:LaunchAlarms launch",
    ]);
    expect(JSON.parse(String(named(graph, "launch-failed-launches-1").inputs.eventPattern))).toEqual({
      source: ["aws.autoscaling"],
      "detail-type": ["EC2 Instance Launch Unsuccessful"],
      detail: { AutoScalingGroupName: [{ prefix: "eks-final-core-a-1-" }] },
    });
    expect(named(graph, "launch-topic-1").inputs.arn).toBe("arn:topic");
    expect(named(graph, "launch-missing-nodes-core-a-1").inputs).toMatchObject({
      metricQueries: [
        {
          id: "wanted",
          metric: {
            metricName: "GroupDesiredCapacity",
            dimensions: { AutoScalingGroupName: "eks-final-core-a-1-uuid" },
          },
        },
        { id: "serving", metric: { metricName: "GroupInServiceInstances" } },
        { id: "missing", expression: "wanted - serving", returnData: true },
      ],
      threshold: 0,
      evaluationPeriods: 10,
      treatMissingData: "breaching",
      alarmActions: ["arn:topic"],
    });
  });

  it("splits its patterns before they are longer than EventBridge takes", async () => {
    const graph = await graphWith({ groups: manyGroups(30), missingMinutes: 20 });
    const rules = graph.resources.filter(({ type }) => type.endsWith("EventRule"));
    expect(rules).toHaveLength(2);
    for (const { inputs } of rules) expect(String(inputs.eventPattern).length).toBeLessThanOrEqual(2048);
    expect(named(graph, "launch-missing-nodes-g29").inputs.evaluationPeriods).toBe(20);
  });

  it("takes groups that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const groups = { one: { nodeGroupName: "final-core", autoscalingGroupName: unknownText("some") } };
      new LaunchAlarms("launch", { groups, topicArn: unknownText("topic") });
    });
    expect(named(graph, "launch-missing-nodes-one").inputs.metricQueries).toMatchObject([
      { metric: { dimensions: { AutoScalingGroupName: UNKNOWN } } },
      {},
      {},
    ]);
    expect(named(graph, "launch-failed-launches-1").inputs.eventPattern).toContain("eks-final-core-");
  });

  it("keeps names within limits for the longest names", async () => {
    const graph = await graphOf(() => new LaunchAlarms(LONG, { ...MINIMAL, groups: manyGroups(21) }), { stack: LONG });
    const names = graph.resources
      .filter(({ type }) => type.endsWith("EventRule"))
      .map(({ inputs }) => String(inputs.name));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
    expect(String(named(graph, `${LONG}-missing-nodes-g1`).inputs.name).length).toBeLessThanOrEqual(255);
  });

  it.each<[string, Partial<LaunchAlarmsArgs>, string]>([
    ["nothing to watch", { groups: {} }, "groups is 0 entries, expected at least 1 entry"],
    ["no patience", { missingMinutes: 0 }, "missingMinutes is 0, expected a whole number from 1 to 120"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new LaunchAlarms("launch", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
