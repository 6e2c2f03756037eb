import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { Distribution, type DistributionArgs } from "../../../components/event/distribution";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: DistributionArgs = {
  host: "cup-1.example.com",
  protocol: "hls",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/media",
  keyGroupIds: ["keys"],
  cachePolicies: { playlists: "short", segments: "long" },
  origin: { domainName: "segments.s3.us-east-1.amazonaws.com", originAccessControlId: "E1" },
  shieldRegion: "us-east-1",
};
const graphWith = (changes: Partial<DistributionArgs> = {}) =>
  graphOf(() => new Distribution("cup-1", { ...MINIMAL, ...changes }));

interface Behavior {
  readonly pathPattern: string;
  readonly cachePolicyId: string;
  readonly targetOriginId: string;
}

async function behaviorsOf(changes: Partial<DistributionArgs>): Promise<readonly Behavior[]> {
  return named(await graphWith(changes), "cup-1-cdn").inputs.orderedCacheBehaviors as unknown as readonly Behavior[];
}

describe("Distribution", () => {
  it("is one distribution", async () => {
    expect(childrenOf(await graphWith())).toEqual([
      "aws:cloudfront/distribution:Distribution cup-1-cdn",
      "tidegate:delivery:Distribution cup-1",
    ]);
  });

  it("logs a sample with a role that may write to the stream and nothing else", async () => {
    const logs = { streamArn: "arn:stream", samplingPercentage: 1, accountId: "123456789012" };
    const graph = await graphWith({ logs });
    expect(childrenOf(graph)).toEqual([
      "aws:cloudfront/distribution:Distribution cup-1-cdn",
      "aws:cloudfront/realtimeLogConfig:RealtimeLogConfig cup-1-logs",
      "aws:iam/role:Role cup-1-log-role",
      "aws:iam/rolePolicy:RolePolicy cup-1-log-policy",
      "tidegate:delivery:Distribution cup-1",
    ]);
    expect(named(graph, "cup-1-logs").inputs).toMatchObject({
      samplingRate: 1,
      endpoint: { streamType: "Kinesis", kinesisStreamConfig: { roleArn: UNKNOWN, streamArn: "arn:stream" } },
    });
    expect(awaitedBy(graph, "cup-1-logs")).toContain("cup-1-log-policy");
    const policy = JSON.parse(String(named(graph, "cup-1-log-policy").inputs.policy));
    expect(policy.Statement[0].Resource).toBe("arn:stream");
    expect(named(graph, "cup-1-cdn").inputs.defaultCacheBehavior).toMatchObject({ realtimeLogConfigArn: UNKNOWN });
  });

  it("logs as the platform does when it is told how", async () => {
    const graph = await graphWith({ logs: { configArn: "arn:platform-logs" } });
    expect(childrenOf(graph)).toHaveLength(2);
    expect(named(graph, "cup-1-cdn").inputs.orderedCacheBehaviors).toMatchObject([
      { realtimeLogConfigArn: "arn:platform-logs" },
      ...Array.from({ length: 5 }, () => ({ realtimeLogConfigArn: "arn:platform-logs" })),
    ]);
  });

  it("has the host on it, signed URLs everywhere, a shield, and errors for a second", async () => {
    const { inputs } = named(await graphWith(), "cup-1-cdn");
    expect(inputs).toMatchObject({
      enabled: true,
      aliases: ["cup-1.example.com"],
      httpVersion: "http2and3",
      priceClass: "PriceClass_All",
      viewerCertificate: {
        acmCertificateArn: MINIMAL.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      origins: [
        {
          originId: "origin",
          originAccessControlId: "E1",
          originShield: { enabled: true, originShieldRegion: "us-east-1" },
          connectionAttempts: 2,
          connectionTimeout: 2,
        },
      ],
      originGroups: [],
      defaultCacheBehavior: {
        targetOriginId: "origin",
        trustedKeyGroups: ["keys"],
        viewerProtocolPolicy: "https-only",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
    });
    const behaviors = inputs.orderedCacheBehaviors as readonly unknown[];
    for (const behavior of behaviors) expect(behavior).toMatchObject({ trustedKeyGroups: ["keys"] });
    expect(inputs.customErrorResponses).toEqual(
      [403, 404, 500, 502, 503, 504].map((errorCode) => ({ errorCode, errorCachingMinTtl: 1 })),
    );
    expect(inputs).not.toHaveProperty("webAclId");
  });

  it("asks a second origin when the first fails", async () => {
    const fallback = { domainName: "backup.example.com", path: "/final" };
    const { inputs } = named(await graphWith({ fallback }), "cup-1-cdn");
    expect(inputs.origins).toMatchObject([
      { originId: "origin" },
      {
        originId: "fallback",
        domainName: "backup.example.com",
        originPath: "/final",
        originShield: { enabled: true },
        customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
      },
    ]);
    expect(inputs.originGroups).toEqual([
      {
        originId: "origins",
        failoverCriteria: { statusCodes: [404, 500, 502, 503, 504] },
        members: [{ originId: "origin" }, { originId: "fallback" }],
      },
    ]);
    expect(inputs.defaultCacheBehavior).toMatchObject({ targetOriginId: "origins" });
  });

  it.each<[DistributionArgs["protocol"], string, string]>([
    ["hls", "*.m3u8", "short"],
    ["ll-hls", "*.m3u8", "parts"],
    ["dash", "*.mpd", "short"],
  ])("caches playlists of %s by %s as %s, and segments for long", async (protocol, path, policy) => {
    const cachePolicies = { ...MINIMAL.cachePolicies, lowLatencyPlaylists: "parts" };
    const [playlists, ...segments] = await behaviorsOf({ protocol, cachePolicies });
    expect(playlists).toMatchObject({ pathPattern: path, cachePolicyId: policy, compress: true });
    expect(segments.map(({ pathPattern }) => pathPattern)).toContain("*.m4s");
    for (const segment of segments) expect(segment).toMatchObject({ cachePolicyId: "long", compress: false });
  });

  it("keeps what it is for in state, in plain values", async () => {
    const expected = { gbps: 140, requestsPerSecond: 220_000 };
    expect(named(await graphWith({ expected, priceClass: "PriceClass_100" }), "cup-1").inputs).toEqual({
      host: "cup-1.example.com",
      protocol: "hls",
      shieldRegion: "us-east-1",
      priceClass: "PriceClass_100",
      failover: "none",
      expected,
    });
  });

  it("takes ids that only a deployment knows", async () => {
    const graph = await graphOf(() => {
      const some = unknownText("some");
      const origin = { domainName: some, originAccessControlId: some };
      const cachePolicies = { playlists: some, segments: some };
      new Distribution("cup-1", { ...MINIMAL, certificateArn: some, keyGroupIds: [some], origin, cachePolicies });
    });
    expect(named(graph, "cup-1-cdn").inputs).toMatchObject({
      aliases: ["cup-1.example.com"],
      origins: [{ domainName: UNKNOWN }],
    });
  });

  it("keeps names within limits for the longest names", async () => {
    const logs = { streamArn: "arn:stream", samplingPercentage: 1, accountId: "123456789012" };
    const graph = await graphOf(() => new Distribution(LONG, { ...MINIMAL, logs }), { stack: LONG });
    expect(String(named(graph, `${LONG}-logs`).inputs.name).length).toBeLessThanOrEqual(64);
    expect(String(named(graph, `${LONG}-log-role`).inputs.name).length).toBeLessThanOrEqual(64);
  });

  it.each<[string, Partial<DistributionArgs>, string]>([
    ["a host in capitals", { host: "CUP.example.com" }, "host is CUP.example.com, expected a host name"],
    [
      "a region without a shield",
      { shieldRegion: "af-south-1" },
      "shieldRegion is af-south-1, expected one of us-east-1",
    ],
    ["media without a signature", { keyGroupIds: [] }, "keyGroupIds is 0 entries, expected 1 to 4 entries"],
    [
      "low latency without a policy for parts",
      { protocol: "ll-hls" },
      "cachePolicies.lowLatencyPlaylists is absent, expected a policy with _HLS_msn",
    ],
    [
      "a sample of half a percent",
      { logs: { streamArn: "a", samplingPercentage: 0.5, accountId: "123456789012" } },
      "logs.samplingPercentage is 0.5, expected a whole number from 1 to 100",
    ],
    [
      "a path that ends in a slash",
      { origin: { domainName: "o.example.com", path: "/final/" } },
      "origin.path is /final/",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Distribution("cup-1", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
