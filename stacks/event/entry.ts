import type { Event } from "../../capacity/event/event";
import { appliedQuota } from "../../capacity/layers/applied-quota";
import { Admission } from "../../components/event/admission";
import { type Balancer, type BalancerLimits, Ingress } from "../../components/event/ingress";
import type { ConnectionRoute, RequestRoute } from "../../components/event/routes";
import { WebFirewall } from "../../components/event/web-firewall";
import { type EventContext, logicalName } from "./event-context";
import { layerOf, settingOf } from "./event-plan";
import { balancersOf, routeOf, type ServiceRoute } from "./routes";
import type { RunningService, Services } from "./services";

/** The ways into an event. */
export interface Entry {
  readonly requests: readonly Balancer[];
  readonly connections: readonly Balancer[];
  /** What CDNs ask when the packagers are the origin. */
  readonly origin: readonly Balancer[];
}

/** Balancers, web firewall and waiting room. */
export function buildEntry(context: EventContext, services: Services): Entry {
  const network = networkOf(context, services);
  const app = buildApp(context, services, network);
  const routes = routesOf<RequestRoute>(services, "origin", context.plan);
  const origin = isEmpty(routes)
    ? undefined
    : new Ingress("origin", { ...network, requests: { count: 1, routes } }, context.opts);
  const entry = {
    requests: app?.requestBalancers ?? [],
    connections: app?.connectionBalancers ?? [],
    origin: origin?.requestBalancers ?? [],
  };
  buildFirewall(context, entry);
  buildAdmission(context);
  return entry;
}

/** The balancers of the app host and of long connections; none where no service is reached through them. */
function buildApp(
  { plan, platform, opts }: EventContext,
  services: Services,
  network: ReturnType<typeof networkOf>,
): Ingress | undefined {
  const requests = routesOf<RequestRoute>(services, "requests", plan);
  const connections = routesOf<ConnectionRoute>(services, "connections", plan);
  if (isEmpty(requests) && isEmpty(connections)) return undefined;
  const sized = layerOf(plan, "network:balancers");
  const sizeOf = (kind: "alb" | "nlb") =>
    sized === undefined
      ? {}
      : {
          reservedUnits: settingOf(sized, `${kind}ReservedUnits`),
          idleTimeoutSeconds: settingOf(sized, `${kind}IdleTimeoutSeconds`),
        };
  const group = platform.firewall?.balancersGroupId;
  return new Ingress(
    "entry",
    {
      ...network,
      ...(group === undefined ? {} : { securityGroupId: group }),
      requests: { count: isEmpty(requests) ? 0 : balancersOf("requests", plan), routes: requests, ...sizeOf("alb") },
      connections: {
        count: isEmpty(connections) ? 0 : balancersOf("connections", plan),
        routes: connections,
        ...sizeOf("nlb"),
      },
    },
    opts,
  );
}

function isEmpty(routes: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(routes).length === 0;
}

/** The waiting room, where the platform has a zone for it. */
function buildAdmission({ plan, platform, event, hosts, opts }: EventContext): void {
  const { cloudflare } = platform;
  const layer = layerOf(plan, "admission");
  if (cloudflare === undefined || layer === undefined) return;
  const [totalActiveUsers, newUsersPerMinute] = [
    settingOf(layer, "totalActiveUsers"),
    settingOf(layer, "newUsersPerMinute"),
  ];
  const sessionDurationMinutes = settingOf(layer, "sessionDurationMinutes");
  const room = { zoneId: cloudflare.zoneId, host: hosts.app, event: event.name };
  new Admission("admission", { ...room, totalActiveUsers, newUsersPerMinute, sessionDurationMinutes }, opts);
}

/** The web ACL of the app host; one for each balancer where the plan finds that one ACL can't take all requests. */
function buildFirewall({ plan, platform, opts }: EventContext, { requests }: Entry): void {
  const layer = layerOf(plan, "firewall");
  if (layer === undefined || requests.length === 0) return;
  const limits = {
    perAddressLimit: settingOf(layer, "perAddressLimit"),
    windowSeconds: settingOf(layer, "windowSeconds") as 60 | 120 | 300 | 600,
    // Everybody comes from Cloudflare's addresses.
    ...(platform.cloudflare === undefined ? {} : { addressHeader: "CF-Connecting-IP" }),
  };
  const balancers = requests.map(({ arn }, at) => [`alb-${at + 1}`, arn] as const);
  if (settingOf(layer, "webAcls") === 1) {
    new WebFirewall("firewall", { ...limits, resourceArns: Object.fromEntries(balancers) }, opts);
    return;
  }
  for (const [at, [key, arn]] of balancers.entries()) {
    new WebFirewall(at === 0 ? "firewall" : `firewall-${at + 1}`, { ...limits, resourceArns: { [key]: arn } }, opts);
  }
}

function networkOf({ event, platform }: EventContext, { namespace }: Services) {
  const { network, cluster, firewall, balancerCertificateArn } = platform;
  return {
    vpcId: network.vpcId,
    subnetIds: network.zones.map(({ publicSubnetId }) => publicSubnetId),
    targetSecurityGroupId: firewall?.nodesGroupId ?? cluster.securityGroupId,
    namespace: namespace.namespace,
    limits: limitsOf(event),
    ...(balancerCertificateArn === undefined ? {} : { certificateArn: balancerCertificateArn }),
  };
}

const QUOTAS = "aws/elasticloadbalancing/";

/** What the account allows, where it says more than a new one. */
function limitsOf(event: Event): BalancerLimits {
  const applied = (key: string) => appliedQuota(event, `${QUOTAS}${key}`).value;
  const limits = {
    targetsPerAlb: applied("targets-per-application-load-balancer"),
    targetsPerNlbZone: applied("targets-per-availability-zone-per-network-load-balancer"),
  };
  return Object.fromEntries(Object.entries(limits).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** The routes of one way, by the service's name. */
function routesOf<R extends RequestRoute | ConnectionRoute>(
  { running }: Services,
  way: ServiceRoute["way"],
  plan: EventContext["plan"],
): Readonly<Record<string, R>> {
  const routes = running.flatMap((service) => {
    const route = routeOf(service.planned, plan);
    return route.way === way ? [[logicalName(service.planned.id), routeInputs(service, route) as R] as const] : [];
  });
  return Object.fromEntries(routes);
}

function routeInputs({ planned, port, serviceNames, settings }: RunningService, route: ServiceRoute) {
  const { paths = route.paths, probePath } = settings;
  const { deregistrationDelaySeconds, listenerPort } = route;
  const shared = { services: serviceNames, targets: planned.replicas, port, deregistrationDelaySeconds };
  if (listenerPort !== undefined) return { ...shared, listenerPort };
  return {
    ...shared,
    ...(paths === undefined ? {} : { paths }),
    ...(probePath === undefined ? {} : { healthPath: probePath }),
  };
}
