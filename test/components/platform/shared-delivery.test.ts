import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { SharedDelivery, type SharedDeliveryArgs } from "../../../components/platform/shared-delivery";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";

const MINIMAL: SharedDeliveryArgs = { accountId: "123456789012" };
const graphWith = (changes: Partial<SharedDeliveryArgs> = {}) =>
  graphOf(() => new SharedDelivery("d", { ...MINIMAL, ...changes }));

const ALWAYS = [
  "aws:cloudfront/cachePolicy:CachePolicy d-low-latency-playlists",
  "aws:cloudfront/cachePolicy:CachePolicy d-playlists",
  "aws:cloudfront/cachePolicy:CachePolicy d-segments",
  "aws:cloudfront/originAccessControl:OriginAccessControl d-origin-access",
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy d-origin-requests",
  "aws:cloudfront/realtimeLogConfig:RealtimeLogConfig d-log",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy d-response-headers",
  "aws:iam/role:Role d-log-role",
  "aws:iam/rolePolicy:RolePolicy d-log-policy",
  "aws:kinesis/stream:Stream d-log-stream",
  "tidegate:delivery:SharedDelivery d",
];

describe("SharedDelivery", () => {
  it("has policies, origin access and a log, and no key group without keys", async () => {
    expect(childrenOf(await graphWith())).toEqual(ALWAYS);
  });

  it("has a key for each name, in one group", async () => {
    const graph = await graphWith({ signingKeys: { "2026": "PEM one", "2027": "PEM two" } });
    const keys = ["2026", "2027"].map((key) => `aws:cloudfront/publicKey:PublicKey d-signing-key-${key}`);
    expect(childrenOf(graph)).toEqual([...ALWAYS, ...keys, "aws:cloudfront/keyGroup:KeyGroup d-signing-keys"].sort());
    expect(named(graph, "d-signing-key-2027").inputs.encodedKey).toBe("PEM two");
    expect(awaitedBy(graph, "d-signing-keys")).toEqual(["d-signing-key-2026", "d-signing-key-2027"]);
  });

  it("takes a key that only a deployment knows", async () => {
    const graph = await graphOf(() => new SharedDelivery("d", { ...MINIMAL, signingKeys: { a: unknownText("key") } }));
    expect(named(graph, "d-signing-key-a").inputs.encodedKey).toEqual(UNKNOWN);
  });

  it("keeps playlists for seconds and segments for days, never for nothing", async () => {
    const graph = await graphWith({ playlistSeconds: 3, segmentSeconds: 3600 });
    const ttls = (role: string) => {
      const { minTtl, defaultTtl, maxTtl } = named(graph, `d-${role}`).inputs;
      return [minTtl, defaultTtl, maxTtl];
    };
    expect(ttls("playlists")).toEqual([1, 3, 60]);
    expect(ttls("low-latency-playlists")).toEqual([1, 1, 3]);
    expect(ttls("segments")).toEqual([1, 3600, 1_209_600]);
  });

  it("tells apart only what is another playlist", async () => {
    const graph = await graphWith();
    const query = (role: string) => {
      const key = named(graph, `d-${role}`).inputs.parametersInCacheKeyAndForwardedToOrigin;
      return (key as { readonly queryStringsConfig: unknown }).queryStringsConfig;
    };
    expect(query("segments")).toEqual({ queryStringBehavior: "none" });
    expect(query("playlists")).toEqual({
      queryStringBehavior: "whitelist",
      queryStrings: { items: ["aws.manifestfilter"] },
    });
    expect(query("low-latency-playlists")).toEqual({
      queryStringBehavior: "whitelist",
      queryStrings: { items: ["_HLS_msn", "_HLS_part", "_HLS_skip", "aws.manifestfilter"] },
    });
  });

  it("logs a sample, without viewers' addresses, to a stream it may write", async () => {
    const graph = await graphWith({ logSamplingPercent: 5 });
    const { fields, samplingRate, endpoint } = named(graph, "d-log").inputs;
    expect(samplingRate).toBe(5);
    expect(fields).not.toContain("c-ip");
    expect(fields).toContain("sc-status");
    expect(endpoint).toEqual({ streamType: "Kinesis", kinesisStreamConfig: { roleArn: UNKNOWN, streamArn: UNKNOWN } });
    expect(awaitedBy(graph, "d-log")).toContain("d-log-policy");
  });

  it("has a stream that scales by itself, or the shards asked for", async () => {
    const onDemand = named(await graphWith(), "d-log-stream").inputs;
    expect(onDemand).toMatchObject({
      streamModeDetails: { streamMode: "ON_DEMAND" },
      encryptionType: "KMS",
      retentionPeriod: 24,
    });
    expect(onDemand.shardCount).toBeUndefined();
    const provisioned = named(await graphWith({ logShards: 8 }), "d-log-stream").inputs;
    expect(provisioned).toMatchObject({ streamModeDetails: { streamMode: "PROVISIONED" }, shardCount: 8 });
  });

  it("keeps names within limits for the longest component and stack names", async () => {
    const long = "d".repeat(63);
    const graph = await graphOf(() => new SharedDelivery(long, MINIMAL), { stack: "s".repeat(63) });
    const lengthOf = (role: string) => String(named(graph, `${long}-${role}`).inputs.name).length;
    expect(lengthOf("origin-access")).toBeLessThanOrEqual(64);
    expect(lengthOf("log-role")).toBeLessThanOrEqual(64);
    expect(lengthOf("log-stream")).toBeLessThanOrEqual(128);
    expect(lengthOf("playlists")).toBeLessThanOrEqual(128);
  });

  it.each<[string, Partial<SharedDeliveryArgs>, string]>([
    [
      "a sixth key",
      { signingKeys: { a: "", b: "", c: "", d: "", e: "", f: "" } },
      "signingKeys is 6 entries, expected at most 5 entries",
    ],
    [
      "a sample of nothing",
      { logSamplingPercent: 0 },
      "logSamplingPercent is 0, expected a whole number from 1 to 100",
    ],
    [
      "segments for a month",
      { segmentSeconds: 2_592_000 },
      "segmentSeconds is 2592000, expected a whole number from 1 to 1209600",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new SharedDelivery("d", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
