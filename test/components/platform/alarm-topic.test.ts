import { describe, expect, it } from "vitest";
import { AlarmTopic, type AlarmTopicArgs } from "../../../components/platform/alarm-topic";
import { awaitedBy, childrenOf, graphOf, named, refusalOf } from "../record";

const MINIMAL: AlarmTopicArgs = { region: "us-east-1", accountId: "123456789012" };
const graphWith = (changes: Partial<AlarmTopicArgs> = {}) =>
  graphOf(() => new AlarmTopic("a", { ...MINIMAL, ...changes }));
const ALWAYS = [
  "aws:cloudwatch/logGroup:LogGroup a-operations",
  "aws:kms/alias:Alias a-key-alias",
  "aws:kms/key:Key a-key",
  "aws:sns/topic:Topic a-topic",
  "aws:sns/topicPolicy:TopicPolicy a-topic-policy",
  "tidegate:guard:AlarmTopic a",
];

describe("AlarmTopic", () => {
  it("is a topic and a log under one key", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual(ALWAYS);
    expect(awaitedBy(graph, "a-topic")).toEqual(["a-key"]);
    expect(awaitedBy(graph, "a-operations")).toEqual(["a-key"]);
  });

  it("mails to whoever is named", async () => {
    const graph = await graphWith({ emails: { "on-call": "on-call@example.com" }, logRetentionDays: 30 });
    expect(childrenOf(graph)).toEqual(
      [...ALWAYS, "aws:sns/topicSubscription:TopicSubscription a-email-on-call"].sort(),
    );
    expect(named(graph, "a-email-on-call").inputs).toMatchObject({
      protocol: "email",
      endpoint: "on-call@example.com",
    });
    expect(named(graph, "a-operations").inputs.retentionInDays).toBe(30);
  });

  it("lets alarms, budgets and timers use its key, and the log of that name alone", async () => {
    const policy = JSON.parse(String(named(await graphWith(), "a-key").inputs.policy));
    const statement = (sid: string) => policy.Statement.find(({ Sid }: { Sid: string }) => Sid === sid);
    expect(statement("Publishers").Principal.Service).toContain("cloudwatch.amazonaws.com");
    expect(statement("Logs").Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"]).toBe(
      "arn:aws:logs:us-east-1:123456789012:log-group:/tidegate/platform-a-operations",
    );
    expect(named(await graphWith(), "a-operations").inputs.name).toBe("/tidegate/platform-a-operations");
  });

  it("takes alarms of this account alone", async () => {
    const { policy } = named(await graphWith(), "a-topic-policy").inputs;
    expect(JSON.parse(String(policy)).Statement).toMatchObject([
      {
        Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "events.amazonaws.com"] },
        Action: "sns:Publish",
        Resource: "arn:aws:sns:us-east-1:123456789012:platform-a-topic",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("keeps the log, and the key without which nobody reads it", async () => {
    const kept = (await graphWith()).resources.filter(({ options }) => options.retainOnDelete).map(({ name }) => name);
    expect(kept.sort()).toEqual(["a-key", "a-operations"]);
  });

  it("keeps names within limits for the longest component and stack names", async () => {
    const long = "a".repeat(63);
    const graph = await graphOf(() => new AlarmTopic(long, MINIMAL), { stack: "s".repeat(250) });
    expect(String(named(graph, `${long}-topic`).inputs.name).length).toBeLessThanOrEqual(256);
    expect(String(named(graph, `${long}-key-alias`).inputs.name).length).toBeLessThanOrEqual(256);
  });

  it.each<[string, Partial<AlarmTopicArgs>, string]>([
    ["an address that is none", { emails: { a: "nobody" } }, "emails.a is nobody, expected a mail address"],
    [
      "days that CloudWatch doesn't know",
      { logRetentionDays: 100 },
      "logRetentionDays is 100, expected one of 1, 3, 5, 7",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new AlarmTopic("a", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
