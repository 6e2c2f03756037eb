import { describe, expect, it } from "vitest";
import { parseStackFile } from "../../stacks/declared/stack-file";
import { readStackSettings } from "../../stacks/declared/stack-settings";
import { refusalOf } from "./record-stack";
import { TemporaryProject } from "./temporary-project";

const messagesOf = (text: string): readonly string[] => {
  const read = parseStackFile(text, "Pulumi.trial.yaml");
  return read.findings.map(({ where, line, found, expected }) => `${where}:${line} ${found}, expected ${expected}`);
};

describe("a stack's config", () => {
  it.each([
    ["config: {}", ["tidegate:program:1 missing, expected one of platform, edge, event"]],
    ["encryptionsalt: v1", ["tidegate:program:1 missing, expected one of platform, edge, event"]],
    ["config:\n  tidegate:program: evnt", ['tidegate:program:2 got "evnt", expected one of platform, edge, event']],
    [
      "config:\n  tidegate:program: event\n  tidegate:evnt: a.yaml\n  tidegate:mode: later",
      [
        "tidegate:event:1 missing, expected an event file in stacks/events",
        'tidegate:mode:4 got "later", expected one of now, rehearsal, armed',
        "tidegate:evnt:3 unknown key, expected event",
      ],
    ],
    [
      "config:\n  tidegate:program: event\n  tidegate:event: a.yaml\n  tidegate:workloads:\n    api: {}\n    chat: { image: a, deployment: b }",
      [
        "tidegate:workloads.api:5 neither image nor deployment, expected one of the two",
        "tidegate:workloads.chat:6 both image and deployment, expected one of the two",
      ],
    ],
    [
      "config:\n  tidegate:program: event\n  tidegate:event: ../secrets.yaml",
      ['tidegate:event:3 got "../secrets.yaml", expected an event file in stacks/events'],
    ],
    [
      "config:\n  tidegate:program: platform\n  tidegate:accountId: 123456789012\n  tidegate:owner: someone\n  tidegate:region: us-east-1\n  tidegate:zones: [us-east-1a]\n  tidegate:ceiling: { nodes: 0 }\n  tidegate:admins: { me: arn:aws:iam::123456789012:role/me }",
      [
        'tidegate:owner:4 got "someone", expected a mail address',
        "tidegate:accountId:3 got 123456789012, expected an account's 12 digits, quoted",
        "tidegate:zones:6 got one entry, expected at least 2",
        "tidegate:ceiling.nodes:7 got 0 nodes, expected 1 to 5,000 nodes",
      ],
    ],
  ])("%j is refused with every problem and its line", (text, messages) => {
    expect([...messagesOf(text)].sort()).toEqual([...messages].sort());
  });

  it("takes what other namespaces say for no business of ours", () => {
    const text = "config:\n  aws:region: eu-west-1\n  tidegate:program: event\n  tidegate:event: a.yaml";
    expect(parseStackFile(text, "f").ok).toBe(true);
    expect(readStackSettings({ program: "event", event: "a.yaml" }).ok).toBe(true);
  });

  it("is read from the engine's text as from the file", async () => {
    const project = new TemporaryProject();
    try {
      project.change("platform", { "tidegate:zones": ["us-east-1a", "nowhere"], "tidegate:accountId": "12" });
      expect(await refusalOf(project, "platform")).toBe(
        [
          "stack platform: 2 problems",
          '  tidegate:accountId: got 12, expected an account\'s 12 digits, quoted. Write it like "123456789012"',
          '  tidegate:zones[1]: got "nowhere", expected an availability zone. Write it like us-east-1a',
        ].join("\n"),
      );
    } finally {
      project.remove();
    }
  });
});
