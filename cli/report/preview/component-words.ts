import type { PropertyMap } from "../../engine/property-value";
import { formatNumber, formatPercent, formatViewers, inlineUsd } from "../number";
import { counted } from "../text";
import { Intent } from "./intent";

/** What a component is to be, by its type: the numbers of its intent in a few words. A number that isn't there makes no words. */
const WORDS: Readonly<Record<string, (intent: Intent) => readonly (string | undefined)[]>> = {
  "tidegate:compute:NodePool": (it) => [
    when(
      it.number("nodes"),
      (nodes) => `${amount(nodes, "node")} (${formatNumber(it.number("nodesPerZone") ?? null)} a zone)`,
    ),
    choice(it.texts("instanceTypes")),
    it.text("capacityType") === "SPOT" ? "spot" : undefined,
  ],
  "tidegate:compute:Workload": (it) => [
    when(it.number("replicas"), (replicas) => `${amount(replicas, "pod")} of ${podWords(it)}`),
    when(more(it.number("shards")), (shards) => `in ${formatNumber(shards)} shards`),
  ],
  "tidegate:compute:EventNamespace": (it) => [
    ...it
      .map("quotas")
      .keys()
      .map((criticality) =>
        when(
          it.map("quotas").map(criticality).number("pods"),
          (pods) => `${formatNumber(pods)} ${criticality} pods at most`,
        ),
      ),
  ],
  "tidegate:compute:Cluster": (it) => [
    when(it.text("version"), (version) => `Kubernetes ${version}`),
    when(it.text("tier"), (tier) => `control plane ${tier}`),
  ],
  "tidegate:compute:SystemNodes": (it) => [
    when(it.number("nodes"), (nodes) => amount(nodes, "node")),
    choice(it.texts("instanceTypes")),
  ],
  "tidegate:compute:ClusterServices": (it) => [it.map("versions").keys().join(", ")],
  "tidegate:compute:NodeLocalDns": () => ["a DNS cache on every node"],
  "tidegate:data:SessionCache": cacheWords,
  "tidegate:data:ChatBroker": cacheWords,
  "tidegate:data:DatabaseReaders": (it) => [
    when(it.number("readers"), (readers) => `${formatNumber(readers)} × ${it.text("instanceClass") ?? "instances"}`),
    it.text("engine"),
  ],
  "tidegate:delivery:Distribution": (it) => [
    when(it.map("expected").number("gbps"), (gbps) => `up to ${formatNumber(Math.round(gbps))} Gbps`),
    when(it.map("expected").number("requestsPerSecond"), (rate) => `${formatNumber(Math.round(rate))} requests/s`),
  ],
  "tidegate:delivery:CdnSplit": (it) => [
    ...shares(it.maps("pathways")),
    when(it.maps("pathways").length, (hosts) => `over ${amount(hosts, "media host")}`),
  ],
  "tidegate:delivery:Certificates": (it) => [...new Set([...it.texts("mediaHosts"), ...it.texts("balancerHosts")])],
  "tidegate:delivery:SharedDelivery": (it) => [
    when(it.number("segmentSeconds"), (seconds) => `segments kept ${formatNumber(seconds)} s`),
    when(it.number("playlistSeconds"), (seconds) => `playlists ${formatNumber(seconds)} s`),
  ],
  "tidegate:edge:Admission": (it) => [
    when(it.number("totalActiveUsers"), (viewers) => `${formatViewers(viewers)} viewers inside`),
    when(it.number("newUsersPerMinute"), (viewers) => `${formatNumber(viewers)} more a minute`),
  ],
  "tidegate:edge:EdgeHosts": (it) => [amount(it.map("hosts").keys().length, "host")],
  "tidegate:edge:EdgeRules": (it) => [rulesOf(it.maps("events"))],
  "tidegate:guard:WebFirewall": (it) => [
    when(it.number("perAddressLimit"), (limit) => {
      return `${formatNumber(limit)} requests per address in ${formatNumber(it.number("windowSeconds") ?? null)} s`;
    }),
  ],
  "tidegate:guard:EventBudget": (it) => [when(it.number("limitUsd"), (limit) => `${inlineUsd(limit)} a month`)],
  "tidegate:guard:LaunchAlarms": (it) => [amount(it.list("nodeGroups").length, "node group")],
  "tidegate:guard:ScalingTimers": (it) => [when(it.number("timers"), (timers) => amount(timers, "timer"))],
  "tidegate:guard:TimedStep": (it) => [[it.text("action"), it.text("atUtc")].filter(Boolean).join(" at ")],
  "tidegate:guard:AlarmTopic": (it) => [amount(it.map("emails").keys().length, "address", "addresses")],
  "tidegate:guard:BaseFirewall": (it) => [amount(it.list("balancerSources").length, "source")],
  "tidegate:guard:DefaultDeny": (it) => [it.texts("namespaces").join(", ")],
  "tidegate:media:UploadLane": (it) => [
    when(it.number("queuedUploads"), (uploads) => `${formatNumber(uploads)} uploads may wait`),
    when(it.number("keepDays"), (days) => `kept ${amount(days, "day")}`),
  ],
  "tidegate:media:MediaStore": (it) => [
    when(it.number("segmentDays"), (days) => `segments kept ${amount(days, "day")}`),
    when(it.number("uploadDays"), (days) => `uploads ${amount(days, "day")}`),
  ],
  "tidegate:media:PrivateBucket": (it) => [
    when(it.number("expireDays"), (days) => `kept ${amount(days, "day")}`),
    it.text("onDestroy") === "kept" ? "survives a destroy" : undefined,
  ],
  "tidegate:network:Ingress": (it) => [...ways(it.map("requests"), "ALB"), ...ways(it.map("connections"), "NLB")],
  "tidegate:network:Network": (it) => [
    when(it.list("zones").length, (zones) => amount(zones, "zone")),
    when(it.number("privateAddressesPerZone"), (addresses) => `${formatNumber(addresses)} addresses a zone`),
    when(
      it.number("natAddressesPerZone"),
      (nat) => `${formatNumber(nat)} NAT ${nat === 1 ? "address" : "addresses"} a zone`,
    ),
  ],
};

