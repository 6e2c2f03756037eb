import { z } from "zod";
import { flagField, LARGEST_NUMBER, numberField, textField, wordField } from "../field";
import { rowFields, type SchemaUse } from "../row-fields";
import { SHARE, SLUG } from "./shapes";

const CDN_PROVIDERS = ["cloudfront", "cloudflare", "other"] as const;
const ORIGINS = ["object-storage", "packager"] as const;
const TRANSCODERS = ["cpu", "gpu", "external"] as const;

/** The schema of the section `delivery`. */
export function delivery(use: SchemaUse) {
  const own = {
    cdns: z.array(cdn(use)).min(1).max(10).describe("CDNs that carry the media. Default: CloudFront alone.").optional(),
    origin: wordField(ORIGINS, {
      is: "Where CDNs fetch media from: object storage, or the packager itself. Default object-storage.",
      default: "object-storage",
    }).optional(),
    transcodeOn: wordField(TRANSCODERS, {
      is: "What makes the ladder: processors, GPUs, or somebody else's service. Default cpu.",
      default: "cpu",
    }).optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("delivery", Object.keys(own), use) })
    .describe("How media travels from the origin to viewers.");
}

function cdn(use: SchemaUse) {
  const own = {
    provider: wordField(CDN_PROVIDERS, { is: "Whose network it is." }),
    name: textField(SLUG, {
      is: "Unique name of the CDN in this event. Default: the provider, with a number where it repeats.",
    }).optional(),
    shareRatio: numberField(SHARE, {
      is: "Share of the viewers it carries, 0 to 1; 0 is a standby. The CDNs sum to 1. Default: equal shares.",
    }).optional(),
    limitGbps: numberField(
      { unit: "Gbps", min: 0.001, max: LARGEST_NUMBER },
      { is: "Ceiling agreed with the provider, in Gbps. Default: unknown." },
    ).optional(),
    limitRequestsPerSecond: numberField(
      { unit: "requests/s", min: 1, max: LARGEST_NUMBER },
      { is: "Ceiling agreed with the provider, in requests per second. Default: unknown." },
    ).optional(),
    usdPerGb: numberField(
      { unit: "USD", min: 0, max: 100 },
      { is: "Price agreed with the provider, in USD per decimal GB. Default: list price where the catalog knows one." },
    ).optional(),
    originShield: flagField({
      is: "Whether one cache stands between the CDN's caches and the origin. Default true.",
      default: true,
    }).optional(),
    usedGbThisMonth: numberField(
      { unit: "GB", min: 0, max: LARGEST_NUMBER },
      {
        is: "Media it already delivered this month, in GB: price tiers are per account and month. Default 0.",
        default: 0,
      },
    ).optional(),
  };
  return z.strictObject({ ...own, ...rowFields("delivery.cdns.*", Object.keys(own), use) });
}
