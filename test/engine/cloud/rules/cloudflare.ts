import type { CloudflarePlan } from "../cloud";
import { type Case, cited, fact, type Refusal } from "../refusal";
import {
  isGiven,
  isProps,
  list,
  number,
  type Props,
  props,
  sameValue,
  text,
  texts,
  textsAt,
  type Value,
} from "../values";
import { inUse, mustExist, others, rule, target, unique } from "./builders";

const ROOM = "cloudflare:index/waitingRoom:WaitingRoom";
const EVENT = "cloudflare:index/waitingRoomEvent:WaitingRoomEvent";
const ROOM_RULES = "cloudflare:index/waitingRoomRules:WaitingRoomRules";
const ROOM_SETTINGS = "cloudflare:index/waitingRoomSettings:WaitingRoomSettings";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const BALANCER = "cloudflare:index/loadBalancer:LoadBalancer";
const POOL = "cloudflare:index/loadBalancerPool:LoadBalancerPool";
const MONITOR = "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor";
const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
const LIST = "cloudflare:index/list:List";
const LIST_ITEM = "cloudflare:index/listItem:ListItem";
const LOGPUSH = "cloudflare:index/logpushJob:LogpushJob";
const SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
const WIDGET = "cloudflare:index/turnstileWidget:TurnstileWidget";
const ZONE = "cloudflare:index/zone:Zone";

// A refusal whose code nobody recorded keeps the facts' words; the API answers it with HTTP 400.
const unrecorded = (type: string, part: string) => ({ ...fact(type, "refused", part), code: "400" });

const paid = (plan: CloudflarePlan): boolean => plan === "business" || plan === "enterprise";
const MINUTE_MILLISECONDS = 60_000;
const EVENTS_PER_ROOM = 5;
const PREQUEUE_MINUTES = 5;

function instant(value: Value | undefined): number | undefined {
  const parsed = Date.parse(text(value) ?? "");
  return Number.isNaN(parsed) ? undefined : parsed;
}

function pathOf(room: Props): string {
  return text(room.path) ?? "/";
}

const entitled = (type: string) => (asked: Case) =>
  paid(asked.cloud.cloudflarePlan)
    ? undefined
    : `the zone's plan ${asked.cloud.cloudflarePlan} has no waiting rooms; ${type.split(":")[2]} needs Business or Enterprise`;

const PLAN_TITLES: Readonly<Record<CloudflarePlan, string>> = {
  free: "Free",
  pro: "Pro",
  business: "Business",
  enterprise: "Enterprise",
};

const COUNTED_PHASES: Readonly<Record<string, string>> = {
  http_request_firewall_custom: "Custom rules",
  http_ratelimit: "Rate limiting rules",
};

// Cloudflare documentation, WAF rate limiting rules: the periods and mitigation timeouts in seconds that exist.
const PERIODS = [
  10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 65_535, 86_400,
];

function rulesOf(inputs: Props): readonly Props[] {
  return list(inputs.rules).map((item) => props(item));
}

function ruleProblem(inputs: Props): string | undefined {
  const rules = rulesOf(inputs);
  const refs = rules.flatMap((item) => text(item.ref) ?? []);
  if (new Set(refs).size < refs.length) return "two rules have one ref";
  for (const item of rules) {
    if (!isGiven(item.action) || !isGiven(item.expression)) return "a rule needs an action and an expression";
    if (!balanced(text(item.expression) ?? "")) return `expression is not balanced: ${text(item.expression)}`;
  }
  return undefined;
}

