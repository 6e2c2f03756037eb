import { DnsRecord } from "@pulumi/cloudflare/dnsRecord";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { HOST_RULE, Requirements } from "../requirements";

/** A host of an event and what it stands for. */
export interface EdgeHost {
  /** The name of a balancer or distribution. */
  readonly target: Input<string>;
  /**
   * `app`: behind Cloudflare, where web firewall and waiting room are. `media`: straight to another CDN, which Cloudflare must not stand before.
   * `cloudflare-media`: delivered by Cloudflare itself.
   */
  readonly kind: "app" | "media" | "cloudflare-media";
}

export interface EdgeHostsArgs extends Overridable {
  readonly zoneId: Input<string>;
  /** Hosts by name. */
  readonly hosts: Readonly<Record<string, EdgeHost>>;
  /** How long resolvers keep a host that is not behind Cloudflare, and so how long a change of it takes. @default 60, the least below Enterprise */
  readonly ttlSeconds?: number;
}

/** Cloudflare chooses; the only value it takes for a proxied record. */
const AUTOMATIC_TTL = 1;

/** DNS records of app and media hosts. They point at what an event makes, so they live and go with it; the zone's rules don't. */
export class EdgeHosts extends ComponentResource {
  static readonly type = "tidegate:edge:EdgeHosts";

  constructor(name: string, args: EdgeHostsArgs, opts?: ComponentResourceOptions) {
    const { ttlSeconds = 60 } = args;
    const kinds = Object.fromEntries(Object.entries(args.hosts).map(([host, { kind }]) => [host, kind]));
    // 30 on Enterprise, 60 below. @see developers.cloudflare.com/dns/manage-dns-records/reference/ttl
    const checks = new Requirements(EdgeHosts.type, name).whole("ttlSeconds", ttlSeconds, { min: 30, max: 86_400 });
    for (const [host, kind] of Object.entries(kinds)) {
      checks.text("hosts", host, HOST_RULE).oneOf(`hosts["${host}"].kind`, kind, ["app", "media", "cloudflare-media"]);
    }
    checks.enforce();
    super(EdgeHosts.type, name, { hosts: kinds, ttlSeconds, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    for (const [host, { target, kind }] of Object.entries(args.hosts)) {
      const proxied = kind !== "media";
      const inputs = { zoneId: args.zoneId, name: host, type: "CNAME", content: target, proxied };
      const ttl = proxied ? AUTOMATIC_TTL : ttlSeconds;
      children.make(DnsRecord, { role: "record", key: host }, { ...inputs, ttl });
    }
    children.publish({});
  }
}
