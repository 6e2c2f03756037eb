import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { Listener } from "@pulumi/aws/lb/listener";
import { ListenerRule } from "@pulumi/aws/lb/listenerRule";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer";
import { TargetGroup, type TargetGroupArgs } from "@pulumi/aws/lb/targetGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { Children, type Overridable } from "../overrides";
import { CREATE_FIRST } from "./create-first";
import { type IngressIntent, ingressIntent } from "./ingress-intent";
import { type ConnectionRoute, priorityOf, type RequestRoute, type Route, shardFor } from "./routes";

/** What the account allows. */
export interface BalancerLimits {
  /** @default 1000 */
  readonly targetsPerAlb?: number;
  /** @default 1000 */
  readonly targetsPerGroup?: number;
  /** Cross-zone off, so that this counts for each zone. @default 500 */
  readonly targetsPerNlbZone?: number;
}

interface Balancers<R extends Route> {
  readonly count: number;
  /** By name; every balancer has all of them. */
  readonly routes: Readonly<Record<string, R>>;
  /** Capacity units held from the start, of all balancers together, as in the plan. @default 0, no reservation */
  readonly reservedUnits?: number;
}

/** Balancers in front of an event's app host. */
export interface IngressArgs extends Overridable {
  readonly vpcId: Input<string>;
  /** Public subnets, one in each zone, two zones at least. */
  readonly subnetIds: readonly Input<string>[];
  /** The security group of the nodes, which is the pods', too. */
  readonly targetSecurityGroupId: Input<string>;
  /** The namespace of the services. */
  readonly namespace: Input<string>;
  /** For requests: application balancers; an idle connection is cut after 1 to 4000 s. @default none; 60 s */
  readonly requests?: Balancers<RequestRoute> & { readonly idleTimeoutSeconds?: number };
  /** For long connections: network balancers; an idle connection is cut after 60 to 6000 s. TLS ends in the pods unless `protocol` says otherwise, which forbids a reservation. @default none; 350 s; "TCP" */
  readonly connections?: Balancers<ConnectionRoute> & {
    readonly idleTimeoutSeconds?: number;
    readonly protocol?: "TCP" | "TLS";
  };
  /** In the balancers' region. @default none: without application balancers and TLS there is nothing to sign */
  readonly certificateArn?: Input<string>;
  /** Who may reach the application balancers: a proxy's blocks keep viewers from going past its waiting room. @default everybody */
  readonly allowedCidrs?: readonly string[];
  /**
   * A group of the application balancers that is there and already open on both sides, such as the platform's. Network balancers always have one of
   * the event's own: viewers come to them past the proxy, to whatever ports the routes listen on. @default one of the event's own, open as `allowedCidrs` says
   */
  readonly securityGroupId?: Input<string>;
  /** @default those of a new account */
  readonly limits?: BalancerLimits;
}

/** TLS 1.2 and 1.3, no weak ciphers. @see ELB user guide, "Security policies for your Application Load Balancer" */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const HTTPS = 443;
const EVERYBODY = ["0.0.0.0/0"];
const DEFAULT_PORT = 8080;

/** A balancer, for what stands in front of it. */
export interface Balancer {
  readonly arn: Output<string>;
  readonly dnsName: Output<string>;
}

/** The way in: balancers with reserved capacity, target groups that drain, and the bindings by which pods become targets. */
export class Ingress extends ComponentResource {
  static readonly type = "tidegate:network:Ingress";
  readonly requestBalancers: readonly Balancer[];
  readonly connectionBalancers: readonly Balancer[];

  constructor(name: string, args: IngressArgs, opts?: ComponentResourceOptions) {
    const intent = ingressIntent(Ingress.type, name, args);
    super(Ingress.type, name, intent, opts);
    const parts = new IngressParts(new Children(this, name, args), args, intent);
    this.requestBalancers = parts.requestBalancers();
    this.connectionBalancers = parts.connectionBalancers();
    parts.children.publish({ requestBalancers: this.requestBalancers, connectionBalancers: this.connectionBalancers });
  }
}

class IngressParts {
  constructor(
    readonly children: Children,
    readonly args: IngressArgs,
    readonly intent: IngressIntent,
  ) {}

