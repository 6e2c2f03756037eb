import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { Certificates, type CertificatesArgs } from "../../../components/platform/certificates";
import { awaitedBy, childrenOf, graphOf, named, refusalOf, unknownText } from "../record";

const MINIMAL: CertificatesArgs = { mediaHosts: ["*.media.example.com"] };
const graphWith = (changes: Partial<CertificatesArgs> = {}) =>
  graphOf(() => new Certificates("c", { ...MINIMAL, ...changes }));

describe("Certificates", () => {
  it("asks for one certificate where CloudFront takes it, and waits for nothing without a zone", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual(["aws:acm/certificate:Certificate c-media", "tidegate:delivery:Certificates c"]);
    expect(named(graph, "c-media").inputs).toMatchObject({
      domainName: "*.media.example.com",
      validationMethod: "DNS",
      region: "us-east-1",
      keyAlgorithm: "RSA_2048",
    });
  });

  it("validates each name once, a wildcard with what it stands under, for both certificates", async () => {
    const graph = await graphWith({
      mediaHosts: ["media.example.com", "*.media.example.com"],
      balancerHosts: ["app.example.com", "media.example.com"],
      zoneId: "zone",
      keyAlgorithm: "EC_prime256v1",
    });
    expect(childrenOf(graph)).toEqual([
      "aws:acm/certificate:Certificate c-balancer",
      "aws:acm/certificate:Certificate c-media",
      "aws:acm/certificateValidation:CertificateValidation c-balancer-validation",
      "aws:acm/certificateValidation:CertificateValidation c-media-validation",
      "cloudflare:index/dnsRecord:DnsRecord c-record-app.example.com",
      "cloudflare:index/dnsRecord:DnsRecord c-record-media.example.com",
      "tidegate:delivery:Certificates c",
    ]);
    expect(named(graph, "c-balancer").inputs.region).toBeUndefined();
    expect(named(graph, "c-media-validation").inputs.region).toBe("us-east-1");
    expect(awaitedBy(graph, "c-record-media.example.com")).toEqual(["c-media"]);
    expect(awaitedBy(graph, "c-record-app.example.com")).toEqual(["c-balancer"]);
    expect(awaitedBy(graph, "c-media-validation")).toEqual(["c-media", "c-record-media.example.com"]);
    expect(awaitedBy(graph, "c-balancer-validation")).toEqual(
      expect.arrayContaining(["c-balancer", "c-record-app.example.com", "c-record-media.example.com"]),
    );
  });

  it("makes records that Cloudflare doesn't stand before, in a zone that only a deployment may know", async () => {
    const graph = await graphOf(() => new Certificates("c", { ...MINIMAL, zoneId: unknownText("zone") }));
    expect(named(graph, "c-record-media.example.com").inputs).toMatchObject({
      zoneId: UNKNOWN,
      name: UNKNOWN,
      content: UNKNOWN,
      type: "CNAME",
      proxied: false,
      ttl: 60,
    });
  });

  it.each<[string, Partial<CertificatesArgs>, string]>([
    ["no name", { mediaHosts: [] }, "mediaHosts is 0 entries, expected 1 to 10 entries"],
    [
      "a name that is none",
      { balancerHosts: ["app_1.example.com"] },
      "balancerHosts[0] is app_1.example.com, expected a host name",
    ],
    ["a name twice", { mediaHosts: ["a.example.com", "a.example.com"] }, "mediaHosts is a.example.com more than once"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Certificates("c", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
