import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../capacity/catalog/assumptions";
import { parseEvent } from "../../capacity/event/parse";
import { rowPath } from "../../capacity/event/row-fields";
import { required } from "../../capacity/problems";
import { eventOf, findingsOf, LEAST } from "./document";

const parameter = (more: Readonly<Record<string, unknown>>, key: string) =>
  required(eventOf(more).parameters.get(key), `parameter ${key}`);
const expected = (more: Readonly<Record<string, unknown>>, key: string) => parameter(more, key).interval.expected;

describe("an event that says the least", () => {
  const event = eventOf();

  it("has every row of the catalog as a parameter, once per CDN and service", () => {
    const keys = [...event.parameters.keys()];
    const missing = ASSUMPTIONS.map((row) => row.key.replace(/^edge\./, "edge:cloudfront."))
      .filter((key) => !key.startsWith("service."))
      .filter((key) => !keys.includes(key));
    expect(missing).toEqual([]);
    expect(keys.filter((key) => key.startsWith("service"))).toEqual([]);
  });

  it("answers for each number: given with its path, known with its source, assumed with its reason and date", () => {
    for (const each of event.parameters.values()) {
      expect(each.because, each.key).not.toBe("");
      expect(Number.isFinite(each.interval.low + each.interval.expected + each.interval.high), each.key).toBe(true);
      expect(each.source === null, each.key).toBe(each.origin !== "known");
      expect(each.asOf === null, each.key).toBe(each.origin === "given");
      expect(each.key).toBe(each.key.trim());
    }
  });

  it("states one number: the viewers", () => {
    const given = [...event.parameters.values()].filter((each) => each.origin === "given").map((each) => each.key);
    expect(given).toEqual(["audience.peakConcurrentViewers"]);
    expect(event.given).toEqual(["name", "start", "audience.peakConcurrentViewers"]);
  });

  it("lists what it takes for what the file leaves open, with a reason", () => {
    expect(event.choices.map((choice) => choice.path)).toEqual([
      "stream.protocol",
      "stream.ladder",
      "features.licences",
      "features.signIn",
      "features.api",
      "features.chat",
      "features.shortVideo",
      "features.telemetry",
      "features.signIn.hash",
      "delivery.cdns",
      "delivery.origin",
      "delivery.transcodeOn",
      "cluster.region",
      "cluster.zones",
      "cluster.prefixDelegation",
      "audience.regions",
    ]);
    expect(event.choices.every((choice) => choice.because !== "" && choice.chosen !== "")).toBe(true);
  });

  it("belongs to the class of its audience", () => {
    expect(event.tier).toBe("100k");
    expect(eventOf({ audience: { peakConcurrentViewers: 10_000 } }).tier).toBe("10k");
    expect(eventOf({ audience: { peakConcurrentViewers: 10_001 } }).tier).toBe("100k");
    expect(eventOf({ audience: { peakConcurrentViewers: 1_000_001 } }).tier).toBe(null);
  });

  it("starts at the instant of its local time", () => {
    // 08:00 in Shanghai is midnight UTC.
    expect(event.start).toEqual({
      local: "2027-01-31T08:00:00",
      zone: "Asia/Shanghai",
      epochSeconds: Date.UTC(2027, 0, 31) / 1000,
    });
  });
});