  requestBalancers(): readonly Balancer[] {
    const { count, idleTimeoutSeconds } = this.intent.requests;
    const routes = this.args.requests?.routes ?? {};
    if (count === 0) return [];
    const firewall = this.firewall("alb", { from: this.intent.allowedCidrs, ports: [HTTPS], routes });
    return numbers(count).map((number) => {
      const balancer = this.balancer("alb", number, firewall, {
        loadBalancerType: "application",
        idleTimeout: idleTimeoutSeconds,
        dropInvalidHeaderFields: true,
        enableHttp2: true,
      });
      this.requestRoutes(number, balancer, routes);
      return { arn: balancer.arn, dnsName: balancer.dnsName };
    });
  }

  connectionBalancers(): readonly Balancer[] {
    const routes = this.args.connections?.routes ?? {};
    if (this.intent.connections.count === 0) return [];
    const ports = Object.values(routes).map(({ listenerPort = HTTPS }) => listenerPort);
    const firewall = this.firewall("nlb", { from: EVERYBODY, ports, routes });
    return numbers(this.intent.connections.count).map((number) => {
      const balancer = this.balancer("nlb", number, firewall, {
        loadBalancerType: "network",
        // Off, so that 500 targets count for each zone, and a shifted zone takes nothing from the others.
        enableCrossZoneLoadBalancing: false,
      });
      for (const [key, route] of Object.entries(routes)) this.connectionRoute(number, balancer, key, route);
      return { arn: balancer.arn, dnsName: balancer.dnsName };
    });
  }

  private balancer(
    kind: "alb" | "nlb",
    number: number,
    firewall: Input<string>,
    own: Partial<ConstructorParameters<typeof LoadBalancer>[1]>,
  ): LoadBalancer {
    const role = { role: kind, key: String(number) };
    const { reservedUnitsEach } = kind === "alb" ? this.intent.requests : this.intent.connections;
    return this.children.make(LoadBalancer, role, {
      name: this.children.physicalName(role, { maxLength: 32, pattern: /^(?!internal-)/ }),
      internal: false,
      subnets: [...this.args.subnetIds],
      securityGroups: [firewall],
      enableZonalShift: true,
      // It goes with the event.
      enableDeletionProtection: false,
      ...(reservedUnitsEach === 0 ? {} : { minimumLoadBalancerCapacity: { capacityUnits: reservedUnitsEach } }),
      ...own,
    });
  }

  private requestRoutes(number: number, balancer: LoadBalancer, routes: Readonly<Record<string, RequestRoute>>): void {
    const groups = Object.entries(routes).map(([key, route]) => ({
      key,
      route,
      group: this.requestGroup(number, key, route),
    }));
    const everythingElse = groups.find(({ route }) => route.paths === undefined);
    const { certificateArn } = this.args;
    const listener = this.children.make(
      Listener,
      { role: "listener", key: `alb-${number}` },
      {
        loadBalancerArn: balancer.arn,
        port: HTTPS,
        protocol: "HTTPS",
        sslPolicy: TLS_POLICY,
        ...(certificateArn === undefined ? {} : { certificateArn }),
        defaultActions: [everythingElse === undefined ? NOT_FOUND : forwardTo(everythingElse.group)],
      },
    );
    for (const { key, route, group } of groups) {
      if (route.paths === undefined) continue;
      this.children.make(
        ListenerRule,
        { role: "rule", key: `alb-${number}-${key}` },
        {
          listenerArn: listener.arn,
          priority: priorityOf(key, route),
          conditions: [{ pathPattern: { values: [...route.paths] } }],
          actions: [forwardTo(group)],
        },
      );
    }
  }

  private requestGroup(number: number, key: string, route: RequestRoute): TargetGroup {
    const { deregistrationDelaySeconds = 60, slowStartSeconds = 30, healthPath = "/healthz" } = route;
    return this.targetGroup(`alb-${number}-${key}`, number, route, {
      protocol: "HTTP",
      deregistrationDelay: deregistrationDelaySeconds,
      slowStart: slowStartSeconds,
      // The only algorithm that a slow start goes with.
      loadBalancingAlgorithmType: slowStartSeconds === 0 ? "least_outstanding_requests" : "round_robin",
      healthCheck: { protocol: "HTTP", path: healthPath, matcher: "200", ...HEALTH },
    });
  }

