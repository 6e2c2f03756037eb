import { describe, expect, it } from "vitest";
import { readEventText } from "../../cli/input/read-event";

const FILE = `# A remark.
name: sample
start: 2027-01-31T08:00[Asia/Shanghai]
audience:
  peakConcurrentViewers:
    low: 5
    expected: ten
  rampp: 5m
features:
  services:
    forum: { callsPerJoin: 1,
             callsPerVisit: 2 }
delivery:
  cdns:
    - provider: cloudfront
    - provider: cloudflare

      shareRatio: 2
defaults: &shared
  region: mars
cluster: *shared
`;

describe("a problem stands where the file has it", () => {
  const places = new Map(
    readEventText(FILE, "event.yaml").findings.map(({ where, line, column }) => [where, [line, column]]),
  );

  it.each([
    ["audience.peakConcurrentViewers.expected", 7, 5],
    ["audience.rampp", 8, 3],
    ["features.services.forum.callsPerVisit", 12, 14],
    ["delivery.cdns[1].shareRatio", 18, 7],
    ["defaults", 19, 1],
    ["cluster.region", 20, 3],
  ])("%s in line %d, column %d", (where, line, column) => {
    expect(places.get(where)).toEqual([line, column]);
  });

  it("in the order of the file", () => {
    const lines = readEventText(FILE, "event.yaml").findings.map((finding) => finding.line ?? 0);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it("at the nearest thing around what is missing", () => {
    const { findings } = readEventText("name: sample\naudience:\n  ramp: 5m\n", "event.yaml");
    expect(findings.map(({ where, line }) => `${where} ${line}`)).toEqual([
      "start 1",
      "audience.peakConcurrentViewers 2",
    ]);
  });
});
