import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvent } from "../../cli/input/read-event";
import { renderFindings } from "../../cli/report/findings";
import { expectGolden } from "../support/golden";

const LEAST = "name: sample\nstart: 2027-01-31T08:00[Asia/Shanghai]\n";
const AUDIENCE = "audience: { peakConcurrentViewers: 50000 }\n";
const VALID = LEAST + AUDIENCE;

const viewers = (value: string) => `${LEAST}audience: { peakConcurrentViewers: ${value} }\n`;
const start = (text: string) => `name: sample\nstart: ${text}\n${AUDIENCE}`;
const repeated = (text: string, count: number) => text.repeat(count);

/** Every kind of bad input, by the name of its golden file. */
const CASES: Readonly<Record<string, string | Uint8Array>> = {
  // Files and YAML.
  empty: "",
  "only-comments": "# nothing here yet\n\n",
  huge: repeated("# ten megabytes of remarks\n", 10_000_000 / 27),
  binary: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
  "not-utf8": Uint8Array.of(...Buffer.from("name: caf"), 0xe9, 0x0a),
  "utf-16": Buffer.from("\ufeffname: sample\n", "utf16le"),
  "deep-brackets": `name: ${repeated("[", 100_000)}`,
  "deep-dashes": `name:\n  ${repeated("- ", 100_000)}x`,
  "deep-blocks": Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
  "anchor-bomb": ["a: &a [1,1,1,1,1,1,1,1,1]", ..."bcdefgh"]
    .map((line, index, all) => {
      if (index === 0) return line;
      const before = index === 1 ? "a" : all[index - 1];
      return `${line}: &${line} [${Array(9).fill(`*${before}`).join(",")}]`;
    })
    .join("\n"),
  "anchor-in-itself": "name: &a [*a]\n",
  "alias-without-anchor": `${VALID}owner: *nobody\n`,
  "duplicate-keys": `${VALID}duration: 1h\nduration: 2h\n`,
  "custom-tag": "name: !!js/function 'x'\nstart: !local 2027-01-31\n",
  "second-document": `${VALID}---\n${VALID}`,
  "key-not-text": "? [a, b]\n: 1\n",
  "bracket-open": "name: [sample\nstart: x\n",
  "tab-indent": `${LEAST}audience:\n\tpeakConcurrentViewers: 5\n`,
  "merge-key": `base: &base { duration: 1h }\n${VALID}<<: *base\n`,
  "not-a-mapping": "- name: sample\n",
  "prototype-keys": `${VALID}__proto__: { tier: 1m }\nfeatures: { services: { __proto__: {}, Rewards: {} } }\n`,
  "many-problems": VALID + Array.from({ length: 5000 }, (_, index) => `wrong${index}: 1`).join("\n"),
  // Shape.
  "nothing-required": "owner: me\n",
  "unknown-keys": `${VALID}tieer: 1m\nbudget: 3\nsegmentSeconds: 4\nstream: { segmentSecond: 4, latency: low }\nfeatures: { singIn: {}, chat: { criticallity: core } }\n`,
  "no-values": `${VALID}duration:\ntier:\nfeatures:\n  chat:\nstream: { channels: }\n`,
  "wrong-types": `name: [a]\nstart: 2027\naudience: 50000\nstream: hls\ndelivery: { cdns: cloudfront }\ncluster: { prefixDelegation: sometimes, families: c7i }\nfeatures: { signIn: true }\n`,
  "unknown-words": `${VALID}tier: 10m\nstream: { protocol: llhls, ladder: meeting-1080p, audio: split }\ndelivery: { origin: s3, cdns: [{ provider: akamai }] }\ncluster: { purchaseOptions: [reserved] }\nfeatures: { signIn: { hash: md5, criticality: vital } }\naccount: { cloudflarePlan: entreprise }\n`,
  "bad-names": `name: Cup Final\nstart: 2027-01-31T08:00[UTC]\n${AUDIENCE}hosts: { app: "https://live.example.com/", media: { cloudfront: [localhost] } }\ndelivery: { cdns: [{ provider: cloudfront, name: "CDN 1" }] }\n`,
  "empty-lists": `${VALID}delivery: { cdns: [] }\ncluster: { zones: [], families: [] }\nstream: { ladder: [] }\n`,
  // Numbers.
  "wrong-units": `${LEAST}audience: { peakConcurrentViewers: 840k, meanWatchRatio: 70%, exitSeconds: 3min, ramp: 900 }\nstream: { segmentSeconds: 4s, audioKbps: 0.1Mbps, meanKbps: 3Mbps, timeShift: 2 hours }\ndelivery: { cdns: [{ provider: cloudfront, limitGbps: 3Tbps, usedGbThisMonth: 60 TB }] }\nrisk: 5%\n`,
  "viewers-negative": viewers("-5"),
  "viewers-zero": viewers("0"),
  "viewers-nan": viewers(".nan"),
  "viewers-infinite": viewers(".inf"),
  "viewers-1e30": viewers("1e30"),
  "viewers-text": viewers("many"),
  "interval-incomplete": `${LEAST}audience: { peakConcurrentViewers: { low: 5 }, dailyViewers: {}, rampSteepness: { high: 2 } }\n`,
  "interval-order": `${LEAST}audience: { peakConcurrentViewers: { low: 9, expected: 5, high: 7 } }\n`,
  "interval-keys": `${LEAST}audience: { peakConcurrentViewers: { low: 1, expcted: 5, hi: 7, mode: 2 } }\n`,
  "interval-parts": `${LEAST}audience: { peakConcurrentViewers: { low: -1, expected: ten, high: .inf } }\n`,
  "out-of-range": `${VALID}duration: 0s\nrisk: 0\nstream: { segmentSeconds: 0.5, channels: 1.5, overheadRatio: 0.5 }\nfeatures: { signIn: { validTokenRatio: 1.5 }, services: { rewards: { callsPerJoin: -1 } } }\ncluster: { survivingZones: 0 }\n`,
  "event-too-long": `${VALID}duration: 30d\n`,
  // Audience.
  "audience-twice": `${LEAST}audience: { peakConcurrentViewers: 5000, people: 9000 }\n`,
  "people-per-stream-alone": `${LEAST}audience: { peakConcurrentViewers: 5000, peoplePerStream: 1.5 }\n`,
  "audience-missing": `${LEAST}audience: { ramp: 10m }\n`,
  "tier-too-small": `${LEAST}tier: 10k\naudience: { peakConcurrentViewers: { expected: 9000, high: 50000 } }\n`,
  "tier-too-large": `${LEAST}tier: 1m\naudience: { peakConcurrentViewers: 5000 }\n`,
  "above-every-tier": `${LEAST}tier: 1m\naudience: { peakConcurrentViewers: 20000000 }\n`,
  "region-shares": `${LEAST}audience:\n  peakConcurrentViewers: 5000\n  regions:\n    - { name: Europe, priceRegion: europe-israel, peakShareRatio: 0.6 }\n    - { name: America, priceRegion: us-mx-ca, peakShareRatio: 0.5 }\n`,
  "region-unknown": `${LEAST}audience:\n  peakConcurrentViewers: 5000\n  regions:\n    - { name: Europe, priceRegion: europe, peakShareRatio: 0.5 }\n    - { name: Mars, priceRegion: olympus-mons, peakShareRatio: 0.5 }\n`,
  "region-twice": `${LEAST}audience:\n  peakConcurrentViewers: 5000\n  regions:\n    - { name: Europe, priceRegion: europe-israel, peakShareRatio: 0.5 }\n    - { name: Europe, priceRegion: japan, peakShareRatio: 0.5 }\n`,
  "watch-longer-than-event": `${LEAST}duration: 1h\naudience: { peakConcurrentViewers: 5000, meanWatch: 2h }\n`,
  "watch-twice": `${LEAST}audience: { peakConcurrentViewers: 5000, meanWatch: 1h, meanWatchRatio: 0.5 }\n`,
  // Time.
  "start-without-zone": start("2027-01-31T08:00"),
  "start-with-offset-only": start("2027-01-31T08:00+08:00"),
  "start-in-utc": start("2027-01-31T00:00Z[Asia/Shanghai]"),
  "start-unknown-zone": start('"2027-01-31T08:00[Asia/Shangai]"'),
  "start-zone-abbreviation": start('"2027-01-31T08:00[CEST]"'),
  "start-offset-as-zone": start('"2027-01-31T08:00[+08:00]"'),
  "start-not-a-date": start("2027-02-30T08:00[UTC]"),
  "start-not-a-time": start("2027-02-20T25:00[UTC]"),
  "start-free-text": start("next Sunday at eight"),
  "start-in-gap": start("2027-03-28T02:30[Europe/Berlin]"),
  "start-twice": start("2027-10-31T02:30[Europe/Berlin]"),
  "start-wrong-offset": start("2027-10-31T02:30+05:00[Europe/Berlin]"),
  "repeats-before-start": `${VALID}repeats: { every: day, until: 2027-01-30 }\n`,
  "repeats-no-such-date": `${VALID}repeats: { every: day, until: 2027-02-30 }\n`,
  "repeats-not-a-date": `${VALID}repeats: { every: month, until: spring }\n`,
  "repeats-for-years": `${VALID}repeats: { every: day, until: 2030-01-31 }\n`,
  "repeats-weekday-on-sunday": `${VALID}repeats: { every: weekday, until: 2027-02-14 }\n`,
  "repeats-overlap": `${VALID}duration: 26h\nrepeats: { every: day, until: 2027-02-14 }\n`,
  // Stream.
  "mix-of-zero": `${VALID}stream: { ladder: [{ kbps: 800, mixRatio: 0 }, { kbps: 3000, mixRatio: 0 }] }\n`,
  "mix-does-not-sum": `${VALID}stream: { ladder: [{ kbps: 800, mixRatio: 0.3 }, { kbps: 3000, mixRatio: 0.6 }] }\n`,
  "mix-incomplete": `${VALID}stream: { ladder: [{ kbps: 800, mixRatio: 0.3 }, { kbps: 3000 }] }\n`,
  "ladder-rungs": `${VALID}stream: { ladder: [{ kbps: 3Mbps }, { height: 720 }, { kbps: 800, name: a, codec: av1 }] }\n`,
  "ladder-same-names": `${VALID}stream: { ladder: [{ name: hd, kbps: 800 }, { name: hd, kbps: 3000 }] }\n`,
  "mean-outside-ladder": `${VALID}stream: { ladder: meeting-720p, meanKbps: 5000 }\n`,
  "part-longer-than-segment": `${VALID}stream: { protocol: ll-hls, segmentSeconds: 1, partSeconds: 2 }\n`,
  "part-without-low-latency": `${VALID}stream: { protocol: dash, partSeconds: 0.5 }\n`,
  // Delivery and hosts.
  "cdn-shares": `${VALID}delivery:\n  cdns:\n    - { provider: cloudfront, shareRatio: 0.7 }\n    - { provider: cloudflare, shareRatio: 0.25 }\n`,
  "cdn-share-missing": `${VALID}delivery: { cdns: [{ provider: cloudfront, shareRatio: 1 }, { provider: cloudflare }] }\n`,
  "cdn-same-names": `${VALID}delivery: { cdns: [{ provider: cloudfront, name: a }, { provider: cloudflare, name: a }] }\n`,
  "hosts-twice": `${VALID}hosts:\n  app: live.example.com\n  media:\n    cloudfront: [m.example.com, m.example.com, live.example.com]\n`,
  "hosts-of-unknown-cdn": `${VALID}hosts: { media: { cloudfornt: [m.example.com], fastly: [n.example.com] } }\n`,
  "host-outside-zone": `${VALID}hosts: { app: live.example.org, zone: example.com }\n`,
  // Cluster and account.
  "region-misspelt": `${VALID}cluster: { region: us-east1 }\n`,
  "region-by-name": `${VALID}cluster: { region: Frankfurt }\n`,
  "zone-of-another-region": `${VALID}cluster: { region: eu-west-1, zones: [eu-west-1a, us-east-1b] }\n`,
  "zone-unknown": `${VALID}cluster: { region: eu-west-1, zones: [eu-west-1a, eu-west-1f, nowhere] }\n`,
  "zone-twice": `${VALID}cluster: { region: eu-west-1, zones: [eu-west-1a, eu-west-1a] }\n`,
  "surviving-more-than-zones": `${VALID}cluster: { zones: [us-east-1a, us-east-1b], survivingZones: 3 }\n`,
  "family-unknown": `${VALID}cluster: { families: [c7i, C7i.large, quantum] }\n`,
  "quota-unknown": `${VALID}account: { quotas: { L-1216C47A: many, running-vcpu: 5, aws/eks/cluster: 3 } }\n`,
  "quota-twice": `${VALID}account: { quotas: { L-1216C47A: 5, aws/ec2/running-on-demand-standard-instances: 6 } }\n`,
  "price-unknown": `${VALID}prices: { c7i.larg: 0.09, coffee: 3, aws/ec2/on-demand/c7i.large: -1 }\n`,
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-input-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `tidegate validate event.yaml` prints, whatever the folder. */
function printed(file: string): string {
  const outcome = readEvent(file);
  expect(outcome.ok).toBe(false);
  expect(outcome.findings.some((finding) => finding.severity === "error")).toBe(true);
  const findings = outcome.findings.map((finding) => ({ ...finding, file: "event.yaml" }));
  return `${renderFindings(findings, { color: false })}\n`;
}

describe("bad input is refused with a place, what there is, what is allowed and what to do", () => {
  it.each(Object.keys(CASES))("%s", (name) => {
    const file = path.join(folder, `${name}.yaml`);
    writeFileSync(file, CASES[name] ?? "");
    const text = printed(file);
    expect(text).not.toMatch(/undefined|\bNaN\b|\[object|node_modules|Error:|\bat .*:\d+:\d+/);
    expectGolden(text, `input/${name}.txt`);
  });

  it("a file that is not there", () => {
    expectGolden(printed(path.join(folder, "nowhere.yaml")), "input/missing.txt");
  });

  it("a directory", () => {
    expectGolden(printed(folder), "input/directory.txt");
  });

  it("a file that can't be read", () => {
    const link = path.join(folder, "loop.yaml");
    symlinkSync(link, link);
    expectGolden(printed(link), "input/unreadable.txt");
  });
});
