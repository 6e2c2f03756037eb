import { type Case, cited, fact, modelled, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, text, textsAt, type Value, valuesAt } from "../values";
import { limited, mustExist, neighbours, others, rule, target, unique } from "./builders";
import { SECURITY_GROUP, SUBNET } from "./network";

export const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const ATTACHMENT = "aws:lb/targetGroupAttachment:TargetGroupAttachment";
const LISTENER = "aws:lb/listener:Listener";
const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";

const isNetwork = (inputs: Props | undefined): boolean => inputs?.loadBalancerType === "network";

/** Reserved capacity units of a balancer's inputs. */
export function reservedUnits(inputs: Props): number {
  return number(props(inputs.minimumLoadBalancerCapacity).capacityUnits) ?? 0;
}

function subnetsOf(inputs: Props): readonly string[] {
  return [...textsAt(inputs, "subnets"), ...textsAt(inputs, "subnetMappings.subnetId")];
}

const DAY_MILLISECONDS = 86_400_000;

/** The instants of the decreases of the last 24 hours. */
export function recentDecreases(memory: Props, now: Date): readonly Value[] {
  return list(memory.decreases).filter((instant) => now.getTime() - Date.parse(String(instant)) < DAY_MILLISECONDS);
}

/** The target groups that actions forward to. */
function forwarded(inputs: Props, path: string): readonly string[] {
  return [...textsAt(inputs, `${path}.targetGroupArn`), ...textsAt(inputs, `${path}.forward.targetGroups.arn`)];
}

function balancerOfListener(asked: Case, listener: string | undefined): string | undefined {
  return text(asked.cloud.objects(LISTENER).find((object) => object.id === listener)?.inputs.loadBalancerArn);
}

/** The balancer that a listener or rule belongs to. */
function balancerOf(asked: Case, type: string, inputs: Props): string | undefined {
  return type === LISTENER ? text(inputs.loadBalancerArn) : balancerOfListener(asked, text(inputs.listenerArn));
}

/** Which balancers use a target group, apart from the object being changed. */
function usersOf(asked: Case, group: string): ReadonlySet<string> {
  const users = [[LISTENER, "defaultActions"] as const, [LISTENER_RULE, "actions"] as const].flatMap(([type, path]) =>
    asked.cloud
      .objects(type)
      .filter((object) => object !== asked.object && forwarded(object.inputs, path).includes(group))
      .flatMap((object) => balancerOf(asked, type, object.inputs) ?? []),
  );
  return new Set(users);
}

const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  application: ["HTTP", "HTTPS"],
  network: ["TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"],
  gateway: ["GENEVE"],
};

// Which target group protocols a listener of a protocol can forward to (ELB user guides, listeners and target groups).
const FITTING: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

function kindOf(inputs: Props | undefined): string {
  return text(inputs?.loadBalancerType) ?? "application";
}

