import { describe, expect, it } from "vitest";
import { readEventText } from "../../cli/input/read-event";
import { applySet } from "../../cli/input/set";
import { renderFindings } from "../../cli/report/findings";
import { expectGolden } from "../support/golden";

const RAW = { audience: { peakConcurrentViewers: 5 }, delivery: { cdns: [{ provider: "cloudfront", shareRatio: 1 }] } };

function set(...sets: readonly string[]): unknown {
  const outcome = applySet(RAW, sets);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings));
  return outcome.value.document;
}

describe("--set", () => {
  it.each([
    ["audience.peakConcurrentViewers=200000", { ...RAW, audience: { peakConcurrentViewers: 200_000 } }],
    [
      "audience.peakConcurrentViewers={ expected: 4, high: 9 }",
      { ...RAW, audience: { peakConcurrentViewers: { expected: 4, high: 9 } } },
    ],
    ["delivery.cdns[0].shareRatio=0.5", { ...RAW, delivery: { cdns: [{ provider: "cloudfront", shareRatio: 0.5 }] } }],
    [
      "delivery.cdns[1].provider=other",
      { ...RAW, delivery: { cdns: [{ provider: "cloudfront", shareRatio: 1 }, { provider: "other" }] } },
    ],
    ["cluster.zones=[us-east-1a]", { ...RAW, cluster: { zones: ["us-east-1a"] } }],
    ['prices["c7i.large"]=0.05', { ...RAW, prices: { "c7i.large": 0.05 } }],
    ["account.quotas.L-1216C47A=640", { ...RAW, account: { quotas: { "L-1216C47A": 640 } } }],
    ["features.services.forum.callsPerJoin=2", { ...RAW, features: { services: { forum: { callsPerJoin: 2 } } } }],
    ["features.signIn.enabled=false", { ...RAW, features: { signIn: { enabled: false } } }],
    ["start=2027-01-31T08:00[Asia/Shanghai]", { ...RAW, start: "2027-01-31T08:00[Asia/Shanghai]" }],
    ["audience.exitSeconds.high=300", { ...RAW, audience: { peakConcurrentViewers: 5, exitSeconds: { high: 300 } } }],
    ["audience.ramp=5m", { ...RAW, audience: { peakConcurrentViewers: 5, ramp: "5m" } }],
  ])("%s", (text, document) => {
    expect(set(text)).toEqual(document);
  });

  it("applies one after the other and leaves the document as it was", () => {
    expect(set("delivery.cdns=[{ provider: other }]", "delivery.cdns[0].name=mine")).toMatchObject({
      delivery: { cdns: [{ provider: "other", name: "mine" }] },
    });
    expect(RAW.delivery.cdns).toEqual([{ provider: "cloudfront", shareRatio: 1 }]);
  });

  it("says what is wrong with a path or a value", () => {
    const outcome = applySet(RAW, [
      "audience",
      "audience.peakViewers=5",
      "audience.peakConcurentViewers=5",
      "delivery.cdns[5].provider=other",
      "delivery[0]=5",
      "audience.peakConcurrentViewers.high=9",
      "audience.ramp.higher=9m",
      "cluster.zones=[a",
      "risk=!!js 5",
      "..a=3",
    ]);
    expect(outcome.ok).toBe(false);
    expectGolden(`${renderFindings(outcome.findings, { color: false })}\n`, "input/set.txt");
  });

  it("is checked like the file, but stands in no line of it", () => {
    const file = "name: sample\nstart: 2027-01-31T08:00[Asia/Shanghai]\naudience: { peakConcurrentViewers: 5 }\n";
    const outcome = readEventText(file, "event.yaml", { set: ["audience.peakConcurrentViewers=-1"] });
    expect(outcome.findings).toMatchObject([{ where: "audience.peakConcurrentViewers", file: "event.yaml" }]);
    expect(outcome.findings[0]?.line).toBeUndefined();
  });
});
