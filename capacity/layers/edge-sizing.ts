import { quota } from "../catalog/quotas";
import type { Cdn, Event } from "../event/event";
import { type Finding, required } from "../problems";
import { ceilCount, provision, sizeByCapacity } from "../sizing";
import { appliedQuota } from "./applied-quota";
import { figure, percent } from "./figure";
import type { Candidate, LayerSizing, Provision, Requirement, Requirements, SizingContext } from "./layer";

const GBPS_QUOTA = "aws/cloudfront/data-transfer-rate-per-distribution";
const REQUESTS_QUOTA = "aws/cloudfront/requests-per-second-per-distribution";

/** Below this share of hits the origin is sized by the audience and not by the number of caches. */
const LOW_HIT_RATIO = 0.9;

/** Share of requests that caches near viewers answer. */
export interface CacheHits {
  /** With the planned audience. */
  readonly planned: number;
  /** With a rehearsal's. */
  readonly small: number;
}

type EdgeContext = SizingContext & { readonly hits: CacheHits };

/** What one distribution of CloudFront may carry. */
export interface DistributionQuotas {
  readonly gbps: number;
  readonly requestsPerSecond: number;
}

/** The applied value of a quota, at least 1 so that a count stays finite. */
function quotaValue(event: Event, key: string): number {
  return Math.max(1, required(appliedQuota(event, key).value, `value of ${key}`));
}

/** Quotas of one distribution, or null for a CDN that is not divided into distributions. */
export function cdnQuotas(event: Event, cdn: Cdn): DistributionQuotas | null {
  if (cdn.provider !== "cloudfront") return null;
  return {
    gbps: quotaValue(event, GBPS_QUOTA),
    requestsPerSecond: quotaValue(event, REQUESTS_QUOTA),
  };
}

function need(requirements: Requirements, name: string): Requirement {
  return required(requirements[name], `requirement ${name} of the edge`);
}

/** The larger of the peak under its target and the failover peak under its own: what must be agreed or provided. */
function askFor(requirements: Requirements, context: SizingContext, what: "Gbps" | "RequestsPerSecond"): number {
  return Math.max(
    need(requirements, `peak${what}`).atRisk / context.value("quotaUtilization"),
    need(requirements, `failover${what}`).atRisk / context.value("failoverQuotaUtilization"),
  );
}

/** Distributions or a contract's ceiling for one CDN, with what speaks against the alternatives. */
export function sizeEdge(cdn: Cdn, requirements: Requirements, context: EdgeContext): LayerSizing {
  const quotas = cdnQuotas(context.event, cdn);
  return quotas === null
    ? sizeContract(cdn, requirements, context)
    : sizeDistributions(cdn, quotas, requirements, context);
}

function sizeDistributions(
  cdn: Cdn,
  quotas: DistributionQuotas,
  requirements: Requirements,
  context: EdgeContext,
): LayerSizing {
  const quotaUtilization = context.value("quotaUtilization");
  const failoverUtilization = context.value("failoverQuotaUtilization");
  const sized = sizeByCapacity(
    requirements,
    {
      peakGbps: quotas.gbps,
      peakRequestsPerSecond: quotas.requestsPerSecond,
      failoverGbps: quotas.gbps,
      failoverRequestsPerSecond: quotas.requestsPerSecond,
    },
    context,
    {
      zonal: "global",
      minimumUnits: 1,
      targets: {
        peakGbps: quotaUtilization,
        peakRequestsPerSecond: quotaUtilization,
        failoverGbps: failoverUtilization,
        failoverRequestsPerSecond: failoverUtilization,
      },
    },
  );
  const gbps = askFor(requirements, context, "Gbps");
  const requestsPerSecond = askFor(requirements, context, "RequestsPerSecond");
  const hosts = context.event.hosts.media[cdn.name] ?? [];
  return {
    ...common(cdn),
    resources: sized.resources,
    unitName: "distributions",
    units: sized.units,
    bindingConstraint: sized.bindingConstraint,
    waterfall: sized.waterfall,
    candidates: distributionCandidates(sized.units, hosts.length, { gbps, requestsPerSecond }),
    settings: {
      distributions: sized.units,
      // The count forgives floating-point noise, so a full distribution must not come out a hair above its quota.
      gbpsPerDistribution: Math.min(quotas.gbps, gbps / sized.units),
      requestsPerSecondPerDistribution: Math.min(quotas.requestsPerSecond, requestsPerSecond / sized.units),
      gbpsOfOneDistribution: gbps,
      requestsPerSecondOfOneDistribution: requestsPerSecond,
    },
    findings: [
      ...hostFindings(cdn, sized.units, hosts.length, { gbps, requestsPerSecond }),
      ...limitFindings(cdn, requirements, context),
      ...hitFindings(cdn, context),
    ],
  };
}