describe("start and repeats", () => {
  it.each([
    // Clocks in Berlin are set back at 03:00 summer time (01:00 UTC): 02:30 is first 00:30 UTC, then 01:30 UTC.
    ["2027-10-31T02:30+02:00[Europe/Berlin]", Date.UTC(2027, 9, 31, 0, 30)],
    ["2027-10-31T02:30+01:00[Europe/Berlin]", Date.UTC(2027, 9, 31, 1, 30)],
    ["2027-07-01T8:00[Europe/Berlin]", Date.UTC(2027, 6, 1, 6)],
    ["2027-07-01T08:00:30[Asia/Kolkata]", Date.UTC(2027, 6, 1, 2, 30, 30)],
    ["2027-07-01 08:00[Asia/Calcutta]", Date.UTC(2027, 6, 1, 2, 30)],
  ])("%s is one instant", (start, epochMilliseconds) => {
    expect(eventOf({ start }).start.epochSeconds).toBe(epochMilliseconds / 1000);
  });

  it.each([
    // The night of 28 March 2027 has no 02:30 in Berlin, and 28 March is a Sunday.
    ["2027-03-25T02:30[Europe/Berlin]", "day", "2027-04-02", ["2027-03-28T02:30 does not exist in Europe/Berlin"]],
    ["2027-03-25T02:30[Europe/Berlin]", "day", "2027-03-27", []],
    ["2027-03-29T02:30[Europe/Berlin]", "day", "2027-10-30", []],
    ["2027-03-25T02:30[Europe/Berlin]", "weekday", "2027-04-02", []],
    ["2027-03-25T08:00[Europe/Berlin]", "day", "2027-12-31", []],
    // Samoa left 30 December 2011 out.
    ["2011-12-28T09:00[Pacific/Apia]", "day", "2012-01-03", ["2011-12-30T09:00 does not exist in Pacific/Apia"]],
  ])("%s each %s until %s warns of %j", (start, every, until, found) => {
    const findings = findingsOf({ start, duration: "1h", repeats: { every, until } });
    expect(findings.map((finding) => finding.found)).toEqual(found);
    expect(eventOf({ start, repeats: { every, until } }).repeats).toEqual({ every, until });
  });
});

describe("audience", () => {
  it("is the class's own where only a tier is given, and then assumed", () => {
    const { audience, parameters } = eventOf({ audience: undefined, tier: "1m" });
    expect(audience.peakConcurrentViewers).toEqual({ low: 700_000, expected: 840_000, high: 1_000_000 });
    expect(parameters.get("audience.peakConcurrentViewers")?.origin).toBe("assumed");
  });

  it("divides people, never sessions, by people per stream", () => {
    const audience = { people: 16_000, peoplePerStream: { low: 1, expected: 1.6, high: 2 } };
    // 16,000 ÷ 2, ÷ 1.6, ÷ 1
    expect(eventOf({ audience }).audience.peakConcurrentViewers).toEqual({ low: 8000, expected: 10_000, high: 16_000 });
    expect(parameter({ audience: { people: 15_000 } }, "audience.peakConcurrentViewers")).toMatchObject({
      origin: "assumed",
      interval: { low: 7500, expected: 10_000, high: 15_000 },
    });
  });

  it.each([
    // low = 40² ÷ 400 = 4
    [
      { expected: 40, high: 400 },
      { low: 4, expected: 40, high: 400 },
    ],
    // low = 40² ÷ 4000 = 0.4, but a viewer is at least one
    [
      { expected: 40, high: 4000 },
      { low: 1, expected: 40, high: 4000 },
    ],
    [
      { low: 10, expected: 40 },
      { low: 10, expected: 40, high: 160 },
    ],
    // expected = √(10 × 40)
    [
      { low: 10, high: 40 },
      { low: 10, expected: 20, high: 40 },
    ],
    [{ expected: 40 }, { low: 40, expected: 40, high: 40 }],
    [40, { low: 40, expected: 40, high: 40 }],
  ])("completes %j", (viewersBehindOneAddress, interval) => {
    const audience = { ...LEAST.audience, viewersBehindOneAddress };
    expect(parameter({ audience }, "audience.viewersBehindOneAddress").interval).toEqual(interval);
  });

  it.each([
    ["15m", 900],
    ["1h30m", 5400],
    ["90s", 90],
    ["PT15M", 900],
    ["1.5h", 5400],
    ["P1DT1H", 90_000],
  ])("reads a ramp of %s as %d s", (ramp, seconds) => {
    expect(expected({ audience: { ...LEAST.audience, ramp } }, "audience.rampSeconds")).toBe(seconds);
  });

  it("takes the mean watch time as a share of the duration", () => {
    const audience = { ...LEAST.audience, meanWatch: "30m" };
    expect(parameter({ duration: "1h", audience }, "audience.meanWatchRatio")).toMatchObject({
      interval: { low: 0.5, expected: 0.5, high: 0.5 },
      origin: "given",
      because: "audience.meanWatch",
    });
  });

  it("is where the cluster is, unless the file says where", () => {
    expect(eventOf({ cluster: { region: "eu-central-1" } }).audience.regions).toEqual([
      { name: "Europe, Israel", priceRegion: "europe-israel", peakShareRatio: 1 },
    ]);
  });
});

