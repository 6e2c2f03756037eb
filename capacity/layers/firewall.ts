import { isUnknown } from "../catalog/fact";
import { limit, limits } from "../catalog/limits";
import { price } from "../catalog/prices";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import { type Finding, required } from "../problems";
import { ceilCount, provision } from "../sizing";
import { SECONDS_PER_HOUR } from "../units";
import { appliedQuota } from "./applied-quota";
import { designDemand } from "./design-demand";
import type { Candidate, FlowName, LayerModel, SizingContext } from "./layer";

const FIREWALL = "firewall";
const TITLE = "Web firewall";
const REQUESTS_QUOTA = "aws/wafv2/maximum-number-of-requests-per-second-per-web-acl-for-regional";
const RATE_LIMIT = "aws/wafv2/rate-based-rule-limit";
const WINDOW_KEY = "aws/wafv2/rate-based-rule-evaluation-window-";

const equations = Equations.over<FlowName>().let(
  "requestsPerSecond",
  "requests/s",
  "appRequestsPerSecond",
  (s) => s.appRequestsPerSecond,
);

/** Windows a rate-based rule may count over, shortest first, seconds. */
export function rateWindowsSeconds(): readonly number[] {
  return limits()
    .filter((row) => row.key.startsWith(WINDOW_KEY))
    .map((row) => required(row.defaultValue, row.key))
    .sort((a, b) => a - b);
}

/**
 * The rate limit of one address under which an office that watches together is never blocked.
 *
 * @param seconds length of the window
 * @returns whole requests in the window, within what a rule accepts
 */
function perAddressLimit(seconds: number, ratePerViewer: number, context: SizingContext): number {
  const viewers = context.parameter("audience.viewersBehindOneAddress").interval.high;
  const requests = viewers * requestsOfOneViewer(seconds, ratePerViewer, context) * context.value("marginRatio");
  const { min, max } = limit(RATE_LIMIT);
  return Math.min(max ?? requests, Math.max(min ?? 0, ceilCount(requests)));
}

/** A viewer who joins and stays within one window: the burst of the join, then the steady calls. */
function requestsOfOneViewer(seconds: number, ratePerViewer: number, context: SizingContext): number {
  return context.parameter("requestsPerJoin").interval.high + ratePerViewer * seconds;
}

/** The web firewall of the app host: requests against its quota, and a limit for each address that offices survive. */
export const firewall: LayerModel = {
  layer: "firewall",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["requestsPerSecond"],
  emits: {},
  size(requirements, context) {
    const requests = required(requirements.requestsPerSecond, "firewall.requestsPerSecond");
    // Everybody's requests at the steepest moment, over everybody: an office that joins then makes no more than its share.
    const viewers = required(designDemand(context).peakConcurrentViewers, "peakConcurrentViewers");
    const ratePerViewer = requests.atRisk / Math.max(1, viewers);
    const quota = appliedQuota(context.event, REQUESTS_QUOTA);
    const perAcl = required(quota.value, REQUESTS_QUOTA);
    const needed = requests.atRisk / perAcl;
    const units = Math.max(1, ceilCount(needed));
    const windowSeconds = windowFor(context.value("windowSeconds"));
    const chosenLimit = perAddressLimit(windowSeconds, ratePerViewer, context);
    return {
      id: FIREWALL,
      layer: "firewall",
      title: TITLE,
      criticality: "core",
      resources: [provision(requests.resource, requests.unit, requests.design, requests.atRisk, units * perAcl)],
      unitName: "units",
      units,
      bindingConstraint: needed > 1 ? "quota" : "minimum",
      waterfall: {
        demand: requests.design / perAcl,
        risk: needed,
        // A quota is a ceiling, not a machine that slows down: at the planning quantile it may be full.
        utilization: needed,
        zoneLoss: needed,
        count: units,
      },
      candidates: windows(windowSeconds, ratePerViewer, context),
      workload: null,
      settings: {
        webAcls: units,
        perAddressLimit: chosenLimit,
        windowSeconds,
        viewersBehindOneAddress: Math.ceil(context.parameter("audience.viewersBehindOneAddress").interval.high),
      },
      findings: [
        ...quotaFinding(requests.atRisk, quota),
        ...blockedOffice(windowSeconds, ratePerViewer, context),
        ...mediaNote(context),
      ],
    };
  },
};

