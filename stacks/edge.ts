import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import type { Finding, Outcome } from "../capacity/problems";
import { EdgeRules } from "../components/edge/edge-rules";
import { type DeclaredEvent, eventsOn } from "./declared/declared-event";
import type { EdgeSettings } from "./declared/edge-settings";
import { planDeclared } from "./declared/plan-declared";
import { platformStackOf } from "./declared/stack-names";
import { planLimits } from "./edge/plan-limits";
import { type EdgeZone, type ZoneEvent, zoneEvent } from "./edge/zone-event";
import { EDGE_OUTPUT, EDGE_OUTPUTS_VERSION, type EdgeOutputs } from "./outputs/edge-outputs";
import type { PlatformOutputs } from "./outputs/platform-outputs";
import type { ProgramContext } from "./program-context";
import { platformOutputs } from "./references";
import { refuse } from "./refusal";
import { cloudflareToken } from "./settings";

/** The zone's rules for every declared event. */
export async function edge(settings: EdgeSettings, { root }: ProgramContext): Promise<Record<string, unknown>> {
  const stack = platformStackOf(settings);
  const zone = zoneOf(stack, await platformOutputs(stack));
  const events = eventsOn(stack, root);
  const rules = zone.ok && events.ok ? zoneEvents(events.value, zone.value, settings) : undefined;
  if (!zone.ok || !events.ok || rules?.ok !== true) {
    refuse("edge", [...zone.findings, ...events.findings, ...(rules?.findings ?? [])]);
  }
  const { zoneId, plan } = zone.value;
  const apiToken = cloudflareToken();
  const cloudflare = new CloudflareProvider("cloudflare", apiToken === undefined ? {} : { apiToken });
  const args = { zoneId, limits: planLimits(plan), events: rules.value.map(({ rules }) => rules) };
  new EdgeRules("edge", args, { providers: { cloudflare } });
  const outputs: EdgeOutputs = {
    version: EDGE_OUTPUTS_VERSION,
    zoneId,
    events: rules.value.map(({ hosts: { name, appHost, mediaHosts } }) => ({ name, appHost, mediaHosts })),
  };
  return { [EDGE_OUTPUT]: outputs };
}

function zoneOf(stack: string, platform: Outcome<PlatformOutputs>): Outcome<EdgeZone> {
  if (!platform.ok) return platform;
  const { cloudflare } = platform.value;
  if (cloudflare !== undefined) return { ok: true, value: cloudflare, findings: [] };
  return {
    ok: false,
    findings: [
      {
        id: "platform-cloudflare",
        severity: "error",
        where: `platform ${stack}`,
        found: "no Cloudflare zone",
        expected: "the zone that the rules are for",
        fix: `Set tidegate:cloudflare of ${stack} and deploy it, or do without an edge stack`,
      },
    ],
  };
}

function zoneEvents(
  events: readonly DeclaredEvent[],
  zone: EdgeZone,
  { closedPaths = [] }: EdgeSettings,
): Outcome<readonly ZoneEvent[]> {
  const read = events.map((declared) =>
    zoneEvent({ event: declared.event, plan: planDeclared(declared) }, { zone, closedPaths }),
  );
  const findings: readonly Finding[] = read.flatMap((outcome, at) =>
    outcome.findings.map((finding) => ({ ...finding, where: `${events[at]?.stack}: ${finding.where}` })),
  );
  if (findings.length > 0) return { ok: false, findings };
  return { ok: true, value: read.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])), findings };
}