describe("stream", () => {
  const ladder = [
    { kbps: 1000, mixRatio: 0.25 },
    { height: 720, kbps: 3000, mixRatio: 0.75 },
  ];

  it("has the mean and the sum of its ladder", () => {
    // 0.25 × 1000 + 0.75 × 3000 = 2500; 1000 + 3000 = 4000
    expect(parameter({ stream: { ladder } }, "stream.ladderMeanKbps")).toMatchObject({
      interval: { low: 2500, expected: 2500, high: 2500 },
      origin: "given",
    });
    expect(expected({ stream: { ladder } }, "stream.ladderSumKbps")).toBe(4000);
    expect(expected({ stream: { ladder } }, "stream.renditions")).toBe(2);
  });

  it.each(["meeting-720p", "aws-live-streaming-1080p", "apple-hls-avc"])(
    "has a default mix for %s that sums to 1",
    (name) => {
      const { stream, parameters } = eventOf({ stream: { ladder: name } });
      expect(stream.ladder.reduce((sum, rung) => sum + rung.mixRatio, 0)).toBeCloseTo(1, 12);
      expect(new Set(stream.ladder.map((rung) => rung.name)).size).toBe(stream.ladder.length);
      expect(parameters.get("stream.ladderMeanKbps")?.origin).toBe("assumed");
    },
  );

  it("leans the mix to a mean that logs tell", () => {
    const { stream, parameters } = eventOf({ stream: { ladder: "apple-hls-avc", meanKbps: 600 } });
    expect(stream.ladder.reduce((sum, rung) => sum + rung.mixRatio * rung.kbps, 0)).toBeCloseTo(600, 6);
    expect(stream.ladder.reduce((sum, rung) => sum + rung.mixRatio, 0)).toBeCloseTo(1, 12);
    expect(parameters.get("stream.ladderMeanKbps")).toMatchObject({ origin: "given", because: "stream.meanKbps" });
  });

  it.each([
    ["hls", 6, 0],
    ["ll-hls", 4, 0.333],
    ["dash", 2, 0],
    ["http-flv", 2, 0],
    ["webrtc", 2, 0],
  ])("has segments and parts that suit %s", (protocol, segmentSeconds, partSeconds) => {
    expect(expected({ stream: { protocol } }, "stream.segmentSeconds")).toBe(segmentSeconds);
    expect(expected({ stream: { protocol } }, "stream.partSeconds")).toBe(partSeconds);
    expect(eventOf({ stream: { protocol } }).stream.partSeconds).toBe(partSeconds === 0 ? null : partSeconds);
  });

  it("has two tracks with separate audio", () => {
    expect(expected({ stream: { audio: "separate" } }, "stream.tracks")).toBe(2);
    expect(expected({}, "stream.tracks")).toBe(1);
  });
});