/** The window the provider offers that is nearest to the stated one, from below. */
function windowFor(stated: number): number {
  const offered = rateWindowsSeconds();
  return [...offered].reverse().find((seconds) => seconds <= stated) ?? required(offered[0], "a rate window");
}

function windows(chosenSeconds: number, ratePerViewer: number, context: SizingContext): readonly Candidate[] {
  const perMinute = (seconds: number) => Math.round((perAddressLimit(seconds, ratePerViewer, context) / seconds) * 60);
  return rateWindowsSeconds().map((seconds) => ({
    name: `${numberText(perAddressLimit(seconds, ratePerViewer, context))} requests in ${seconds} s from one address`,
    units: 1,
    usdPerHour: null,
    chosen: seconds === chosenSeconds,
    rejected:
      seconds === chosenSeconds
        ? null
        : seconds < chosenSeconds
          ? `the join burst weighs more in a shorter window: ${numberText(perMinute(seconds))} requests a minute instead of ${numberText(perMinute(chosenSeconds))} would pass`
          : `notices an attacker later, only after up to ${seconds} s`,
  }));
}

function quotaFinding(requestsPerSecond: number, quota: ReturnType<typeof appliedQuota>): readonly Finding[] {
  if (quota.value !== null && requestsPerSecond <= quota.value) return [];
  return [
    {
      id: "firewall-requests",
      severity: "warning",
      where: FIREWALL,
      found: `${numberText(Math.ceil(requestsPerSecond))} requests/s on the app host`,
      expected: `at most ${quota.value === null ? "an unknown number of" : numberText(quota.value)} requests/s for one web ACL (quota ${quota.name})`,
      fix: `Ask for quota ${quota.name} of ${numberText(Math.ceil(requestsPerSecond))} requests/s; or stand the app on as many balancers as web ACLs are counted here.`,
      source: quota.row.source,
    },
  ];
}

/** Judges the limit in force, or the one people copy, by the office it would block. */
function blockedOffice(windowSeconds: number, ratePerViewer: number, context: SizingContext): readonly Finding[] {
  const inForce = context.parameter("requestsPerAddress");
  const office = context.parameter("audience.viewersBehindOneAddress").interval.high;
  const each = requestsOfOneViewer(windowSeconds, ratePerViewer, context);
  const pass = each > 0 ? Math.floor(inForce.interval.expected / each) : office;
  const blocked = Math.ceil(office) - pass;
  if (blocked <= 0) return [];
  const stated = inForce.origin === "given";
  const needed = perAddressLimit(windowSeconds, ratePerViewer, context);
  return [
    {
      id: "rate-limit-blocks-office",
      severity: stated ? "blocker" : "note",
      where: stated ? "firewall.requestsPerAddress" : FIREWALL,
      found: `${stated ? "the stated limit" : "a limit as people copy it"} of ${numberText(inForce.interval.expected)} requests in ${windowSeconds} s lets ${numberText(pass)} viewers behind one address join, and blocks ${numberText(blocked)} of ${numberText(Math.ceil(office))}`,
      expected: `at least ${numberText(needed)} requests in ${windowSeconds} s`,
      fix: stated
        ? `Raise firewall.requestsPerAddress to ${needed}, or count by session instead of by address.`
        : `Use ${numberText(needed)}, as planned here; state audience.viewersBehindOneAddress if offices are larger.`,
      source: "audience.viewersBehindOneAddress × requests of one viewer in the window × firewall.marginRatio",
    },
  ];
}

/** What it would cost to put media behind the firewall too: the reason why signed URLs protect it instead. */
function mediaNote(context: SizingContext): readonly Finding[] {
  const key = "aws/wafv2/requests";
  const known = price(key, context.event.cluster.region);
  const row = isUnknown(known) ? undefined : known[0];
  if (row === undefined) return [];
  const requestsPerSecond = required(designDemand(context).edgeRequestsPerSecond, "edgeRequestsPerSecond");
  const usd = Math.round(((requestsPerSecond * SECONDS_PER_HOUR) / row.perUnits) * row.usd);
  if (usd < 1) return [];
  return [
    {
      id: "media-not-inspected",
      severity: "note",
      where: FIREWALL,
      found: `media hosts take ${numberText(Math.ceil(requestsPerSecond))} requests/s: a web ACL on them would cost ${numberText(usd)} USD/h`,
      expected: "the web ACL stands on app hosts only",
      fix: "Protect media with signed URLs; nothing to do where they are on.",
      source: row.source,
    },
  ];
}
