import type { CloudflarePlan } from "../../capacity/event/cloudflare-plans";
import type { Event } from "../../capacity/event/event";
import { expectedOf } from "../../capacity/event-parameter";
import type { Plan } from "../../capacity/plan-document";
import type { Finding, Outcome } from "../../capacity/problems";
import { required } from "../../capacity/problems";
import type { EdgeEvent, EdgeRateLimit } from "../../components/edge/edge-event";
import { cloudflareHosts, eventHosts } from "../hosts";
import type { EdgeOutputs } from "../outputs/edge-outputs";
import { shardsOf } from "../shards";
import { countingPeriodSeconds, planLimits } from "./plan-limits";

/** The zone that rules are for. */
export interface EdgeZone {
  readonly zoneId: string;
  readonly zone: string;
  readonly plan: CloudflarePlan;
}

/** An event as the zone sees it. */
export interface ZoneEvent {
  readonly rules: EdgeEvent;
  readonly hosts: EdgeOutputs["events"][number];
}

export interface PlannedEvent {
  readonly event: Event;
  readonly plan: Plan;
}

export interface ZoneContext {
  readonly zone: EdgeZone;
  readonly closedPaths: readonly string[];
}

/** What the zone's rules must know of an event; hosts that no rule of this zone could reach are findings. */
export function zoneEvent({ event, plan }: PlannedEvent, { zone, closedPaths }: ZoneContext): Outcome<ZoneEvent> {
  const hosts = eventHosts(event, { zone: zone.zone, shards: shardsOf({ event, plan }) });
  if (!hosts.ok) return hosts;
  const mediaHosts = cloudflareHosts(event, hosts.value);
  const { app } = hosts.value;
  const findings = [
    ...[app, ...mediaHosts].filter((host) => !isIn(zone.zone, host)).map((host) => outsideZone(host, zone.zone)),
    ...(zone.plan === "free" ? [FREE_PLAN] : []),
  ];
  if (findings.length > 0) return { ok: false, findings };
  const media = mediaHosts.length === 0 ? {} : { mediaHosts, ...cachingOf(event, zone.plan) };
  const rules: EdgeEvent = {
    name: event.name,
    appHost: app,
    ...media,
    rateLimits: [perAddress(plan, zone.plan)],
    ...(closedPaths.length === 0 ? {} : { closedPaths }),
  };
  return {
    ok: true,
    value: { rules, hosts: { name: event.name, appHost: app, mediaHosts: [...mediaHosts] } },
    findings,
  };
}

/** How long the edge keeps a playlist: what the plan's hit ratios rest on, in whole seconds. */
function cachingOf(event: Event, plan: CloudflarePlan): Pick<EdgeEvent, "playlistSeconds" | "cacheKeyQuery"> {
  const seconds = event.stream.partSeconds ?? expectedOf(event, "stream.playlistTtlSeconds");
  return {
    playlistSeconds: Math.max(1, Math.floor(seconds)),
    // A key without the signature of the viewer's URL, so that all of them share one object: only Enterprise can.
    ...(plan === "enterprise" ? { cacheKeyQuery: "hls" as const } : {}),
  };
}

/** An office that is stopped by mistake is back soon, and whoever isn't an office is stopped again. */
const MITIGATION_SECONDS = 60;

/**
 * The plan's limit of one address. Where the zone's plan counts over a shorter period, the same number stands for less time:
 * who stays under it in the long window does so in every part of it, so no office that the plan lets pass is blocked.
 */
function perAddress({ layers }: Plan, plan: CloudflarePlan): EdgeRateLimit {
  const { settings } = required(
    layers.find(({ id }) => id === "firewall"),
    "layer firewall",
  );
  return {
    role: "per-address",
    path: "/",
    requestsPerPeriod: required(settings.perAddressLimit, "firewall.settings.perAddressLimit"),
    periodSeconds: countingPeriodSeconds(plan, required(settings.windowSeconds, "firewall.settings.windowSeconds")),
    mitigationSeconds: Math.min(MITIGATION_SECONDS, planLimits(plan).longestMitigationSeconds),
  };
}

function isIn(zone: string, host: string): boolean {
  return host === zone || host.endsWith(`.${zone}`);
}

function outsideZone(host: string, zone: string): Finding {
  return {
    id: "host-outside-zone",
    severity: "error",
    where: "hosts",
    found: `${host} is not in the platform's zone ${zone}`,
    expected: "hosts that Cloudflare stands before",
    fix: `Write a host below ${zone}, or deploy the event on the platform of its own zone`,
  };
}

/** @see cloudflare/cloudflare-docs, waf/rate-limiting-rules, "Availability": fields of an expression are path and verified bot */
const FREE_PLAN: Finding = {
  id: "zone-plan-free",
  severity: "error",
  where: "cloudflare.plan of the platform",
  found: "free, whose rate limits can't name a host",
  expected: "pro, business or enterprise",
  fix: "Take the zone to a plan whose rules can tell one event's host from another's",
};
