import { Ruleset } from "@pulumi/cloudflare/ruleset";
import { TieredCache } from "@pulumi/cloudflare/tieredCache";
import type * as inputs from "@pulumi/cloudflare/types/input";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { Requirements } from "../requirements";
import { checkEvent, type EdgeEvent, type EdgePlanLimits } from "./edge-event";
import { type EventRules, type RulePhase, rulesOf } from "./event-rules";

/** All rules of a zone, from the events that are declared. */
export interface EdgeRulesArgs extends Overridable {
  readonly zoneId: Input<string>;
  /** What the zone's plan allows. */
  readonly limits: EdgePlanLimits;
  /** Every declared event; one that is taken out loses its rules. */
  readonly events: readonly EdgeEvent[];
  /** The zone's other rules, put before the events': a phase has one rule set, and what isn't in it is gone. @default none */
  readonly ownRules?: Readonly<Partial<Record<RulePhase, readonly inputs.RulesetRule[]>>>;
}

/** A rule set for each phase. Its name forces replacement, so it is the same for ever. */
const RULE_SETS = {
  cache: { role: "cache", phase: "http_request_cache_settings", name: "Tidegate cache" },
  rateLimit: { role: "rate-limit", phase: "http_ratelimit", name: "Tidegate rate limits" },
  firewall: { role: "firewall", phase: "http_request_firewall_custom", name: "Tidegate firewall" },
} as const;
const PHASES = ["cache", "rateLimit", "firewall"] as const satisfies readonly RulePhase[];

/**
 * The zone-wide rule sets of Cloudflare, one per phase, which is all that Cloudflare allows: a generated list of each event's rules by host,
 * in the order of the events' names. Each rule is told by a `ref` made of event and role, so an event that comes or goes touches no other's.
 */
export class EdgeRules extends ComponentResource {
  static readonly type = "tidegate:edge:EdgeRules";
  readonly rulesetIds: Readonly<Record<RulePhase, Output<string>>>;
  /** Hosts that have rules, in order. */
  readonly hosts: readonly string[];

  constructor(name: string, args: EdgeRulesArgs, opts?: ComponentResourceOptions) {
    const { limits, ownRules = {} } = args;
    const events = [...args.events].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const rules = rulesByPhase(events.map(rulesOf), ownRules);
    checkRules(name, args, rules);
    super(EdgeRules.type, name, { events, limits, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const ruleset = (of: RulePhase) => {
      const { role, phase, name } = RULE_SETS[of];
      const inputs = { zoneId: args.zoneId, kind: "zone", phase, name, rules: [...rules[of]] };
      // A second rule set for a phase is refused, so a replacement can't be made first.
      return children.make(Ruleset, role, inputs, { deleteBeforeReplace: true }).id;
    };
    this.rulesetIds = { cache: ruleset("cache"), rateLimit: ruleset("rateLimit"), firewall: ruleset("firewall") };
    children.make(TieredCache, "tiered-cache", { zoneId: args.zoneId, value: "on" });
    this.hosts = events.flatMap(hostsOf).sort();
    children.publish({ rulesetIds: this.rulesetIds, hosts: this.hosts });
  }
}

function hostsOf({ appHost, mediaHosts = [] }: EdgeEvent): readonly string[] {
  return [appHost, ...mediaHosts];
}

function rulesByPhase(events: readonly EventRules[], own: NonNullable<EdgeRulesArgs["ownRules"]>): EventRules {
  const all = (phase: RulePhase) => [...(own[phase] ?? []), ...events.flatMap((event) => event[phase])];
  return { cache: all("cache"), rateLimit: all("rateLimit"), firewall: all("firewall") };
}

function checkRules(name: string, { events, limits }: EdgeRulesArgs, rules: EventRules): void {
  const allowed = { cache: limits.cacheRules, rateLimit: limits.rateLimitRules, firewall: limits.firewallRules };
  const checks = new Requirements(EdgeRules.type, name)
    .list(
      "events",
      events.map((event) => event.name),
    )
    .list("hosts", events.flatMap(hostsOf));
  for (const [at, event] of events.entries()) checkEvent(checks, `events[${at}]`, event, limits);
  for (const phase of PHASES) {
    const count = rules[phase].length;
    const words = `at most ${allowed[phase]}, which the zone's plan allows: fewer events or limits, or a larger plan`;
    checks.holds(count <= allowed[phase], RULE_SETS[phase].phase, `${count} rules`, words);
  }
  const refs = PHASES.flatMap((phase) => rules[phase].map(({ ref }) => ref)).filter((ref) => typeof ref === "string");
  checks.list("refs", refs);
  checks.enforce();
}