/** A CDN whose ceiling is a contract: nothing to count, one number to hold against each limit. */
function sizeContract(cdn: Cdn, requirements: Requirements, context: EdgeContext): LayerSizing {
  const gbps = askFor(requirements, context, "Gbps");
  const requestsPerSecond = askFor(requirements, context, "RequestsPerSecond");
  const limitOf: Readonly<Record<string, number | null>> = {
    peakGbps: cdn.limitGbps,
    failoverGbps: cdn.limitGbps,
    peakRequestsPerSecond: cdn.limitRequestsPerSecond,
    failoverRequestsPerSecond: cdn.limitRequestsPerSecond,
  };
  const resources: readonly Provision[] = Object.values(requirements).map((requirement) =>
    provision(
      requirement.resource,
      requirement.unit,
      requirement.design,
      requirement.atRisk,
      limitOf[requirement.resource] ?? null,
    ),
  );
  const isLimited = cdn.limitGbps !== null || cdn.limitRequestsPerSecond !== null;
  const hosts = Math.max(1, context.event.hosts.media[cdn.name]?.length ?? 0);
  return {
    ...common(cdn),
    resources,
    unitName: "count",
    units: hosts,
    bindingConstraint: isLimited ? "limit" : "minimum",
    waterfall: null,
    candidates: [
      {
        name: `${cdn.name} under a contract for ${figure(gbps)} Gbps and ${figure(requestsPerSecond)} requests/s`,
        units: hosts,
        usdPerHour: null,
        chosen: true,
        rejected: null,
      },
    ],
    settings: { contractGbps: gbps, contractRequestsPerSecond: requestsPerSecond },
    findings: [...limitFindings(cdn, requirements, context), ...hitFindings(cdn, context)],
  };
}

function common(cdn: Cdn) {
  return {
    id: `edge:${cdn.name}`,
    layer: "edge",
    title: `CDN ${cdn.name}`,
    criticality: "core",
    workload: null,
  } as const;
}

interface Load {
  readonly gbps: number;
  readonly requestsPerSecond: number;
}

function raisedTo(load: Load, distributions: number): string {
  const gbps = figure(load.gbps / distributions);
  return `${gbps} Gbps and ${figure(load.requestsPerSecond / distributions)} requests/s each`;
}

function distributionCandidates(units: number, hosts: number, load: Load): readonly Candidate[] {
  const sharded: Candidate = {
    name: units === 1 ? "one distribution at the applied quotas" : `${units} distributions at the applied quotas`,
    units,
    usdPerHour: 0,
    chosen: true,
    rejected: null,
  };
  if (units === 1) {
    return [
      sharded,
      {
        name: "2 distributions at the applied quotas",
        units: 2,
        usdPerHour: 0,
        chosen: false,
        rejected: "not needed, and each distribution caches for itself: the origin would be asked twice",
      },
    ];
  }
  const raise = (count: number): Candidate => ({
    name: `${count === 1 ? "one distribution" : `${count} distributions`} with quotas raised to ${raisedTo(load, count)}`,
    units: count,
    usdPerHour: 0,
    chosen: false,
    rejected:
      "both quotas are raised by ticket and the provider names no time for it; fewer distributions ask less of the origin, so ask all the same",
  });
  return [sharded, raise(1), ...(hosts > 1 && hosts < units ? [raise(hosts)] : [])];
}