function balanced(expression: string): boolean {
  let depth = 0;
  const plain = expression.replace(/"(\\.|[^"\\])*"/g, "");
  if (plain.includes('"')) return false;
  for (const letter of plain) {
    if (letter === "(" || letter === "{") depth += 1;
    if (letter === ")" || letter === "}") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function ratelimitProblem(inputs: Props): string | undefined {
  if (inputs.phase !== "http_ratelimit") return undefined;
  for (const item of rulesOf(inputs)) {
    const limit = props(item.ratelimit);
    if (!isProps(item.ratelimit)) return "a rule of the phase http_ratelimit needs ratelimit";
    const characteristics = texts(limit.characteristics);
    if (!characteristics.includes("cf.colo.id")) return "characteristics must include cf.colo.id";
    if (!PERIODS.includes(number(limit.period) ?? 0))
      return `period ${number(limit.period)} is not one of ${PERIODS.join(", ")}`;
  }
  return undefined;
}

// The parameters that belong to one action only (provider schema of cloudflare_ruleset, 5.22.0).
const OWN_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  cache: ["set_cache_settings"],
  edgeTtl: ["set_cache_settings"],
  browserTtl: ["set_cache_settings"],
  cacheKey: ["set_cache_settings"],
  serveStale: ["set_cache_settings"],
  cacheReserve: ["set_cache_settings"],
  response: ["block"],
  fromList: ["redirect"],
  fromValue: ["redirect"],
  ruleset: ["skip"],
  phases: ["skip"],
  products: ["skip"],
  hostHeader: ["route"],
  origin: ["route"],
  sni: ["route"],
  algorithms: ["compress_response"],
};

function parameterProblem(inputs: Props): string | undefined {
  for (const item of rulesOf(inputs)) {
    for (const name of Object.keys(props(item.actionParameters))) {
      const actions = OWN_PARAMETERS[name];
      if (actions !== undefined && !actions.includes(text(item.action) ?? ""))
        return `attribute actionParameters.${name} requires action to be ${actions.join(" or ")}`;
    }
  }
  return undefined;
}

/** What a balancer names as pools. */
function poolsOf(inputs: Props): readonly string[] {
  const maps = ["regionPools", "countryPools", "popPools"].flatMap((name) =>
    Object.values(props(inputs[name])).flatMap((item) => texts(item)),
  );
  const rules = list(inputs.rules).flatMap((item) => [
    ...textsAt(item, "overrides.defaultPools"),
    ...textsAt(item, "overrides.fallbackPool"),
  ]);
  return [...texts(inputs.defaultPools), ...textsAt(inputs, "fallbackPool"), ...maps, ...rules];
}

const INTERVALS: Readonly<Record<CloudflarePlan, number>> = { free: 60, pro: 60, business: 15, enterprise: 10 };

