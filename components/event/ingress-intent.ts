import type { Inputs } from "@pulumi/pulumi";
import { overriddenInputs } from "../overrides";
import { parseCidr } from "../platform/cidr";
import { KEY_RULE, Requirements } from "../requirements";
import type { BalancerLimits, IngressArgs } from "./ingress";
import {
  type ConnectionRoute,
  priorityOf,
  type RequestRoute,
  type Route,
  targetsOfOneBalancer,
  targetsOfShard,
} from "./routes";

/** Balancers of one kind, plain. */
export interface BalancersIntent {
  readonly count: number;
  readonly reservedUnits: number;
  /** Each balancer's part of the reservation, rounded up. */
  readonly reservedUnitsEach: number;
  readonly idleTimeoutSeconds: number;
  /** Targets at most, by route. */
  readonly targets: Readonly<Record<string, number>>;
  readonly targetsOfOneBalancer: number;
}

/** What an ingress is to be, with every default filled in; plain, so that it stands in state. */
export interface IngressIntent extends Inputs {
  readonly requests: BalancersIntent;
  readonly connections: BalancersIntent & { readonly protocol: "TCP" | "TLS" };
  readonly allowedCidrs: readonly string[];
  readonly limits: Required<BalancerLimits>;
}

/** Quotas L-7E6692B2, L-A0D0B863 and L-EEF1AD04 and the limits of actions and rules. @see capacity facts, quotas of elasticloadbalancing */
const LIMITS: Required<BalancerLimits> = { targetsPerAlb: 1000, targetsPerGroup: 1000, targetsPerNlbZone: 500 };
const GROUPS_PER_ALB = 100;
const LISTENERS_PER_NLB = 50;
const VALUES_PER_RULE = 5;
const NONE = { count: 0, reservedUnits: 0, routes: {} };

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function ingressIntent(type: string, name: string, args: IngressArgs): IngressIntent {
  const { requests = NONE, connections = NONE, allowedCidrs = ["0.0.0.0/0"] } = args;
  const limits = { ...LIMITS, ...args.limits };
  const protocol = args.connections?.protocol ?? "TCP";
  const checks = new Requirements(type, name)
    .holds(args.subnetIds.length >= 2, "subnetIds", `${args.subnetIds.length} in all`, "subnets in two zones at least")
    .list("allowedCidrs", allowedCidrs, { min: 1 })
    .holds(
      args.securityGroupId === undefined || args.allowedCidrs === undefined,
      "allowedCidrs",
      allowedCidrs.join(", "),
      "none with securityGroupId, which says itself whom it lets in",
    )
    .oneOf("connections.protocol", protocol, ["TCP", "TLS"])
    .whole("requests.idleTimeoutSeconds", args.requests?.idleTimeoutSeconds, { min: 1, max: 4000 })
    .whole("connections.idleTimeoutSeconds", args.connections?.idleTimeoutSeconds, { min: 60, max: 6000 })
    .holds(
      protocol === "TCP" || (connections.reservedUnits ?? 0) === 0,
      "connections.protocol",
      "TLS with reserved units",
      "TCP, the pods ending TLS themselves: a network balancer with a TLS listener takes no reservation",
    )
    .holds(
      args.certificateArn !== undefined || (requests.count === 0 && protocol === "TCP"),
      "certificateArn",
      "absent",
      "the app host's certificate",
    );
  for (const [at, block] of allowedCidrs.entries()) {
    checks.holds(parseCidr(block) !== undefined, `allowedCidrs[${at}]`, block, "a block such as 192.0.2.0/24");
  }
  for (const [input, limit] of Object.entries(limits)) checks.whole(`limits.${input}`, limit, { min: 1 });
  checkKind(checks, "requests", requests, {
    targets: limits.targetsPerAlb,
    group: limits.targetsPerGroup,
    routes: GROUPS_PER_ALB,
  });
  const nlbTargets = limits.targetsPerNlbZone * args.subnetIds.length;
  checkKind(checks, "connections", connections, {
    targets: nlbTargets,
    group: limits.targetsPerGroup,
    routes: LISTENERS_PER_NLB,
  });
  checkRequestRoutes(checks, requests.routes);
  checkConnectionRoutes(checks, connections.routes);
  checks.enforce();
  return {
    requests: balancers(requests, args.requests?.idleTimeoutSeconds ?? 60),
    connections: { ...balancers(connections, args.connections?.idleTimeoutSeconds ?? 350), protocol },
    allowedCidrs,
    limits,
    ...overriddenInputs(args),
  };
}