/** The types that have words. */
export const DESCRIBED_TYPES: readonly string[] = Object.keys(WORDS);

/** What a component is to be, in words; empty for other resources. */
export function componentWords({ type, inputs }: { readonly type: string; readonly inputs: PropertyMap }): string {
  const parts = WORDS[type]?.(new Intent(inputs)) ?? [];
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}

function when<T>(value: T | undefined, words: (value: T) => string): string | undefined {
  return value === undefined ? undefined : words(value);
}

/** A number where it is more than one. */
function more(value: number | undefined): number | undefined {
  return value !== undefined && value > 1 ? value : undefined;
}

function amount(value: number, one: string, many = `${one}s`): string {
  return `${formatNumber(value)} ${value === 1 ? one : many}`;
}

function podWords(it: Intent): string {
  const gpus = it.number("gpus") ?? 0;
  const parts = [
    when(it.number("vcpu"), (vcpu) => `${formatNumber(vcpu)} vCPU`),
    when(it.number("memoryGib"), (memory) => `${formatNumber(memory)} GiB`),
    gpus === 0 ? undefined : amount(gpus, "GPU"),
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

function choice(types: readonly string[]): string | undefined {
  const [first, ...others] = types;
  return others.length === 0 ? first : `${first} or ${others.length} more`;
}

function cacheWords(it: Intent): readonly (string | undefined)[] {
  return [
    when(it.number("shards"), (shards) => amount(shards, "shard")),
    when(it.number("nodes"), (nodes) => `${formatNumber(nodes)} × ${it.text("nodeType") ?? "nodes"}`),
  ];
}

/** Each CDN's share of the viewers, in the order in which they come. */
function shares(pathways: readonly Intent[]): readonly string[] {
  const byCdn = new Map<string, number>();
  for (const pathway of pathways) {
    const cdn = pathway.text("cdn") ?? "";
    byCdn.set(cdn, (byCdn.get(cdn) ?? 0) + (pathway.number("shareRatio") ?? 0));
  }
  return [...byCdn].map(([cdn, share]) => `${cdn} ${formatPercent(share)} %`);
}

function rulesOf(events: readonly Intent[]): string {
  const names = events.flatMap((event) => event.text("name") ?? []);
  return names.length === 0 ? "no event" : `${counted(names.length, "event")}: ${names.join(", ")}`;
}

function ways(way: Intent, balancer: string): readonly string[] {
  const count = way.number("count") ?? 0;
  if (count === 0) return [];
  const reserved = way.number("reservedUnits") ?? 0;
  return [`${formatNumber(count)} ${balancer}${reserved === 0 ? "" : ` with ${formatNumber(reserved)} LCU reserved`}`];
}