describe("delivery", () => {
  const cdns = (...shares: (number | undefined)[]) => ({
    delivery: {
      cdns: shares.map((shareRatio) => ({
        provider: "cloudfront",
        ...(shareRatio === undefined ? {} : { shareRatio }),
      })),
    },
  });
  const failover = (more: Readonly<Record<string, unknown>>, name: string) =>
    expected(more, `edge:${name}.failoverShareRatio`);

  it("names CDNs by provider and number", () => {
    expect(eventOf(cdns(0.5, 0.5)).delivery.cdns.map((cdn) => cdn.name)).toEqual(["cloudfront", "cloudfront-2"]);
  });

  it("shares equally, as an assumption, where no share is stated", () => {
    expect(expected(cdns(undefined, undefined, undefined), "edge:cloudfront.shareRatio")).toBeCloseTo(1 / 3);
    expect(parameter(cdns(undefined), "edge:cloudfront.shareRatio").origin).toBe("assumed");
  });

  it.each([
    // With one CDN nothing can be taken over.
    [[1], "cloudfront", 1],
    // 0.3 + 0.7
    [[0.7, 0.3], "cloudfront-2", 1],
    // The largest other is 0.5: 0.3 + 0.5 × 0.3 ÷ (0.3 + 0.2)
    [[0.5, 0.3, 0.2], "cloudfront-2", 0.6],
    // The largest other of the first is 0.3: 0.5 + 0.3 × 0.5 ÷ 0.7
    [[0.5, 0.3, 0.2], "cloudfront", 0.5 + (0.3 * 0.5) / 0.7],
    // A standby takes over all when it is alone, half when there are two.
    [[1, 0], "cloudfront-2", 1],
    [[1, 0, 0], "cloudfront-3", 0.5],
    [[0.6, 0.4, 0], "cloudfront-3", 0],
  ])("of shares %j lets %s carry %d when the largest other fails", (shares, name, share) => {
    expect(failover(cdns(...shares), name)).toBeCloseTo(share, 12);
  });

  it("reads coefficients of one CDN from its entry", () => {
    const row = required(
      ASSUMPTIONS.find((each) => each.key.startsWith("edge.") && each.path?.includes("*")),
      "a row of a CDN",
    );
    const local = row.key.slice("edge.".length);
    const field = required(row.path?.split(".").at(-1), "its field");
    const entry = { provider: "cloudfront", [field]: row.high };
    const { parameters } = eventOf({ delivery: { cdns: [entry, { provider: "cloudflare" }] } });
    expect(parameters.get(`edge:cloudfront.${local}`)).toMatchObject({
      origin: "given",
      because: `delivery.cdns[0].${field}`,
    });
    expect(parameters.get(`edge:cloudflare.${local}`)?.origin).not.toBe("given");
  });
});

describe("features", () => {
  it("are those listed, with what every app has", () => {
    const { features } = eventOf({
      features: { chat: {}, services: { forum: { criticality: "core" }, rewards: { enabled: false, image: "a/b:1" } } },
    });
    const shown = features.map(({ id, enabled, criticality }) => `${id} ${enabled} ${criticality}`);
    expect(shown).toEqual([
      "licence false core",
      "session true core",
      "api true core",
      "chat true value-added",
      "upload false value-added",
      "telemetry true value-added",
      "service:forum true core",
      "service:rewards false value-added",
    ]);
    expect(features.at(-1)?.image).toBe("a/b:1");
  });

  it("keep their parameters when off", () => {
    expect(parameter({ features: { signIn: { enabled: false } } }, "session.validTokenRatio").origin).toBe("assumed");
  });

  it("give each service its own coefficients", () => {
    const services = { rewards: { callsPerJoin: 7 }, forum: {} };
    const { parameters } = eventOf({ features: { services } });
    expect(parameters.get("service:rewards.callsPerJoin")).toMatchObject({
      interval: { expected: 7 },
      because: "features.services.rewards.callsPerJoin",
      path: "features.services.rewards.callsPerJoin",
    });
    expect(parameters.get("service:forum.callsPerJoin")?.origin).toBe("assumed");
  });

  it.each([
    ["argon2id-19MiB", 34.5, 19],
    ["argon2id-64MiB", 7.2, 64],
    ["bcrypt-cost12", 3.4, 4 / 1024],
    ["scrypt-n2e17", 1.9, 128],
    ["pbkdf2-sha256", 4.3, 1 / 1024],
    ["argon2id-46MiB", 13.5, 46],
    ["bcrypt-cost10", 13.8, 4 / 1024],
  ])("hash passwords with %s at %d hashes/s in %d MiB", (hash, rate, memory) => {
    const features = { signIn: { hash } };
    expect(parameter({ features }, "session.hashesPerSecondPerVcpu")).toMatchObject({
      interval: { expected: rate },
      origin: "known",
    });
    expect(expected({ features }, "session.memoryPerHashMib")).toBe(memory);
  });

  it("let an operator's own measurement replace the catalog's rate", () => {
    const features = { signIn: { hashesPerSecondPerVcpu: { expected: 50, high: 60 } } };
    expect(parameter({ features }, "session.hashesPerSecondPerVcpu")).toMatchObject({
      interval: { expected: 50, high: 60 },
      origin: "given",
    });
  });
});

