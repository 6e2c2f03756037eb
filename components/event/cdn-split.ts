import { BucketObjectv2 } from "@pulumi/aws/s3/bucketObjectv2";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { HOST_RULE, KEY_RULE, Requirements } from "../requirements";
import { type Pathway, steeringManifest, steeringOrders } from "./steering";

/** How an event's viewers are split over its media hosts. */
export interface CdnSplitArgs extends Overridable {
  /** Media hosts with their shares, which sum to 1. */
  readonly pathways: readonly Pathway[];
  /** The bucket that the plain host serves. */
  readonly bucket: Input<string>;
  /** The host that players read steering from: plain, so that it stands when a CDN doesn't. */
  readonly steeringHost: string;
  /** Where in the bucket, and on the host, the documents lie. */
  readonly prefix: string;
  /** What players read. @default both */
  readonly protocols?: readonly ("hls" | "dash")[];
  /** Groups of viewers that are steered together, by the hash of who they are: the shares are exact to one of them. @default 20 */
  readonly buckets?: number;
  /** How long a player keeps to its order, and so how soon a changed split is everywhere. @default 60 */
  readonly ttlSeconds?: number;
}

/** Ten players' questions for each that reaches the origin, at a tenth more delay. */
const CACHE_RATIO = 0.1;
const SHARE_TOLERANCE = 1e-6;
/** @see draft-pantos-hls-rfc8216bis section 4.4.6.2, attribute PATHWAY-ID */
const PATHWAY_RULE = { pattern: /^[A-Za-z0-9._-]{1,64}$/, words: "letters, digits, dots, underscores and hyphens" };

/** The split between CDNs: for each hash bucket a steering document with the order of media hosts, and one list of all for whoever assigns buckets. */
export class CdnSplit extends ComponentResource {
  static readonly type = "tidegate:delivery:CdnSplit";
  /** Address of the list of all orders. */
  readonly indexUrl: string;

  constructor(name: string, args: CdnSplitArgs, opts?: ComponentResourceOptions) {
    const intent = splitIntent(CdnSplit.type, name, args);
    super(CdnSplit.type, name, intent, opts);
    const children = new Children(this, name, args);
    const orders = steeringOrders(intent.pathways, intent.buckets);
    const { ttlSeconds, protocols } = intent;
    const publish = (role: string | { role: string; key: string }, key: string, content: string) =>
      children.make(BucketObjectv2, role, { bucket: args.bucket, key, content, ...headers(ttlSeconds) });
    const base = `https://${intent.steeringHost}/`;
    for (const protocol of protocols) {
      for (const [at, order] of orders.entries()) {
        const key = `${intent.prefix}/${protocol}/${at}.json`;
        const content = steeringManifest(order, { ttlSeconds, reloadUri: `${base}${key}` });
        publish({ role: protocol, key: String(at) }, key, content);
      }
    }
    const index = `${intent.prefix}/split.json`;
    publish(
      "index",
      index,
      JSON.stringify({ version: 1, buckets: orders.length, ttlSeconds, hosts: hostsOf(intent.pathways), orders }),
    );
    this.indexUrl = `${base}${index}`;
    children.publish({ indexUrl: this.indexUrl });
  }
}

function splitIntent(type: string, name: string, args: CdnSplitArgs) {
  const { pathways, steeringHost, prefix, protocols = ["hls", "dash"], buckets = 20, ttlSeconds = 60 } = args;
  const sum = pathways.reduce((total, { shareRatio }) => total + shareRatio, 0);
  const checks = new Requirements(type, name)
    .list(
      "pathways",
      pathways.map(({ id }) => id),
      { min: 1, max: 20 },
    )
    .list(
      "pathways' hosts",
      pathways.map(({ host }) => host),
    )
    .text("steeringHost", steeringHost, HOST_RULE)
    .text("prefix", prefix, {
      pattern: /^[a-z0-9-]+(\/[a-z0-9-]+)*$/,
      words: "a path such as events/final, without a slash at either end",
    })
    .list("protocols", protocols, { min: 1 })
    .whole("buckets", buckets, { min: 1, max: 200 })
    .whole("ttlSeconds", ttlSeconds, { min: 1, max: 3600 })
    .holds(Math.abs(sum - 1) < SHARE_TOLERANCE, "pathways' shareRatio", `${sum} in all`, "1 in all");
  for (const [at, { id, host, cdn, shareRatio }] of pathways.entries()) {
    checks
      .text(`pathways[${at}].id`, id, PATHWAY_RULE)
      .text(`pathways[${at}].host`, host, HOST_RULE)
      .text(`pathways[${at}].cdn`, cdn, KEY_RULE)
      .number(`pathways[${at}].shareRatio`, shareRatio, { min: 0, max: 1 });
  }
  for (const protocol of protocols) checks.oneOf("protocols", protocol, ["hls", "dash"]);
  checks.enforce();
  return { pathways, steeringHost, prefix, protocols, buckets, ttlSeconds, ...overriddenInputs(args) };
}

function headers(ttlSeconds: number) {
  const seconds = Math.max(1, Math.floor(ttlSeconds * CACHE_RATIO));
  return { contentType: "application/json", cacheControl: `public, max-age=${seconds}` };
}

function hostsOf(pathways: readonly Pathway[]): Record<string, string> {
  return Object.fromEntries(pathways.map(({ id, host }) => [id, host]));
}
