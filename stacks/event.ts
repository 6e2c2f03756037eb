import { getStack, log } from "@pulumi/pulumi";
import type { Finding } from "../capacity/problems";
import { readDeclaredEvent } from "./declared/declared-event";
import type { EventSettings } from "./declared/event-settings";
import { planDeclared } from "./declared/plan-declared";
import { edgeStackOf, platformStackOf } from "./declared/stack-names";
import { buildBudget } from "./event/budget";
import { missingCapabilities, missingRules, type Needed } from "./event/capabilities";
import { buildData } from "./event/data";
import { buildEntry } from "./event/entry";
import type { EventContext } from "./event/event-context";
import { buildMedia } from "./event/media";
import { buildNames } from "./event/names";
import { sharedFindings } from "./event/neighbours";
import { buildNodes } from "./event/nodes";
import { eventProviders } from "./event/providers";
import { buildServices } from "./event/services";
import { type EventHosts, eventHosts } from "./hosts";
import type { PlatformOutputs } from "./outputs/platform-outputs";
import type { ProgramContext } from "./program-context";
import { edgeOutputs, platformOutputs } from "./references";
import { accept, refuse } from "./refusal";
import { shardsOf } from "./shards";

/** The capacity of exactly one event: what the plan says, on the platform that the config names. */
export async function event(settings: EventSettings, program: ProgramContext): Promise<Record<string, unknown>> {
  const context = await eventContext(settings, program);
  const { hosts } = context;
  const pools = buildNodes(context);
  const data = buildData(context);
  const services = buildServices(
    context,
    data,
    pools.flatMap(({ nodeGroups }) => nodeGroups),
  );
  const entry = buildEntry(context, services);
  const distributions = buildMedia(context);
  const records = buildNames(context, entry, distributions);
  buildBudget(context);
  if (services.notRun.length > 0) {
    log.warn(
      `Not run, since nobody says how: ${services.notRun.join(", ")}. Name an image or a deployment in tidegate:workloads; their nodes are there`,
    );
  }
  return {
    event: summaryOf(context),
    hosts,
    namespace: services.namespace.namespace,
    nodeGroups: pools.flatMap(({ groups }) =>
      groups.map(({ nodeGroupName, zone, nodes }) => ({ nodeGroupName, zone, nodes })),
    ),
    notRun: services.notRun,
    records,
  };
}

async function eventContext(settings: EventSettings, { root, planned }: ProgramContext): Promise<EventContext> {
  const [platformStack, edgeStack] = [platformStackOf(settings), edgeStackOf(settings)];
  const title = `event ${settings.event}`;
  if (settings.mode === "armed") refuse(title, [NOT_ARMED]);
  const event = accept(title, readDeclaredEvent(root, settings));
  const plan = planDeclared({ event, settings });
  planned?.(plan);
  const platform = accept(title, await platformOutputs(platformStack));
  const needed = { event, plan, stacks: { platform: platformStack, edge: edgeStack } };
  const zone = zoneOf(platform, event.hosts.zone);
  const hosts =
    zone === null
      ? { ok: false as const, findings: [NO_ZONE] }
      : eventHosts(event, { zone, shards: shardsOf({ event, plan }) });
  const rules =
    hosts.ok && platform.cloudflare !== undefined ? await rulesFindings(needed, hosts.value, edgeStack) : [];
  const neighbourhood = { root, stack: getStack(), plan, platformStack, platform };
  const findings = [
    ...missingCapabilities(needed, platform),
    ...(await sharedFindings(neighbourhood)),
    ...(hosts.ok ? [] : hosts.findings),
    ...rules,
  ];
  if (findings.length > 0 || !hosts.ok) refuse(title, findings);
  return { settings, event, plan, platform, hosts: hosts.value, opts: eventProviders(event, platform) };
}

async function rulesFindings(needed: Needed, hosts: EventHosts, stack: string): Promise<readonly Finding[]> {
  const edge = await edgeOutputs(stack);
  return edge.ok ? missingRules(needed, hosts, edge.value) : edge.findings;
}

function zoneOf({ cloudflare }: PlatformOutputs, stated: string | null): string | null {
  return stated ?? cloudflare?.zone ?? null;
}

const NO_ZONE: Finding = {
  id: "zone-unknown",
  severity: "error",
  where: "hosts.zone",
  found: "neither the event nor the platform names a zone",
  expected: "the zone of the event's hosts",
  fix: "Write hosts.zone in the event file, such as example.com",
};

/** Its place: timers, initial sizes of a phase, and sizes that Pulumi leaves alone. */
const NOT_ARMED: Finding = {
  id: "mode-armed",
  severity: "error",
  where: "tidegate:mode",
  found: "armed",
  expected: "now or rehearsal",
  fix: "Write tidegate:mode: now; an event can't be armed yet",
};

/** What whoever reads the stack must know of the event, also when its file is gone. */
function summaryOf({ event, settings, plan }: EventContext) {
  return {
    version: 1,
    name: event.name,
    owner: event.owner,
    tier: event.tier,
    file: settings.event,
    mode: settings.mode ?? "now",
    start: plan.event.start.utc,
    end: plan.event.end.utc,
    plannedViewers: plan.verdict.plannedViewers,
  };
}