describe("cluster", () => {
  it("stands on the first three zones of its region and holds on all but one", () => {
    expect(eventOf({ cluster: { region: "ap-northeast-1" } }).cluster).toMatchObject({
      zones: ["ap-northeast-1a", "ap-northeast-1b", "ap-northeast-1c"],
      survivingZones: 2,
      families: [],
      purchaseOptions: ["on-demand"],
    });
    expect(eventOf({ cluster: { zones: ["us-east-1b"] } }).cluster.survivingZones).toBe(1);
  });

  it("may lose no zone where the file insists, with a warning", () => {
    expect(findingsOf({ cluster: { survivingZones: 3 } })).toMatchObject([
      { id: "no-zone-to-lose", severity: "warning", where: "cluster.survivingZones" },
    ]);
  });
});

describe("account", () => {
  it("keeps a quota that the catalog doesn't know, and says that it is not looked at", () => {
    const quotas = { "L-1216C47A": 640, "L-00000000": 3 };
    expect(eventOf({ account: { quotas } }).account.quotas).toEqual(quotas);
    expect(findingsOf({ account: { quotas } })).toMatchObject([{ id: "quota-not-looked-at", severity: "note" }]);
  });
});

describe("rows of the catalog", () => {
  it.each(ASSUMPTIONS.filter((row) => row.path !== null))("$key can be stated at $path", (row) => {
    const path = required(rowPath(row, row.key.startsWith("edge.") ? 0 : "forum"), "a path");
    const document: Record<string, unknown> = { ...LEAST, delivery: { cdns: [{ provider: "cloudfront" }] } };
    const isDuration = row.unit === "s" && !/Seconds$/.test(String(path.at(-1)));
    let parent = document;
    for (const [index, step] of path.slice(0, -1).entries()) {
      const below = (parent[step] ?? {}) as Record<string, unknown> | unknown[];
      parent[step] = Array.isArray(below) ? [...below] : { ...below };
      parent = parent[step] as Record<string, unknown>;
      expect(index).toBeLessThan(6);
    }
    parent[String(path.at(-1))] = isDuration ? `${row.high}s` : row.high;
    const outcome = parseEvent(document);
    expect(outcome.findings).toEqual([]);
    const key = row.key.replace(/^edge\./, "edge:cloudfront.").replace(/^service\./, "service:forum.");
    const read = outcome.ok ? outcome.value.parameters.get(key) : undefined;
    expect(read).toMatchObject({ origin: "given", interval: { low: row.high, expected: row.high, high: row.high } });
  });
});