  private connectionRoute(number: number, balancer: LoadBalancer, key: string, route: ConnectionRoute): void {
    const { protocol, idleTimeoutSeconds } = this.intent.connections;
    const { listenerPort = HTTPS, deregistrationDelaySeconds = 300 } = route;
    const group = this.targetGroup(`nlb-${number}-${key}`, number, route, {
      protocol: "TCP",
      deregistrationDelay: deregistrationDelaySeconds,
      // Who is still there after that would hang on a pod that is gone.
      connectionTermination: true,
      // Kept, viewers' own addresses would have to pass the namespace's policies.
      preserveClientIp: "false",
      healthCheck: { protocol: "TCP", ...HEALTH },
    });
    const { certificateArn } = this.args;
    this.children.make(
      Listener,
      { role: "listener", key: `nlb-${number}-${key}` },
      {
        loadBalancerArn: balancer.arn,
        port: listenerPort,
        protocol,
        ...(protocol === "TLS" && certificateArn !== undefined ? { certificateArn, sslPolicy: TLS_POLICY } : {}),
        // A TLS listener's is fixed.
        ...(protocol === "TCP" ? { tcpIdleTimeoutSeconds: idleTimeoutSeconds } : {}),
        defaultActions: [forwardTo(group)],
      },
    );
  }

  private targetGroup(
    key: string,
    number: number,
    route: Route,
    own: TargetGroupArgs & { readonly protocol: string },
  ): TargetGroup {
    const role = { role: "targets", key };
    const { port = DEFAULT_PORT, services } = route;
    // What would replace a group is part of its name: a listener holds the old one until it points to the new one.
    const name = this.children.physicalName(role, { scope: `${own.protocol}-${port}`, maxLength: 32 });
    const inputs = { name, targetType: "ip", port, vpcId: this.args.vpcId, ...own };
    const group = this.children.make(TargetGroup, role, inputs, CREATE_FIRST);
    const service = services[shardFor(number - 1, services.length)];
    const spec = { targetGroupARN: group.arn, targetType: "ip", serviceRef: { name: service, port } };
    this.children.make(
      CustomResource,
      { role: "binding", key },
      {
        apiVersion: "elbv2.k8s.aws/v1beta1",
        kind: "TargetGroupBinding",
        // A binding can't be pointed at another group; it is named after the one it has.
        metadata: { name, namespace: this.args.namespace },
        spec,
      },
    );
    return group;
  }

  /** Who may come in, and from there to the pods' ports; the nodes' group gets the other half of each. */
  private firewall(
    kind: "alb" | "nlb",
    {
      from,
      ports,
      routes,
    }: {
      readonly from: readonly string[];
      readonly ports: readonly number[];
      readonly routes: Readonly<Record<string, Route>>;
    },
  ): Input<string> {
    if (kind === "alb" && this.args.securityGroupId !== undefined) return this.args.securityGroupId;
    const role = `${kind}-firewall`;
    const firewall = this.children.make(SecurityGroup, role, {
      name: this.children.physicalName(role, { maxLength: 255, pattern: /^(?!sg-)/ }),
      description: kind === "alb" ? "Requests to the app host" : "Long connections to the app host",
      vpcId: this.args.vpcId,
    });
    for (const port of ports) {
      for (const cidrIpv4 of from) {
        const key = `${port}-${cidrIpv4.replace(/[./]/g, "-")}`;
        const inputs = { securityGroupId: firewall.id, ...tcp(port), cidrIpv4 };
        this.children.make(SecurityGroupIngressRule, { role: `${kind}-from`, key }, inputs);
      }
    }
    const targetPorts = new Set(Object.values(routes).map(({ port = DEFAULT_PORT }) => port));
    for (const port of targetPorts) {
      const target = this.args.targetSecurityGroupId;
      const out = { securityGroupId: firewall.id, ...tcp(port), referencedSecurityGroupId: target };
      const into = { securityGroupId: target, ...tcp(port), referencedSecurityGroupId: firewall.id };
      this.children.make(SecurityGroupEgressRule, { role: `${kind}-to`, key: String(port) }, out);
      this.children.make(SecurityGroupIngressRule, { role: `targets-from-${kind}`, key: String(port) }, into);
    }
    return firewall.id;
  }
}

/** Quick to take a target that fails out, and one that works in. */
const HEALTH = { interval: 10, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 2 };
const NOT_FOUND = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
};

function forwardTo(group: TargetGroup) {
  return { type: "forward", targetGroupArn: group.arn };
}

function tcp(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}