function groupRules(type: string, path: string): readonly Refusal[] {
  const groups = (asked: Case): readonly string[] => forwarded(asked.inputs, path);
  const name = type.split(":")[2];
  return [
    rule(
      `${name}.target-groups-exist`,
      [type],
      ["create", "update"],
      modelled(type, "create", "TargetGroupNotFound", "a target group does not exist"),
      (asked) => {
        const missing = groups(asked).find(
          (arn) => !asked.cloud.objects(TARGET_GROUP).some((object) => object.id === arn),
        );
        return missing === undefined ? undefined : `One or more target groups not found: ${missing}`;
      },
    ),
    rule(
      `${name}.target-group-shared`,
      [type],
      ["create", "update"],
      fact(type, "TargetGroupAssociationLimit"),
      (asked) => {
        const own = balancerOf(asked, type, asked.inputs);
        const balancer = asked.cloud.objects(BALANCER).find((object) => object.id === own);
        if (isNetwork(balancer?.inputs)) return undefined;
        const shared = groups(asked).find((group) => [...usersOf(asked, group)].some((user) => user !== own));
        return shared === undefined
          ? undefined
          : `The following target groups cannot be associated with more than one load balancer: ${shared}`;
      },
    ),
    rule(
      `${name}.unique-target-groups`,
      [type],
      ["create", "update"],
      modelled(type, "create", "TooManyUniqueTargetGroupsPerLoadBalancer", "too many target groups"),
      (asked) => {
        const own = balancerOf(asked, type, asked.inputs);
        const used = new Set(groups(asked));
        for (const [kind, at] of [
          [LISTENER, "defaultActions"],
          [LISTENER_RULE, "actions"],
        ] as const) {
          for (const object of asked.cloud.objects(kind)) {
            if (object === asked.object || balancerOf(asked, kind, object.inputs) !== own) continue;
            for (const group of forwarded(object.inputs, at)) used.add(group);
          }
        }
        const allowed =
          asked.cloud.quota("elasticloadbalancing: Target groups per Application Load Balancer") ?? Infinity;
        return used.size <= allowed
          ? undefined
          : `${used.size} target groups on one load balancer, ${allowed} are allowed`;
      },
    ),
    rule(
      `${name}.groups-per-action`,
      [type],
      ["create", "update"],
      cited(
        "InvalidLoadBalancerAction",
        "more than five target groups in one forward action",
        "resource facts, limits: Target groups per action per Application Load Balancer",
      ),
      (asked) => {
        const allowed =
          asked.cloud.quota("elasticloadbalancing: Target groups per action per Application Load Balancer") ?? Infinity;
        const most = Math.max(
          0,
          ...valuesAt(asked.inputs, path)
            .flatMap((item) => list(item))
            .map((action) => list(props(props(action).forward).targetGroups).length),
        );
        return most <= allowed ? undefined : `${most} target groups in one action, ${allowed} are allowed`;
      },
    ),
  ];
}

const toBalancer = target(BALANCER);

