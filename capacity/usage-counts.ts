import type { ServiceCounts, StoreUse } from "./cost";
import type { DeployCounts } from "./deadlines";
import type { Event } from "./event/event";
import type { LayerSizing } from "./layers/layer";
import type { QuotaCounts } from "./quota-uses";
import { ceilCount } from "./sizing";

/** Alarms of one event: launch failures of each pool, dead letters, go/no-go and the budget. */
const ALARMS_BESIDE_POOLS = 4;

/** Rules of one web ACL: two managed groups, the per-address limit, and its tight twin kept in Count. */
const WEB_ACL_RULES = 4;

/** What the sized layers use besides machines, in the words of quotas, deadlines and the bill. */
export interface UsageCounts {
  readonly quotas: QuotaCounts;
  readonly services: ServiceCounts;
  readonly deploy: DeployCounts;
  /** Why a Cloudflare plan or contract is needed, null when none is. */
  readonly cloudflareContract: string | null;
  readonly hosts: number;
}

/** A setting of a layer by id, 0 when the event has no such layer. */
function setting(layers: readonly LayerSizing[], id: string, name: string): number {
  return layers.find((layer) => layer.id === id)?.settings[name] ?? 0;
}

/** Requests per second to the app host's web ACL. */
function firewallRequests(layers: readonly LayerSizing[]): number {
  const firewall = layers.find((layer) => layer.id === "firewall");
  return firewall?.resources.find((resource) => resource.unit === "requests/s")?.required ?? 0;
}

function stores(layers: readonly LayerSizing[]): readonly StoreUse[] {
  const use = (id: string, counts: { readonly billed: number; readonly priced: number }): readonly StoreUse[] => {
    const chosen = layers.find((layer) => layer.id === id)?.candidates.find((candidate) => candidate.chosen);
    if (chosen === undefined || counts.billed === 0) return [];
    const usdPerNodeHour = chosen.usdPerHour === null ? null : chosen.usdPerHour / counts.priced;
    return [{ layer: id, item: chosen.name, nodes: counts.billed, usdPerNodeHour }];
  };
  const cacheNodes = setting(layers, "cache", "nodes");
  return [
    ...use("cache", { billed: cacheNodes, priced: cacheNodes }),
    // The writer is the platform's; its readers come and go with the event.
    ...use("database", {
      billed: setting(layers, "database", "readers"),
      priced: setting(layers, "database", "instances"),
    }),
  ];
}

/** Media by Cloudflare and event rooms are matters of contract; an Enterprise plan in the event file says that there is one. */
function cloudflareContract(event: Event): string | null {
  if (event.account.cloudflarePlan?.toLowerCase() === "enterprise") return null;
  const carries = event.delivery.cdns.some((cdn) => cdn.provider === "cloudflare" && cdn.shareRatio > 0);
  return carries ? "carrying media at this rate" : null;
}

/**
 * Gathers counts from the layers' settings.
 *
 * @param pools number of node pools
 */
export function usageCounts(layers: readonly LayerSizing[], event: Event, of: { readonly pools: number }): UsageCounts {
  const edges = layers.filter((layer) => layer.layer === "edge" && layer.unitName === "distributions");
  const distributions = edges.reduce((sum, edge) => sum + edge.units, 0);
  const largest = (name: string) => Math.max(0, ...edges.map((edge) => edge.settings[name] ?? 0));
  const balancers = (name: string) => setting(layers, "network:balancers", name);
  const nat = (name: string) => setting(layers, "network:nat", name);
  const webAcls = setting(layers, "firewall", "webAcls");
  const hosts = (event.hosts.app === null ? 0 : 1) + Object.values(event.hosts.media).flat().length;
  const alarms = of.pools + ALARMS_BESIDE_POOLS;
  const cacheNodes = setting(layers, "cache", "nodes") + setting(layers, "chat", "brokerNodes");
  const admission = layers.some((layer) => layer.id === "admission");
  return {
    hosts,
    cloudflareContract: cloudflareContract(event),
    quotas: {
      applicationLoadBalancers: balancers("albs"),
      networkLoadBalancers: balancers("nlbs"),
      reservedAlbLcu: balancers("albReservedUnits"),
      reservedAlbLcuPerBalancer: ceilCount(balancers("albReservedUnits") / Math.max(1, balancers("albs"))),
      reservedNlbLcu: balancers("nlbReservedUnits"),
      natGatewaysPerZone: nat("gatewaysPerZone"),
      addressesPerNatGateway: nat("addressesPerGateway"),
      elasticIps: nat("gateways") * nat("addressesPerGateway"),
      distributions,
      gbpsPerDistribution: largest("gbpsPerDistribution"),
      requestsPerSecondPerDistribution: largest("requestsPerSecondPerDistribution"),
      webAclRequestsPerSecond: firewallRequests(layers),
      cacheNodes,
      nodesPerCacheCluster: Math.max(setting(layers, "cache", "nodes"), setting(layers, "chat", "brokerNodes")),
      databaseInstances: setting(layers, "database", "instances"),
      databaseReaders: setting(layers, "database", "readers"),
      scheduleGroups: 1,
      waitingRooms: admission && event.account.cloudflarePlan !== null ? 1 : 0,
    },
    services: {
      applicationLoadBalancers: balancers("albs"),
      networkLoadBalancers: balancers("nlbs"),
      albLcu: balancers("albUnits"),
      nlbLcu: balancers("nlbUnits"),
      reservedAlbLcu: balancers("albReservedUnits"),
      reservedNlbLcu: balancers("nlbReservedUnits"),
      webAcls,
      webAclRules: webAcls * WEB_ACL_RULES,
      alarms,
      stores: stores(layers),
    },
    deploy: {
      alarms,
      dnsRecords: hosts,
      webAclWrites: webAcls * (WEB_ACL_RULES + 1),
      distributions,
    },
  };
}