describe("laws of parsing", () => {
  const sections = Object.keys(eventOf()).concat(["budget", "__proto__", "low", "constructor"]);
  /** Documents that look like events in places, so that the readers behind the schema are reached too. */
  const nearlyEvent = fc.record(
    {
      name: fc.oneof(fc.constant("sample"), fc.string()),
      start: fc.oneof(fc.constant(LEAST.start), fc.string(), fc.constant("2027-03-28T02:30[Europe/Berlin]")),
      tier: fc.oneof(fc.constantFrom("10k", "100k", "1m"), fc.jsonValue()),
      duration: fc.oneof(fc.constantFrom("1h", "0s", "30h"), fc.jsonValue()),
      repeats: fc.oneof(fc.record({ every: fc.constantFrom("day", "weekday"), until: fc.string() }), fc.jsonValue()),
      audience: fc.oneof(
        fc.record(
          {
            peakConcurrentViewers: fc.oneof(
              fc.double(),
              fc.dictionary(fc.constantFrom("low", "expected", "high"), fc.double()),
            ),
            regions: fc.array(
              fc.record({ name: fc.string(), priceRegion: fc.constantFrom("japan", "x"), peakShareRatio: fc.double() }),
            ),
            meanWatch: fc.oneof(fc.constant("5m"), fc.jsonValue()),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      stream: fc.oneof(
        fc.record(
          {
            protocol: fc.constantFrom("hls", "ll-hls", "webrtc", "x"),
            ladder: fc.oneof(
              fc.constant("meeting-720p"),
              fc.array(fc.record({ kbps: fc.double(), mixRatio: fc.double() }, { requiredKeys: [] })),
            ),
            meanKbps: fc.double(),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      delivery: fc.oneof(
        fc.record({
          cdns: fc.array(
            fc.record(
              { provider: fc.constantFrom("cloudfront", "other", "x"), shareRatio: fc.double({ min: 0, max: 1 }) },
              { requiredKeys: [] },
            ),
          ),
        }),
        fc.jsonValue(),
      ),
      cluster: fc.oneof(
        fc.record(
          {
            region: fc.string(),
            zones: fc.array(fc.string()),
            families: fc.array(fc.string()),
            survivingZones: fc.integer(),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      features: fc.oneof(
        fc.record({ services: fc.dictionary(fc.string(), fc.jsonValue()), chat: fc.jsonValue() }, { requiredKeys: [] }),
        fc.jsonValue(),
      ),
      hosts: fc.oneof(
        fc.record({ media: fc.dictionary(fc.string(), fc.array(fc.constantFrom("a.example.com", "b"))) }),
        fc.jsonValue(),
      ),
      account: fc.oneof(fc.record({ quotas: fc.dictionary(fc.string(), fc.double()) }), fc.jsonValue()),
      prices: fc.oneof(fc.dictionary(fc.string(), fc.double()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const documents = fc.oneof(
    nearlyEvent,
    fc.jsonValue({ maxDepth: 8 }),
    fc.dictionary(fc.constantFrom(...sections), fc.jsonValue({ maxDepth: 6 })),
  );

  it("never throws, and an event or a reason comes out", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const outcome = parseEvent(document);
        if (!outcome.ok) expect(outcome.findings.some((finding) => finding.severity === "error")).toBe(true);
        for (const finding of outcome.findings) {
          expect([finding.found, finding.expected, finding.fix].every((text) => text !== "")).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("gives the same for the same document", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(parseEvent(structuredClone(document))).toEqual(parseEvent(document));
      }),
      { numRuns: 100 },
    );
  });

  it("leaves the document as it was", () => {
    const document = { ...LEAST, features: { services: { forum: { callsPerJoin: { expected: 2, high: 3 } } } } };
    const before = structuredClone(document);
    parseEvent(document);
    expect(document).toEqual(before);
  });

  it("changes nothing but the name when the event is renamed", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/), (name) => {
        expect({ ...eventOf({ name }), name: "sample" }).toEqual(eventOf());
      }),
      { numRuns: 20 },
    );
  });

  it("keeps intervals in order and inside their bounds", () => {
    const number = fc.double({ min: 1, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.record({ low: number, expected: number, high: number }, { requiredKeys: [] }), (interval) => {
        const outcome = parseEvent({ ...LEAST, audience: { peakConcurrentViewers: interval } });
        if (!outcome.ok) return;
        const { low, expected, high } = outcome.value.audience.peakConcurrentViewers;
        expect(1 <= low && low <= expected && expected <= high && high <= 8.2e9).toBe(true);
      }),
    );
  });

  it("reads no clock: an event of another century parses", () => {
    expect(eventOf({ start: "1999-12-31T23:00[Europe/London]" }).start.epochSeconds).toBe(
      Date.UTC(1999, 11, 31, 23) / 1000,
    );
  });
});