/** What Elastic Load Balancing refuses. */
export const BALANCING_REFUSALS: readonly Refusal[] = [
  unique(BALANCER, { by: "name", scope: "location" }, fact(BALANCER, "DuplicateLoadBalancerName")),
  limited(
    BALANCER,
    { quota: "L-53DA6B97", which: (inputs) => !isNetwork(inputs) },
    fact(BALANCER, "TooManyLoadBalancers"),
  ),
  limited(BALANCER, { quota: "L-69A177A2", which: isNetwork }, fact(BALANCER, "TooManyLoadBalancers")),
  ...["subnets", "subnetMappings.subnetId"].map((path) =>
    mustExist(
      BALANCER,
      path,
      target(SUBNET),
      modelled(BALANCER, "create", "SubnetNotFound", "a subnet does not exist"),
    ),
  ),
  mustExist(
    BALANCER,
    "securityGroups",
    target(SECURITY_GROUP),
    modelled(BALANCER, "create", "InvalidSecurityGroup", "a security group does not exist"),
  ),
  rule(
    "loadBalancer.zones",
    [BALANCER],
    ["create", "update"],
    { ...fact(BALANCER, "refused: subnets from at least two"), code: "ValidationError" },
    (asked) => {
      if (isNetwork(asked.inputs)) return undefined;
      const ids = subnetsOf(asked.inputs);
      const zones = new Set(
        asked.cloud
          .objects(SUBNET)
          .filter((subnet) => ids.includes(subnet.id))
          .map((subnet) => subnet.outputs.availabilityZone),
      );
      return zones.size >= 2 ? undefined : "At least two subnets in two different Availability Zones must be specified";
    },
  ),
  rule(
    "loadBalancer.one-subnet-per-zone",
    [BALANCER],
    ["create", "update"],
    modelled(BALANCER, "create", "InvalidConfigurationRequest", "two subnets in one zone"),
    (asked) => {
      const ids = subnetsOf(asked.inputs);
      const zones = asked.cloud
        .objects(SUBNET)
        .filter((subnet) => ids.includes(subnet.id))
        .map((subnet) => subnet.outputs.availabilityZone);
      return new Set(zones).size === zones.length
        ? undefined
        : "A load balancer cannot be attached to multiple subnets in the same Availability Zone";
    },
  ),
  rule("loadBalancer.internet-gateway", [BALANCER], ["create"], fact(BALANCER, "InvalidSubnet"), (asked) => {
    if (asked.inputs.internal === true) return undefined;
    const ids = subnetsOf(asked.inputs);
    const vpcs = new Set(
      asked.cloud
        .objects(SUBNET)
        .filter((subnet) => ids.includes(subnet.id))
        .map((subnet) => subnet.inputs.vpcId),
    );
    const bare = [...vpcs].find(
      (vpc) => !asked.cloud.objects(INTERNET_GATEWAY).some((gateway) => gateway.inputs.vpcId === vpc),
    );
    return bare === undefined ? undefined : `VPC ${String(bare)} has no internet gateway`;
  }),
  rule(
    "loadBalancer.capacity",
    [BALANCER],
    ["create", "update"],
    fact(BALANCER, "CapacityUnitsLimitExceeded"),
    (asked) => {
      const units = reservedUnits(asked.inputs);
      if (units === 0 || units <= reservedUnits(asked.object?.inputs ?? {})) return undefined;
      const mine = isNetwork(asked.inputs);
      const allowed = asked.cloud.quota(mine ? "L-723DCCB6" : "L-8A66D0E6");
      const each = asked.cloud.quota(mine ? "L-7C45F98A" : "L-0BB7B635");
      const reserved =
        units +
        neighbours(asked)
          .filter((object) => isNetwork(object.inputs) === mine)
          .reduce((sum, object) => sum + reservedUnits(object.inputs), 0);
      if (each !== undefined && units > each)
        return `${units} capacity units on one load balancer, ${each} are allowed`;
      return allowed === undefined || reserved <= allowed
        ? undefined
        : `${reserved} reserved capacity units in the Region, ${allowed} are allowed`;
    },
  ),
  rule(
    "loadBalancer.capacity-decreases",
    [BALANCER],
    ["update"],
    fact(BALANCER, "CapacityDecreaseRequestLimitExceeded"),
    (asked) => {
      const { object } = asked;
      if (object === undefined || reservedUnits(asked.inputs) >= reservedUnits(object.inputs)) return undefined;
      const allowed = asked.cloud.quota("elasticloadbalancing: LCU reservation decreases per day") ?? Infinity;
      const made = recentDecreases(object.memory, asked.now).length;
      return made < allowed ? undefined : `${made} decreases of reserved capacity in 24 hours, ${allowed} are allowed`;
    },
  ),
  rule(
    "loadBalancer.capacity-with-tls",
    [BALANCER, LISTENER],
    ["create", "update"],
    cited(
      "InvalidConfigurationRequest",
      "reserved capacity on a network balancer with a TLS listener",
      "lifecycle facts, section 4 (ELB capacity reservation user guide)",
    ),
    (asked) => {
      const balancer =
        asked.type === BALANCER
          ? asked.inputs
          : asked.cloud.objects(BALANCER).find((object) => object.id === asked.inputs.loadBalancerArn)?.inputs;
      if (!isNetwork(balancer) || reservedUnits(balancer ?? {}) === 0) return undefined;
      const own = asked.type === BALANCER ? asked.object?.id : asked.inputs.loadBalancerArn;
      const listeners =
        asked.type === LISTENER
          ? [asked.inputs]
          : asked.cloud
              .objects(LISTENER)
              .filter((object) => object.inputs.loadBalancerArn === own)
              .map((object) => object.inputs);
      return listeners.some((inputs) => inputs.protocol === "TLS")
        ? "capacity reservation is not supported with a TLS listener"
        : undefined;
    },
  ),
  rule("loadBalancer.deletion-protection", [BALANCER], ["delete"], fact(BALANCER, "OperationNotPermitted"), (asked) =>
    asked.inputs.enableDeletionProtection === true
      ? "Load balancer cannot be deleted because deletion protection is enabled"
      : undefined,
  ),

  unique(TARGET_GROUP, { by: "name", scope: "location" }, fact(TARGET_GROUP, "DuplicateTargetGroupName")),
  limited(TARGET_GROUP, { quota: "L-B22855CB" }, fact(TARGET_GROUP, "TooManyTargetGroups")),
  rule(
    "targetGroup.needs",
    [TARGET_GROUP],
    ["create"],
    {
      ...fact(TARGET_GROUP, "InvalidConfigurationRequest"),
      code: "ValidationError",
      when: "port, protocol or VPC missing for a target type that needs them",
    },
    (asked) => {
      if (asked.inputs.targetType === "lambda") return undefined;
      const missing = ["port", "protocol", "vpcId"].find((name) => !isGiven(asked.inputs[name]));
      return missing === undefined ? undefined : `A ${missing} must be specified`;
    },
  ),
  rule(
    "targetGroup.health-check",
    [TARGET_GROUP],
    ["create", "update"],
    fact(TARGET_GROUP, "InvalidConfigurationRequest"),
    (asked) => {
      const check = props(asked.inputs.healthCheck);
      const timeout = number(check.timeout);
      const interval = number(check.interval) ?? 30;
      if (timeout !== undefined && timeout > interval) return "Health check timeout must be smaller than the interval";
      const plain = ["TCP", "TLS", "UDP", "TCP_UDP"].includes(text(asked.inputs.protocol) ?? "");
      const http = text(check.protocol) ?? (plain ? "TCP" : "HTTP");
      if (http === "TCP" && isGiven(check.path))
        return "Health check path is not supported for health checks of protocol TCP";
      return isGiven(asked.inputs.protocolVersion) && plain ? "Protocol version is only for HTTP and HTTPS" : undefined;
    },
  ),
  rule(
    "targetGroup.slow-start",
    [TARGET_GROUP],
    ["create", "update"],
    cited(
      "ValidationError",
      "slowStart is neither 0 nor 30 to 900",
      "resource facts, notes of aws:lb/targetGroup:TargetGroup",
    ),
    (asked) => {
      const slow = number(asked.inputs.slowStart) ?? 0;
      return slow === 0 || (slow >= 30 && slow <= 900)
        ? undefined
        : `slow_start.duration_seconds must be 0 or 30 to 900, got ${slow}`;
    },
  ),
  rule("targetGroup.in-use", [TARGET_GROUP], ["delete"], fact(TARGET_GROUP, "ResourceInUse"), (asked) => {
    const group = asked.object?.id ?? "";
    const users = usersOf({ ...asked, object: undefined }, group);
    return users.size === 0 ? undefined : `Target group '${group}' is currently in use by a listener or a rule`;
  }),
  mustExist(
    ATTACHMENT,
    "targetGroupArn",
    target(TARGET_GROUP),
    modelled(ATTACHMENT, "create", "TargetGroupNotFound", "the target group does not exist"),
  ),
  limited(ATTACHMENT, { quota: "L-A0D0B863", per: "targetGroupArn" }, fact(ATTACHMENT, "TooManyTargets")),

  mustExist(
    LISTENER,
    "loadBalancerArn",
    toBalancer,
    modelled(LISTENER, "create", "LoadBalancerNotFound", "the load balancer does not exist"),
  ),
  unique(LISTENER, { by: "port", within: ["loadBalancerArn"], scope: "location" }, fact(LISTENER, "DuplicateListener")),
  limited(LISTENER, { quota: "L-B6DF7632", per: "loadBalancerArn" }, fact(LISTENER, "TooManyListeners")),
  mustExist(LISTENER, "certificateArn", target(CERTIFICATE, "arn"), fact(LISTENER, "CertificateNotFound"), (arn) =>
    arn.includes(":server-certificate/"),
  ),
  rule(
    "listener.certificate-required",
    [LISTENER],
    ["create", "update"],
    {
      ...fact(LISTENER, "CertificateNotFound"),
      code: "ValidationError",
      when: "an HTTPS or TLS listener without a certificate",
    },
    (asked) =>
      ["HTTPS", "TLS"].includes(text(asked.inputs.protocol) ?? "") && !isGiven(asked.inputs.certificateArn)
        ? "A certificate must be specified for HTTPS and TLS listeners"
        : undefined,
  ),
  rule("listener.protocol", [LISTENER], ["create", "update"], fact(LISTENER, "UnsupportedProtocol"), (asked) => {
    const balancer = asked.cloud.objects(BALANCER).find((object) => object.id === asked.inputs.loadBalancerArn);
    const protocol = text(asked.inputs.protocol) ?? (kindOf(balancer?.inputs) === "application" ? "HTTP" : "TCP");
    return balancer === undefined || PROTOCOLS[kindOf(balancer.inputs)]?.includes(protocol) === true
      ? undefined
      : `Listener protocol '${protocol}' is not supported with load balancer type '${kindOf(balancer.inputs)}'`;
  }),
  rule("listener.fits", [LISTENER], ["create", "update"], fact(LISTENER, "IncompatibleProtocols"), (asked) => {
    const fitting = FITTING[text(asked.inputs.protocol) ?? "HTTP"];
    const groups = asked.cloud
      .objects(TARGET_GROUP)
      .filter(
        (object) =>
          forwarded(asked.inputs, "defaultActions").includes(object.id) && object.inputs.targetType !== "lambda",
      );
    const odd = groups.find((group) => fitting !== undefined && !fitting.includes(text(group.inputs.protocol) ?? ""));
    return odd === undefined
      ? undefined
      : `Listener protocol '${text(asked.inputs.protocol)}' is not supported with a target group with the protocol '${text(odd.inputs.protocol)}'`;
  }),
  rule("listener.ssl-policy", [LISTENER], ["create", "update"], fact(LISTENER, "SSLPolicyNotFound"), (asked) => {
    const policy = text(asked.inputs.sslPolicy);
    return policy === undefined || /^ELBSecurityPolicy-(20\d\d-\d\d|TLS-?1-?[0-3]|TLS13-|FS-)/.test(policy)
      ? undefined
      : `SSL policy '${policy}' not found`;
  }),
  ...groupRules(LISTENER, "defaultActions"),

  mustExist(LISTENER_RULE, "listenerArn", target(LISTENER), fact(LISTENER_RULE, "ListenerNotFound")),
  unique(
    LISTENER_RULE,
    { by: "priority", within: ["listenerArn"], scope: "location" },
    fact(LISTENER_RULE, "PriorityInUse"),
  ),
  rule("listenerRule.quota-L-7EED9B64", [LISTENER_RULE], ["create"], fact(LISTENER_RULE, "TooManyRules"), (asked) => {
    const own = balancerOf(asked, LISTENER_RULE, asked.inputs);
    const count = others(asked).filter((object) => balancerOf(asked, LISTENER_RULE, object.inputs) === own).length;
    const allowed = asked.cloud.quota("L-7EED9B64") ?? Infinity;
    return count < allowed
      ? undefined
      : `${count} rules on the load balancer, ${allowed} are allowed (quota L-7EED9B64)`;
  }),
  rule(
    "listenerRule.condition-values",
    [LISTENER_RULE],
    ["create", "update"],
    fact(LISTENER_RULE, "InvalidConfigurationRequest"),
    (asked) => {
      const values = [
        "hostHeader.values",
        "httpHeader.values",
        "httpRequestMethod.values",
        "pathPattern.values",
        "sourceIp.values",
        "queryStrings",
      ].reduce(
        (sum, path) => sum + valuesAt(asked.inputs, `conditions.${path}`).flatMap((item) => list(item)).length,
        0,
      );
      return values > 5 ? `A rule can have at most 5 condition values, got ${values}` : undefined;
    },
  ),
  ...groupRules(LISTENER_RULE, "actions"),
];
