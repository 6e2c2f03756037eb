import fc from "fast-check";
import type { Event } from "../../capacity/event/event";
import { parseEvent } from "../../capacity/event/parse";

/** An event file as plain data. */
export type RawEvent = Readonly<Record<string, unknown>>;

/** The event of a raw file. @throws with every problem: generated files are valid */
export function parsed(raw: RawEvent): Event {
  const outcome = parseEvent(raw);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings, null, 2));
  return outcome.value;
}

/** A number or an interval around it. */
function uncertain(of: fc.Arbitrary<number>): fc.Arbitrary<number | { low: number; expected: number; high: number }> {
  return fc.oneof(
    of,
    fc
      .tuple(of, fc.double({ min: 0.3, max: 1, noNaN: true }), fc.double({ min: 1, max: 3, noNaN: true }))
      .map(([expected, down, up]) => ({ low: Math.max(1, expected * down), expected, high: expected * up })),
  );
}

/** Sessions from one to a few million, as often a few as many. */
const viewers = fc.double({ min: 0, max: 6.5, noNaN: true }).map((exponent) => Math.ceil(10 ** exponent));

/** Shares in hundredths that sum to 1, so that no rounding gets in the way. */
function shares(count: number): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.integer({ min: 0, max: 20 }), { minLength: count, maxLength: count }).map((weights) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    const hundredths = weights.map((weight) => (sum === 0 ? 0 : Math.floor((weight * 100) / sum)));
    const rest = 100 - hundredths.reduce((a, b) => a + b, 0);
    return hundredths.map((part, i) => (i === 0 ? part + rest : part) / 100);
  });
}

const ladder = fc.oneof(
  fc.constantFrom("aws-live-streaming-1080p", "apple-hls-avc", "meeting-720p"),
  fc
    .uniqueArray(fc.constantFrom(234, 360, 480, 720, 1080, 2160), { minLength: 1, maxLength: 5 })
    .map((heights) => heights.map((height) => ({ height, kbps: height * 4 }))),
);

const stream = fc
  .record({
    protocol: fc.constantFrom("hls", "ll-hls", "dash", "http-flv", "webrtc"),
    ladder,
    segmentSeconds: fc.integer({ min: 1, max: 10 }),
    audio: fc.constantFrom("muxed", "separate"),
    channels: fc.integer({ min: 1, max: 6 }),
    timeShift: fc.constantFrom("0s", "10m", "2h"),
  })
  .map(({ segmentSeconds, ...rest }) =>
    rest.protocol === "http-flv" || rest.protocol === "webrtc" ? rest : { ...rest, segmentSeconds },
  );

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const enabled = fc.record({ enabled: fc.boolean() });

const features = fc
  .record({
    signIn: optional(fc.record({ enabled: fc.boolean(), hash: fc.constantFrom("argon2id-19MiB", "bcrypt-cost10") })),
    licences: optional(enabled),
    api: optional(enabled),
    chat: optional(
      fc.record({
        criticality: fc.constantFrom("core", "value-added"),
        messagesPerViewerPerMinute: fc.double({ min: 0, max: 5, noNaN: true }),
        viewersPerRoom: fc.integer({ min: 1, max: 50_000 }),
      }),
    ),
    shortVideo: optional(fc.record({ uploadsPerMinute: uncertain(fc.integer({ min: 1, max: 2000 })) })),
    telemetry: optional(enabled),
    services: optional(
      fc.record({ rewards: fc.record({ callsPerViewerPerMinute: fc.double({ min: 0, max: 5, noNaN: true }) }) }),
    ),
  })
  .map(withoutUndefined);

const cdns = fc
  .integer({ min: 1, max: 3 })
  .chain((count) =>
    shares(count).chain((parts) =>
      fc
        .array(
          fc.record({ provider: fc.constantFrom("cloudfront", "cloudflare", "other"), originShield: fc.boolean() }),
          { minLength: count, maxLength: count },
        )
        .map((list) => list.map((cdn, i) => ({ ...cdn, shareRatio: parts[i] ?? 0 }))),
    ),
  );

const cluster = fc
  .record({
    zones: fc.constantFrom(1, 2, 3),
    families: optional(fc.constantFrom(["c7i"], ["m5", "c5"], ["m7i", "r7i", "c7a"])),
    targetUtilization: fc.double({ min: 0.3, max: 0.8, noNaN: true }),
    prefixDelegation: fc.boolean(),
    lost: fc.constantFrom(0, 1),
  })
  .map(({ zones, lost, ...rest }) =>
    withoutUndefined({
      ...rest,
      region: "us-east-1",
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"].slice(0, zones),
      survivingZones: Math.max(1, zones - lost),
    }),
  );

const regions = shares(2).map(([us = 1, europe = 0]) => [
  { name: "North America", priceRegion: "us-mx-ca", peakShareRatio: us },
  { name: "Europe", priceRegion: "europe-israel", peakShareRatio: europe },
]);

/** Any valid event file: protocols, ladders, features, CDNs and zones of every kind, from one viewer to millions. */
export const arbitraryEvent: fc.Arbitrary<RawEvent> = fc
  .record({
    name: fc.constant("some-event"),
    start: fc.constantFrom("2027-01-31T08:00[Asia/Shanghai]", "2027-03-27T20:30[Europe/London]"),
    duration: fc.constantFrom("30m", "1h", "4h"),
    repeats: optional(fc.constant({ every: "day", until: "2027-04-02" })),
    audience: fc.record({
      peakConcurrentViewers: uncertain(viewers),
      ramp: fc.constantFrom("1m", "5m", "15m"),
      regions,
    }),
    stream,
    features,
    delivery: fc.record({
      cdns,
      origin: fc.constantFrom("object-storage", "packager"),
      transcodeOn: fc.constantFrom("cpu", "gpu", "external"),
    }),
    cluster,
    risk: fc.constantFrom(0.02, 0.05, 0.2),
  })
  .map(withoutUndefined);

function withoutUndefined(record: object): RawEvent {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The same file with another value at a path of mappings. */
export function withValue(raw: RawEvent, path: readonly string[], value: unknown): RawEvent {
  const [step, ...rest] = path;
  if (step === undefined) return raw;
  const below = rest.length === 0 ? value : withValue((raw[step] ?? {}) as RawEvent, rest, value);
  return { ...raw, [step]: below };
}
