import type { Event } from "../../capacity/event/event";
import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import { cloudflareHosts, type EventHosts } from "../hosts";
import type { EdgeOutputs } from "../outputs/edge-outputs";
import type { PlatformOutputs } from "../outputs/platform-outputs";
import { isDelivered } from "../shards";
import { layerOf } from "./event-plan";

export interface Needed {
  readonly event: Event;
  readonly plan: Plan;
  /** Names of the stacks, for what to do. */
  readonly stacks: { readonly platform: string; readonly edge: string };
}

/** What the event needs of its platform and doesn't find there. */
export function missingCapabilities({ event, plan, stacks }: Needed, platform: PlatformOutputs): readonly Finding[] {
  const { cluster, delivery } = event;
  const findings: Finding[] = [];
  const miss = (id: string, found: string, expected: string, fix: string) =>
    findings.push({ id, severity: "error", where: `platform ${stacks.platform}`, found, expected, fix });
  if (cluster.region !== platform.region) {
    miss(
      "platform-region",
      `it is in ${platform.region}`,
      `${cluster.region}, where the event's cluster is`,
      "Name the platform of that region in tidegate:platform, or change cluster.region",
    );
  } else {
    const zones = platform.network.zones.map(({ name }) => name);
    const missing = cluster.zones.filter((zone) => !zones.includes(zone));
    if (missing.length > 0) {
      miss(
        "platform-zones",
        `no subnets in ${missing.join(", ")}`,
        `all of ${cluster.zones.join(", ")}`,
        `Add them to tidegate:zones of ${stacks.platform}, or choose cluster.zones among ${zones.join(", ")}`,
      );
    }
  }
  const providers = isDelivered(event) ? delivery.cdns.map(({ provider }) => provider) : [];
  if (providers.includes("cloudfront") && platform.delivery === undefined) {
    miss(
      "platform-delivery",
      "no certificate, key group and cache policies of CloudFront",
      "what distributions share",
      `Set tidegate:hosts and tidegate:signingKeys of ${stacks.platform}`,
    );
  }
  if (providers.includes("cloudflare") && platform.cloudflare === undefined) {
    miss(
      "platform-cloudflare",
      "no Cloudflare zone",
      "the zone that delivers a share of the media",
      `Set tidegate:cloudflare of ${stacks.platform}, or take Cloudflare out of delivery.cdns`,
    );
  }
  if (providers.includes("cloudfront") && delivery.origin === "object-storage" && platform.storage === undefined) {
    miss(
      "platform-storage",
      "no bucket of segments",
      "where packagers write and CDNs read",
      `Output storage from ${stacks.platform}, or set delivery.origin: packager`,
    );
  }
  if (layerOf(plan, "network:balancers") !== undefined && platform.balancerCertificateArn === undefined) {
    miss(
      "platform-certificate",
      "no certificate for balancers",
      "one for the app host",
      `Set tidegate:hosts.balancers of ${stacks.platform}`,
    );
  }
  if (!isDelivered(event)) {
    findings.push({
      id: "protocol-not-built",
      severity: "error",
      where: "stream.protocol",
      found: `${event.stream.protocol}, whose relays viewers reach at addresses of their own`,
      expected: "hls, ll-hls or dash: planned is every protocol, built are those that CDNs deliver",
      fix: "Deploy the relays yourself by the plan, or change stream.protocol",
    });
  }
  const balancers = layerOf(plan, "network:balancers")?.settings;
  for (const [setting, host] of [
    ["albs", "the app host"],
    ["nlbs", "the host of long connections"],
  ] as const) {
    const count = balancers?.[setting] ?? 0;
    if (count <= 1 || platform.cloudflare === undefined) continue;
    findings.push({
      id: "balancers-beyond-name",
      severity: "error",
      where: "network:balancers",
      found: `${count} balancers for ${host}`,
      expected: "one, since one record leads to one balancer and the others would get nothing",
      fix: "Have the quotas of one balancer raised (targets, reserved capacity) and state them in account.quotas, or split the event",
    });
  }
  return findings;
}

/** What the zone's rules don't know of the event yet. */
export function missingRules({ event, stacks }: Needed, hosts: EventHosts, edge: EdgeOutputs): readonly Finding[] {
  const known = edge.events.find(({ name }) => name === event.name);
  const missing = [
    ...(known?.appHost === hosts.app ? [] : [hosts.app]),
    ...cloudflareHosts(event, hosts).filter((host) => !known?.mediaHosts.includes(host)),
  ];
  if (missing.length === 0) return [];
  return [
    {
      id: "edge-rules-missing",
      severity: "error",
      where: `edge ${stacks.edge}`,
      found: `no rules of ${event.name} for ${missing.join(", ")}`,
      expected: "rules for every host that Cloudflare stands before",
      fix: `Run pulumi up --stack ${stacks.edge} first: it reads the declared events`,
    },
  ];
}