/** What Cloudflare refuses. */
export const CLOUDFLARE_REFUSALS: readonly Refusal[] = [
  ...[ROOM, EVENT, ROOM_SETTINGS].map((type) =>
    rule(
      `${type.split(":")[2]}.entitlement`,
      [type],
      ["create", "update"],
      { ...fact(type, "1034"), code: "1034" },
      entitled(type),
    ),
  ),
  rule("waitingRoom.host-path", [ROOM], ["create", "update"], unrecorded(ROOM, "host and path"), (asked) => {
    const taken = others(asked).find(
      (room) =>
        room.inputs.zoneId === asked.inputs.zoneId &&
        room.inputs.host === asked.inputs.host &&
        pathOf(room.inputs) === pathOf(asked.inputs),
    );
    return taken === undefined
      ? undefined
      : `host ${text(asked.inputs.host)} and path ${pathOf(asked.inputs)} belong to waiting room ${taken.id}`;
  }),
  rule(
    "waitingRoom.name",
    [ROOM],
    ["create", "update"],
    cited(
      "400",
      "the name is taken in the zone",
      "resource facts, name.scope of cloudflare:index/waitingRoom:WaitingRoom: unique (scope not stated)",
    ),
    (asked) =>
      others(asked).some((room) => room.inputs.zoneId === asked.inputs.zoneId && room.inputs.name === asked.inputs.name)
        ? `a waiting room named ${text(asked.inputs.name)} exists`
        : undefined,
  ),
  rule("waitingRoom.advanced", [ROOM], ["create", "update"], unrecorded(ROOM, "Waiting Room Advanced"), (asked) => {
    if (asked.cloud.cloudflarePlan === "enterprise") return undefined;
    const advanced = ["additionalRoutes", "customPageHtml", "jsonResponseEnabled", "disableSessionRenewal"].find(
      (name) => isGiven(asked.inputs[name]) && asked.inputs[name] !== false,
    );
    const method = text(asked.inputs.queueingMethod) ?? "fifo";
    return advanced === undefined && method === "fifo"
      ? undefined
      : `${advanced ?? `queueingMethod ${method}`} needs Waiting Room Advanced`;
  }),
  rule(
    "waitingRoom.rates",
    [ROOM, EVENT],
    ["create", "update"],
    cited(
      "400",
      "newUsersPerMinute above totalActiveUsers",
      "Cloudflare API reference, waiting rooms: new_users_per_minute must not be above total_active_users",
    ),
    (asked) => {
      const [perMinute, total] = [number(asked.inputs.newUsersPerMinute), number(asked.inputs.totalActiveUsers)];
      return perMinute !== undefined && total !== undefined && perMinute > total
        ? `newUsersPerMinute ${perMinute} is above totalActiveUsers ${total}`
        : undefined;
    },
  ),
  mustExist(
    EVENT,
    "waitingRoomId",
    target(ROOM),
    cited("404", "the waiting room does not exist", "Cloudflare API reference, waiting room events"),
  ),
  rule("waitingRoomEvent.overlap", [EVENT], ["create", "update"], unrecorded(EVENT, "overlaps another"), (asked) => {
    const [start, end] = [
      instant(asked.inputs.prequeueStartTime) ?? instant(asked.inputs.eventStartTime),
      instant(asked.inputs.eventEndTime),
    ];
    const clash = others(asked).find((event) => {
      const [from, to] = [
        instant(event.inputs.prequeueStartTime) ?? instant(event.inputs.eventStartTime),
        instant(event.inputs.eventEndTime),
      ];
      const known = start !== undefined && end !== undefined && from !== undefined && to !== undefined;
      return event.inputs.waitingRoomId === asked.inputs.waitingRoomId && known && start < to && from < end;
    });
    return clash === undefined ? undefined : `the event overlaps ${text(clash.inputs.name)} (${clash.id})`;
  }),
  rule("waitingRoomEvent.count", [EVENT], ["create"], unrecorded(EVENT, "more than five"), (asked) =>
    others(asked).filter((event) => event.inputs.waitingRoomId === asked.inputs.waitingRoomId).length >= EVENTS_PER_ROOM
      ? `a waiting room has at most ${EVENTS_PER_ROOM} events`
      : undefined,
  ),
  rule("waitingRoomEvent.length", [EVENT], ["create", "update"], unrecorded(EVENT, "less than one minute"), (asked) => {
    const [start, end] = [instant(asked.inputs.eventStartTime), instant(asked.inputs.eventEndTime)];
    if (start === undefined || end === undefined) return "event times must be ISO 8601 instants";
    return end - start >= MINUTE_MILLISECONDS
      ? undefined
      : "eventStartTime must be at least one minute before eventEndTime";
  }),
  rule(
    "waitingRoomEvent.prequeue",
    [EVENT],
    ["create", "update"],
    unrecorded(EVENT, "less than five minutes"),
    (asked) => {
      const [queue, start] = [instant(asked.inputs.prequeueStartTime), instant(asked.inputs.eventStartTime)];
      return queue === undefined || start === undefined || start - queue >= PREQUEUE_MINUTES * MINUTE_MILLISECONDS
        ? undefined
        : `prequeueStartTime must be at least ${PREQUEUE_MINUTES} minutes before eventStartTime`;
    },
  ),
  mustExist(
    ROOM_RULES,
    "waitingRoomId",
    target(ROOM),
    cited("404", "the waiting room does not exist", "Cloudflare API reference, waiting room rules"),
  ),

  rule("ruleset.entry-point", [RULESET], ["create"], { ...fact(RULESET, "20217"), code: "20217" }, (asked) => {
    if (asked.inputs.kind !== "zone" && asked.inputs.kind !== "root") return undefined;
    const taken = others(asked).find((object) =>
      ["kind", "phase", "zoneId", "accountId"].every((name) => sameValue(object.inputs[name], asked.inputs[name])),
    );
    return taken === undefined
      ? undefined
      : `'${text(asked.inputs.kind)}' is not a valid value for kind because exceeded maximum number of ${text(asked.inputs.kind)} rulesets for phase ${text(asked.inputs.phase)} (${taken.id} is there)`;
  }),
  rule(
    "ruleset.place",
    [RULESET],
    ["check"],
    { ...fact(RULESET, "provider: exactly one"), code: "provider" },
    (asked) =>
      isGiven(asked.inputs.accountId) === isGiven(asked.inputs.zoneId) && asked.inputs.zoneId !== null
        ? "exactly one of accountId and zoneId"
        : undefined,
  ),
  rule(
    "ruleset.parameters",
    [RULESET],
    ["check"],
    { ...fact(RULESET, "provider: attribute"), code: "provider" },
    (asked) => parameterProblem(asked.inputs),
  ),
  rule(
    "ruleset.rules",
    [RULESET],
    ["create", "update"],
    cited(
      "20127",
      "a rule without action or expression, an expression that does not parse, or two rules of one ref",
      "Cloudflare Ruleset Engine documentation; the code is of issues and may have changed",
    ),
    (asked) => ruleProblem(asked.inputs),
  ),
  rule(
    "ruleset.ratelimit",
    [RULESET],
    ["create", "update"],
    cited(
      "20120",
      "a rate limit without cf.colo.id or with a period that does not exist",
      "lifecycle facts, 6.2; resource facts, limits: Rate limiting period",
    ),
    (asked) => ratelimitProblem(asked.inputs),
  ),
  rule("ruleset.count", [RULESET], ["create", "update"], unrecorded(RULESET, "plan allows"), (asked) => {
    const title = COUNTED_PHASES[text(asked.inputs.phase) ?? ""];
    if (title === undefined) return undefined;
    const allowed =
      asked.cloud.quota(`waf: ${title} per zone (${PLAN_TITLES[asked.cloud.cloudflarePlan]})`) ?? Infinity;
    const count = rulesOf(asked.inputs).length;
    return count <= allowed
      ? undefined
      : `${count} ${title.toLowerCase()} in the zone, the plan ${asked.cloud.cloudflarePlan} allows ${allowed}`;
  }),

  ...["defaultPools", "fallbackPool"].map((path) =>
    mustExist(
      BALANCER,
      path,
      target(POOL),
      cited("1002", "a pool does not exist", "Cloudflare API reference, load balancers, validation failed"),
    ),
  ),
  rule(
    "cloudflare-loadBalancer.pop-pools",
    [BALANCER],
    ["create", "update"],
    unrecorded(BALANCER, "popPools"),
    (asked) =>
      isGiven(asked.inputs.popPools) && asked.cloud.cloudflarePlan !== "enterprise"
        ? "popPools needs Enterprise"
        : undefined,
  ),
  rule(
    "cloudflare-loadBalancer.weights",
    [BALANCER],
    ["create", "update"],
    cited(
      "1002",
      "poolWeights names a pool the balancer has not, or a weight outside 0 to 1 in steps of 0.01",
      "lifecycle facts, 6.3",
    ),
    (asked) => {
      const weights = Object.entries(props(props(asked.inputs.randomSteering).poolWeights));
      const bad = weights.find(([, weight]) => !isWeight(number(weight)));
      if (bad !== undefined) return `weight of ${bad[0]} must be 0 to 1 in steps of 0.01`;
      const stray = weights.find(([pool]) => !poolsOf(asked.inputs).includes(pool));
      return stray === undefined ? undefined : `poolWeights names ${stray[0]}, which is no pool of the balancer`;
    },
  ),
  rule(
    "cloudflare-loadBalancer.session-ttl",
    [BALANCER],
    ["create", "update"],
    cited(
      "1002",
      "sessionAffinityTtl outside the range of its affinity",
      "resource facts, notes of cloudflare:index/loadBalancer:LoadBalancer",
    ),
    (asked) => {
      const ttl = number(asked.inputs.sessionAffinityTtl);
      const kind = text(asked.inputs.sessionAffinity) ?? "none";
      if (ttl === undefined || kind === "none") return undefined;
      const [low, high] = kind === "header" ? [30, 3600] : [1800, 604_800];
      return ttl >= low && ttl <= high ? undefined : `sessionAffinityTtl must be ${low} to ${high} for ${kind}`;
    },
  ),
  mustExist(
    POOL,
    "monitor",
    target(MONITOR),
    cited("1002", "the monitor does not exist", "Cloudflare API reference, load balancer pools, validation failed"),
  ),
  rule(
    "loadBalancerPool.origins",
    [POOL],
    ["create", "update"],
    { ...fact(POOL, "HTTP 400, 1002 the origin"), code: "1002" },
    (asked) =>
      list(asked.inputs.origins).length === 0
        ? "the origin list length must be in range [1, N]: validation failed"
        : undefined,
  ),
  rule(
    "loadBalancerPool.origin-names",
    [POOL],
    ["create", "update"],
    cited(
      "1002",
      "two origins of one name or address, or a proxied name as origin",
      "Cloudflare API reference, load balancer pools; lifecycle facts, 6.3: origins must not be Cloudflare-proxied names",
    ),
    (asked) => {
      const names = textsAt(asked.inputs, "origins.name");
      if (new Set(names).size < names.length) return "origin names must be unique";
      const addresses = textsAt(asked.inputs, "origins.address");
      if (new Set(addresses).size < addresses.length) return "origin addresses must be unique";
      const proxied = addresses.find((address) =>
        asked.cloud.objects(RECORD).some((record) => record.inputs.name === address && record.inputs.proxied === true),
      );
      return proxied === undefined ? undefined : `origin ${proxied} is a name that Cloudflare proxies`;
    },
  ),
  rule("loadBalancerPool.in-use", [POOL], ["delete"], { ...fact(POOL, "HTTP 412"), code: "1005" }, (asked) => {
    const user = asked.cloud
      .objects(BALANCER)
      .find((balancer) => poolsOf(balancer.inputs).includes(asked.object?.id ?? ""));
    return user === undefined ? undefined : `This object is referenced by other objects, delete them first: ${user.id}`;
  }),
  rule(
    "loadBalancerMonitor.interval",
    [MONITOR],
    ["create", "update"],
    { ...fact(MONITOR, "HTTP 400, 1002 interval"), code: "1002" },
    (asked) => {
      const interval = number(asked.inputs.interval) ?? 60;
      const lowest = INTERVALS[asked.cloud.cloudflarePlan];
      return interval >= lowest && interval <= 3600
        ? undefined
        : `interval is not in range [${lowest}, 3600]: validation failed`;
    },
  ),
  rule("loadBalancerMonitor.port", [MONITOR], ["create", "update"], unrecorded(MONITOR, "without port"), (asked) =>
    ["tcp", "udp_icmp", "smtp"].includes(text(asked.inputs.type) ?? "") && !isGiven(asked.inputs.port)
      ? `type ${text(asked.inputs.type)} needs port`
      : undefined,
  ),
  inUse(MONITOR, [{ type: POOL, path: "monitor" }], { ...fact(MONITOR, "1005"), code: "1005" }),

  rule("dnsRecord.identical", [RECORD], ["create", "update"], { ...fact(RECORD, "81058"), code: "81058" }, (asked) =>
    sameName(asked).some(
      (record) =>
        record.inputs.type === asked.inputs.type &&
        sameValue(record.inputs.content, asked.inputs.content) &&
        sameValue(record.inputs.data, asked.inputs.data),
    )
      ? "An identical record already exists"
      : undefined,
  ),
  rule("dnsRecord.cname-there", [RECORD], ["create", "update"], { ...fact(RECORD, "81054"), code: "81054" }, (asked) =>
    ["A", "AAAA"].includes(text(asked.inputs.type) ?? "") &&
    sameName(asked).some((record) => record.inputs.type === "CNAME")
      ? "A CNAME record with that host already exists"
      : undefined,
  ),
  rule("dnsRecord.host-there", [RECORD], ["create", "update"], { ...fact(RECORD, "81053"), code: "81053" }, (asked) =>
    asked.inputs.type === "CNAME" &&
    sameName(asked).some((record) => ["A", "AAAA", "CNAME"].includes(text(record.inputs.type) ?? ""))
      ? "An A, AAAA, or CNAME record with that host already exists"
      : undefined,
  ),
  rule(
    "dnsRecord.ttl",
    [RECORD],
    ["create", "update"],
    cited(
      "9021",
      "ttl is neither 1 nor 60 to 86400 (30 on Enterprise)",
      "resource facts, notes of cloudflare:index/dnsRecord:DnsRecord",
    ),
    (asked) => {
      const ttl = number(asked.inputs.ttl) ?? 1;
      const lowest = asked.cloud.cloudflarePlan === "enterprise" ? 30 : 60;
      return ttl === 1 || (ttl >= lowest && ttl <= 86_400)
        ? undefined
        : `Invalid TTL. Must be between ${lowest} and 86400 seconds, or 1 for Automatic.`;
    },
  ),
  rule(
    "dnsRecord.form",
    [RECORD],
    ["create", "update"],
    cited(
      "9005",
      "content does not fit the type, or a type that is never proxied",
      "Cloudflare API reference, DNS records, content by type",
    ),
    (asked) => {
      const [type, content] = [text(asked.inputs.type), text(asked.inputs.content)];
      if (type === "A" && !/^\d{1,3}(\.\d{1,3}){3}$/.test(content ?? ""))
        return "Content for A record must be a valid IPv4 address.";
      if (type === "AAAA" && !(content ?? "").includes(":"))
        return "Content for AAAA record must be a valid IPv6 address.";
      return asked.inputs.proxied === true && !["A", "AAAA", "CNAME"].includes(type ?? "")
        ? "This record type cannot be proxied."
        : undefined;
    },
  ),
  rule("zone.exists", [ZONE], ["create"], { ...fact(ZONE, "HTTP 400, 1061"), code: "1061" }, (asked) =>
    others(asked).some((zone) => zone.inputs.name === asked.inputs.name)
      ? `${text(asked.inputs.name)} already exists`
      : undefined,
  ),
  rule("zone.vanity", [ZONE], ["create", "update"], unrecorded(ZONE, "vanityNameServers"), (asked) =>
    list(asked.inputs.vanityNameServers).length > 0 && !paid(asked.cloud.cloudflarePlan)
      ? "vanityNameServers needs Business or Enterprise"
      : undefined,
  ),
  rule("zoneSetting.unknown", [SETTING], ["create", "update"], { ...fact(SETTING, "1006"), code: "1006" }, (asked) =>
    /^[a-z0-9_]+$/.test(text(asked.inputs.settingId) ?? "")
      ? undefined
      : `Unrecognized zone setting name ${text(asked.inputs.settingId)}`,
  ),
  rule(
    "turnstileWidget.entitlement",
    [WIDGET],
    ["create", "update"],
    unrecorded(WIDGET, "without Enterprise"),
    (asked) => {
      const extra = ["botFightMode", "ephemeralId", "offlabel"].find((name) => asked.inputs[name] === true);
      return extra !== undefined && asked.cloud.cloudflarePlan !== "enterprise"
        ? `${extra} needs Enterprise`
        : undefined;
    },
  ),
  mustExist(
    LIST_ITEM,
    "listId",
    target(LIST),
    cited("404", "the list does not exist", "Cloudflare API reference, lists"),
  ),
  rule("listItem.one-kind", [LIST_ITEM], ["create"], unrecorded(LIST_ITEM, "more than one"), (asked) =>
    ["ip", "asn", "hostname", "redirect"].filter((name) => isGiven(asked.inputs[name])).length === 1
      ? undefined
      : "exactly one of ip, asn, hostname and redirect",
  ),
  unique(
    LIST,
    { by: "name", within: ["accountId"], scope: "world" },
    cited("10019", "the name is taken in the account", "Cloudflare API reference, lists"),
  ),
  rule("list.in-use", [LIST], ["delete"], { ...fact(LIST, "10031"), code: "10031" }, (asked) => {
    const name = `$${text(asked.inputs.name)}`;
    const user = asked.cloud
      .objects(RULESET)
      .find(
        (ruleset) =>
          textsAt(ruleset.inputs, "rules.expression").some((expression) => expression.includes(name)) ||
          textsAt(ruleset.inputs, "rules.actionParameters.fromList.name").includes(name.slice(1)),
      );
    return user === undefined ? undefined : `filters.api.ip_list_in_use: ${user.id}`;
  }),
  rule("logpushJob.ownership", [LOGPUSH], ["create"], { ...fact(LOGPUSH, "HTTP 400, 1002"), code: "1002" }, (asked) =>
    (text(asked.inputs.destinationConf) ?? "").startsWith("s3://") && !isGiven(asked.inputs.ownershipChallenge)
      ? "incorrect ownership challenge"
      : undefined,
  ),
];

function isWeight(weight: number | undefined): boolean {
  return weight !== undefined && weight >= 0 && weight <= 1 && Math.abs(weight * 100 - Math.round(weight * 100)) < 1e-6;
}

function sameName(asked: Case): readonly { readonly inputs: Props }[] {
  const spelled = (value: Value | undefined): string => (text(value) ?? "").toLowerCase().replace(/\.$/, "");
  return others(asked).filter(
    (record) =>
      record.inputs.zoneId === asked.inputs.zoneId && spelled(record.inputs.name) === spelled(asked.inputs.name),
  );
}