function hostFindings(cdn: Cdn, units: number, hosts: number, load: Load): readonly Finding[] {
  if (hosts >= units || (hosts === 0 && units === 1)) return [];
  const finding = {
    where: `edge:${cdn.name}`,
    found: `${hosts} media ${hosts === 1 ? "host" : "hosts"} in hosts.media.${cdn.name}`,
    expected: `${units} hosts, one for each distribution`,
    source: quota(GBPS_QUOTA).source,
  };
  if (hosts === 0) {
    return [
      {
        ...finding,
        id: "edge-hosts-unnamed",
        severity: "warning",
        fix: `Name ${units} hosts under hosts.media.${cdn.name} and publish all of them in the steering documents: an alias may stand on one distribution only`,
      },
    ];
  }
  return [
    {
      ...finding,
      id: "edge-hosts-short",
      severity: "blocker",
      fix: `Name ${units - hosts} more under hosts.media.${cdn.name}, or ask AWS to raise L-0F1E9017 and L-A2C80159 to ${raisedTo(load, hosts)} and write what is applied under account.quotas`,
    },
  ];
}

function limitFindings(cdn: Cdn, requirements: Requirements, context: SizingContext): readonly Finding[] {
  const index = context.event.delivery.cdns.findIndex((other) => other.name === cdn.name);
  const findings: Finding[] = [];
  for (const { key, unit, limit, what } of [
    { key: "limitGbps", unit: "Gbps", limit: cdn.limitGbps, what: "Gbps" },
    { key: "limitRequestsPerSecond", unit: "requests/s", limit: cdn.limitRequestsPerSecond, what: "RequestsPerSecond" },
  ] as const) {
    const peak = need(requirements, `peak${what}`).atRisk;
    const failover = need(requirements, `failover${what}`).atRisk;
    const wanted = askFor(requirements, context, what);
    const path = `delivery.cdns[${Math.max(0, index)}].${key}`;
    const expected = `${figure(wanted)} ${unit} (${figure(peak)} with every CDN up, ${figure(failover)} when another one fails)`;
    if (limit === null) {
      // CloudFront's ceilings are the quotas of its distributions; only other contracts are unknown without a number.
      if (cdn.provider === "cloudfront" || wanted === 0) continue;
      findings.push({
        id: "cdn-limit-unknown",
        severity: "warning",
        where: `edge:${cdn.name}`,
        found: `${path} unknown`,
        expected,
        fix: `Ask ${cdn.name} in writing whether it carries ${figure(wanted)} ${unit} on the day, and write the answer as ${path}`,
        source: "event file: no ceiling is published for this CDN",
      });
    } else if (ceilCount(wanted / limit) > 1) {
      findings.push({
        id: "cdn-limit-exceeded",
        severity: ceilCount(failover / limit) > 1 ? "blocker" : "warning",
        where: `edge:${cdn.name}`,
        found: `${path} ${figure(limit)} ${unit}`,
        expected,
        fix: `Agree on ${figure(wanted)} ${unit} with ${cdn.name}, lower its shareRatio, or add a CDN that takes a part when one fails`,
        source: "event file: negotiated ceiling",
      });
    }
  }
  return findings;
}

function hitFindings(cdn: Cdn, context: EdgeContext): readonly Finding[] {
  const { planned, small } = context.hits;
  if (planned >= LOW_HIT_RATIO) return [];
  const caches = context.value("locations") * context.value("cachesPerLocation");
  return [
    {
      id: "cache-hit-ratio-low",
      severity: cdn.originShield ? "note" : "warning",
      where: `edge:${cdn.name}`,
      found: `${percent(planned)} of requests answered by about ${figure(caches)} caches near viewers, ${percent(small)} with ${figure(context.value("smallAudienceViewers"))} viewers`,
      expected: `${percent(LOW_HIT_RATIO)} or more; 99 % belongs to large audiences`,
      fix: cdn.originShield
        ? "Nothing: the shield keeps this from the origin. Let caches keep playlists longer (stream.playlistTtlSeconds) to raise it"
        : `Set originShield: true for ${cdn.name}, and let caches keep playlists longer (stream.playlistTtlSeconds)`,
      source: "Jung, Berger, Balakrishnan 2003; validation case ORG-01: below 70 % with several thousand viewers",
    },
  ];
}