interface Kind {
  readonly count: number;
  readonly reservedUnits?: number;
  readonly routes: Readonly<Record<string, Route>>;
}

function checkKind(
  checks: Requirements,
  kind: string,
  { count, reservedUnits = 0, routes }: Kind,
  most: { readonly targets: number; readonly group: number; readonly routes: number },
): void {
  const all = Object.entries(routes);
  checks
    .whole(`${kind}.count`, count, { min: 0, max: 50 })
    .whole(`${kind}.reservedUnits`, reservedUnits, { min: 0 })
    .holds(count === 0 || all.length > 0, `${kind}.routes`, "empty", "what the balancers send where")
    .holds(all.length <= most.routes, `${kind}.routes`, `${all.length} routes`, `at most ${most.routes}`);
  for (const [key, route] of all) {
    const input = `${kind}.routes["${key}"]`;
    checks
      .text(`${kind}.routes`, key, KEY_RULE)
      .whole(`${input}.targets`, route.targets, { min: 1 })
      .whole(`${input}.port`, route.port, { min: 1, max: 65_535 })
      .whole(`${input}.deregistrationDelaySeconds`, route.deregistrationDelaySeconds, { min: 0, max: 3600 })
      .holds(
        route.services.length >= 1 && route.services.length <= Math.max(1, count),
        `${input}.services`,
        `${route.services.length} shards`,
        `1 to ${Math.max(1, count)}: a balancer sends to one, and none may be left out`,
      )
      .holds(
        targetsOfShard(route) <= most.group,
        `${input}.targets`,
        targetsOfShard(route),
        `at most ${most.group} in one group: ${Math.ceil(route.targets / most.group)} shards, or a higher quota`,
      );
  }
  const targets = targetsOfOneBalancer(Object.values(routes));
  checks.holds(
    targets <= most.targets,
    `${kind}.routes`,
    `${targets} targets on each balancer`,
    `at most ${most.targets}: more balancers and as many shards, or a higher quota`,
  );
}

function checkRequestRoutes(checks: Requirements, routes: Readonly<Record<string, RequestRoute>>): void {
  const all = Object.entries(routes);
  const defaults = all.filter(([, { paths }]) => paths === undefined).map(([key]) => key);
  checks.holds(defaults.length <= 1, "requests.routes", `${defaults.join(", ")} without paths`, "paths on all but one");
  const byPath = all.filter(([, { paths }]) => paths !== undefined);
  checks.list(
    "requests.routes' priorities",
    byPath.map(([key, route]) => priorityOf(key, route)),
  );
  for (const [key, { paths, priority, slowStartSeconds = 0, healthPath }] of all) {
    const input = `requests.routes["${key}"]`;
    checks
      .list(`${input}.paths`, paths, { min: 1, max: VALUES_PER_RULE })
      .whole(`${input}.priority`, priority, { min: 1, max: 50_000 })
      .whole(`${input}.slowStartSeconds`, slowStartSeconds === 0 ? 30 : slowStartSeconds, { min: 30, max: 900 })
      .text(`${input}.healthPath`, healthPath, { pattern: /^\/[!-~]*$/, words: "a path such as /healthz" });
  }
}

function checkConnectionRoutes(checks: Requirements, routes: Readonly<Record<string, ConnectionRoute>>): void {
  const ports = Object.values(routes).map(({ listenerPort = 443 }) => listenerPort);
  checks.list("connections.routes' listenerPort", ports);
  for (const port of ports) checks.whole("connections.routes' listenerPort", port, { min: 1, max: 65_535 });
}

function balancers({ count, reservedUnits = 0, routes }: Kind, idleTimeoutSeconds: number): BalancersIntent {
  return {
    count,
    reservedUnits,
    reservedUnitsEach: count === 0 ? 0 : Math.ceil(reservedUnits / count),
    idleTimeoutSeconds,
    targets: Object.fromEntries(Object.entries(routes).map(([key, { targets }]) => [key, targets])),
    targetsOfOneBalancer: targetsOfOneBalancer(Object.values(routes)),
  };
}
