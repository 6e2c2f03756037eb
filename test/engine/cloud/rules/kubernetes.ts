import { isKnownType, TYPES } from "../catalog";
import { isNamespaced, kindOf, namespaceOf, objectName } from "../outputs/kubernetes";
import { type Case, type Citation, cited, fact, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, sameValue, text, texts, type Value, valuesAt } from "../values";
import { neighbours, rule } from "./builders";
import { cidrContains } from "./cidr";
import { isTimeZone } from "./instants";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const SERVICE = "kubernetes:core/v1:Service";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const SECRET = "kubernetes:core/v1:Secret";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
const DAEMON_SET = "kubernetes:apps/v1:DaemonSet";
const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
const PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const JOB = "kubernetes:batch/v1:Job";
const CRON_JOB = "kubernetes:batch/v1:CronJob";
const STORAGE = "kubernetes:storage.k8s.io/v1:StorageClass";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const SCALED = "kubernetes:keda.sh/v1alpha1:ScaledObject";
const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

const OBJECTS = TYPES.map((row) => row.type).filter((type) => type.startsWith("kubernetes:") && type !== RELEASE);
const NAMESPACED = OBJECTS.filter(isNamespaced);
const BUILT_IN_NAMESPACES: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);
const OBJECT_BYTES = 1_048_576;
const PODS = [DEPLOYMENT, STATEFUL_SET, DAEMON_SET];

// The API groups that the charts of these releases bring as custom resource definitions.
const CHART_GROUPS: Readonly<Record<string, readonly string[]>> = {
  keda: ["keda.sh", "eventing.keda.sh"],
  "aws-load-balancer-controller": ["elbv2.k8s.aws", "gateway.k8s.aws"],
};

const invalid = (when: string, source: string): Citation => cited("Invalid (422)", when, source);
const VALIDATION = "kubernetes/kubernetes API validation";
const asInvalid = (citation: Citation): Citation => ({
  ...citation,
  code: citation.code.startsWith("Invalid (422)") ? "Invalid (422)" : citation.code,
});

/** A rule about one kind, judged at every write. */
function write(id: string, type: string, citation: Citation, find: Refusal["find"]): Refusal {
  return rule(`kubernetes-${id}`, [type], ["create", "update"], asInvalid(citation), find);
}

const spec = (asked: Case): Props => props(asked.inputs.spec);

/** Whether the labels of a pod template satisfy a selector. */
function selects(selector: Props, labels: Props): boolean {
  const wanted = Object.entries(props(selector.matchLabels)).every(([key, value]) => labels[key] === value);
  return wanted && list(selector.matchExpressions).every((item) => expressionHolds(props(item), labels));
}

function expressionHolds(expression: Props, labels: Props): boolean {
  const value = text(labels[text(expression.key) ?? ""]);
  switch (expression.operator) {
    case "In":
      return value !== undefined && texts(expression.values).includes(value);
    case "NotIn":
      return value === undefined || !texts(expression.values).includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** A count that may be a percentage, as a number; a percentage of an unknown whole counts as written. */
function amount(value: Value | undefined): number | undefined {
  return number(typeof value === "string" ? value.replace(/%$/, "") : value);
}

const templateOf = (asked: Case): Props => props(spec(asked).template);

const workloads = PODS.flatMap((type): readonly Refusal[] => [
  write(`${kindOf(type)}.selector`, type, fact(type, "Invalid (422): `selector`"), (asked) => {
    const selector = props(spec(asked).selector);
    const fine = Object.keys(selector).length > 0 && selects(selector, props(props(templateOf(asked).metadata).labels));
    return fine
      ? undefined
      : "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`";
  }),
  write(
    `${kindOf(type)}.containers`,
    type,
    invalid(
      "no container, two of one name, a request above its limit, or a restart policy other than Always",
      VALIDATION,
    ),
    (asked) => podProblem(props(templateOf(asked).spec)),
  ),
  write(
    `${kindOf(type)}.labels`,
    type,
    invalid(
      "a label key or value that is none",
      "kubernetes/apimachinery label validation; resource facts, limits: Label value",
    ),
    (asked) => labelProblem(props(props(templateOf(asked).metadata).labels)),
  ),
]);

function podProblem(pod: Props): string | undefined {
  const containers = list(pod.containers).map((item) => props(item));
  if (containers.length === 0) return "spec.template.spec.containers: Required value";
  const names = containers.map((container) => text(container.name) ?? "");
  if (new Set(names).size < names.length) return "spec.template.spec.containers: Duplicate value";
  if (pod.restartPolicy !== undefined && pod.restartPolicy !== "Always")
    return `spec.template.spec.restartPolicy: Unsupported value: "${text(pod.restartPolicy)}"`;
  for (const container of containers) {
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text(container.name) ?? ""))
      return `container name "${text(container.name)}": must be a DNS label`;
    if (!isGiven(container.image)) return `container ${text(container.name)}: image: Required value`;
    const above = aboveLimit(props(container.resources));
    if (above !== undefined)
      return `container ${text(container.name)}: resources.requests: Invalid value: ${above} must be less than or equal to the limit`;
  }
  return undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity as a number; undefined when it is none. */
export function quantity(value: Value | undefined): number | undefined {
  const match = /^([0-9.]+)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(value ?? ""));
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? ""] ?? Number.NaN);
}

function aboveLimit(resources: Props): string | undefined {
  const limits = props(resources.limits);
  return Object.entries(props(resources.requests)).find(
    ([name, value]) => (quantity(value) ?? 0) > (quantity(limits[name]) ?? Infinity),
  )?.[0];
}

function labelProblem(labels: Props): string | undefined {
  for (const [key, value] of Object.entries(labels)) {
    const [name, prefix] = key.split("/").reverse();
    const fineKey =
      /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name ?? "") &&
      (prefix === undefined || /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(prefix));
    if (!fineKey) return `metadata.labels: Invalid value: "${key}"`;
    if (typeof value === "string" && !/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value))
      return `metadata.labels: Invalid value: "${value}": must be 63 characters or less and begin and end with an alphanumeric`;
  }
  return undefined;
}

function bytes(...values: readonly (Value | undefined)[]): number {
  return values.reduce<number>(
    (sum, value) =>
      sum +
      Object.entries(props(value)).reduce(
        (inner, [key, item]) => inner + key.length + Buffer.byteLength(String(item)),
        0,
      ),
    0,
  );
}

const CRON_FIELD = /^(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(\/\d+)?(,(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(\/\d+)?)*$|^\?$/;

function isCron(schedule: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule)) return true;
  const fields = schedule.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field) => CRON_FIELD.test(field));
}

function triggers(asked: Case): readonly Props[] {
  return list(spec(asked).triggers).map((item) => props(item));
}

const crons = (asked: Case): readonly Props[] =>
  triggers(asked)
    .filter((trigger) => trigger.type === "cron")
    .map((trigger) => props(trigger.metadata));
const onlyResources = (asked: Case): boolean =>
  triggers(asked).length > 0 && triggers(asked).every((trigger) => trigger.type === "cpu" || trigger.type === "memory");
const sameNamespace = (asked: Case, object: { readonly type: string; readonly inputs: Props }): boolean =>
  namespaceOf(object.type, object.inputs) === namespaceOf(asked.type, asked.inputs);

function sameTarget(a: Props, b: Props): boolean {
  return (a.kind ?? "Deployment") === (b.kind ?? "Deployment") && a.name === b.name;
}

/** The API groups that are there without being built in. */
function installedGroups(asked: Case): readonly string[] {
  const charts = neighbours(asked, RELEASE).flatMap((release) =>
    Object.entries(CHART_GROUPS)
      .filter(([chart]) => (text(release.inputs.chart) ?? "").split("/").at(-1) === chart)
      .flatMap(([, groups]) => groups),
  );
  const definitions = neighbours(asked, CRD).flatMap((definition) => text(props(definition.inputs.spec).group) ?? []);
  return [...charts, ...definitions];
}

const customTypes = OBJECTS.filter(
  (type) => /^kubernetes:[a-z0-9.-]+\.[a-z]+\/[^:]+:/.test(type) && !type.includes(".k8s.io/"),
);

/** Whether a token stands for a custom resource: a group with a dot that is not one of Kubernetes' own. */
export function isCustomResource(type: string): boolean {
  return (
    /^kubernetes:[a-z0-9-]+(\.[a-z0-9-]+)+\/v[^:]*:[A-Z]\w*$/.test(type) &&
    !type.includes(".k8s.io/") &&
    !isKnownType(type)
  );
}

/** What every write of any object must satisfy; also those of custom kinds without facts. */
export const OBJECT_REFUSALS: readonly Refusal[] = [
  rule(
    "kubernetes.name-unique",
    OBJECTS,
    ["create"],
    { ...fact(NAMESPACE, "AlreadyExists (409)"), code: "AlreadyExists (409)" },
    (asked) => {
      const taken = neighbours(asked).some(
        (object) =>
          object.id ===
          `${isNamespaced(asked.type) ? `${namespaceOf(asked.type, asked.inputs)}/` : ""}${objectName(asked.type, asked.inputs)}`,
      );
      return taken ? `${kindOf(asked.type)} "${objectName(asked.type, asked.inputs)}" already exists` : undefined;
    },
  ),
  rule(
    "kubernetes.namespace-exists",
    NAMESPACED,
    ["create"],
    { ...fact(SERVICE, "NotFound (404)"), code: "NotFound (404)" },
    (asked) => {
      const namespace = namespaceOf(asked.type, asked.inputs);
      const there =
        BUILT_IN_NAMESPACES.has(namespace) ||
        neighbours(asked, NAMESPACE).some((object) => object.id === namespace) ||
        neighbours(asked, RELEASE).some(
          (release) => release.inputs.createNamespace === true && namespaceOf(RELEASE, release.inputs) === namespace,
        );
      return there ? undefined : `namespaces "${namespace}" not found`;
    },
  ),
  rule(
    "kubernetes.kind-installed",
    customTypes,
    ["create"],
    { ...fact(SCALED, "no matches for kind"), code: "no matches for kind" },
    (asked) => {
      const group = (asked.type.split(":")[1] ?? "").split("/")[0] ?? "";
      return installedGroups(asked).includes(group)
        ? undefined
        : `"${kindOf(asked.type)}" in version "${asked.type.split(":")[1]}": the CRD is not installed`;
    },
  ),
  rule(
    "kubernetes.metadata-labels",
    OBJECTS,
    ["create", "update"],
    invalid(
      "a label key or value of the object that is none",
      "kubernetes/apimachinery label validation; resource facts, limits: Label value",
    ),
    (asked) => labelProblem(props(props(asked.inputs.metadata).labels)),
  ),
];

/** What the API server, the Helm client and KEDA's webhook refuse. */
export const KUBERNETES_REFUSALS: readonly Refusal[] = [
  ...OBJECT_REFUSALS,
  ...workloads,
  write("Service.ports", SERVICE, fact(SERVICE, "Invalid (422): spec.ports:"), (asked) => {
    const free = spec(asked).type === "ExternalName" || spec(asked).clusterIP === "None";
    return free || list(spec(asked).ports).length > 0 ? undefined : "spec.ports: Required value";
  }),
  write(
    "Service.port-names",
    SERVICE,
    invalid("several ports of which one has no name, or two share one", VALIDATION),
    (asked) => {
      const ports = list(spec(asked).ports).map((item) => text(props(item).name) ?? "");
      return ports.length > 1 && (ports.includes("") || new Set(ports).size < ports.length)
        ? "spec.ports[].name: Required value, unique in the service"
        : undefined;
    },
  ),
  write("Service.node-port", SERVICE, fact(SERVICE, "Invalid (422): spec.ports[0].nodePort"), (asked) => {
    const wanted = valuesAt(asked.inputs, "spec.ports.nodePort");
    const taken = neighbours(asked, SERVICE).flatMap((object) => valuesAt(object.inputs, "spec.ports.nodePort"));
    return wanted.some((port) => taken.includes(port))
      ? "spec.ports[0].nodePort: Invalid value: provided port is already allocated"
      : undefined;
  }),
  ...[CONFIG_MAP, SECRET].flatMap((type): readonly Refusal[] => [
    write(`${kindOf(type)}.size`, type, fact(type, "Invalid (422)", "above 1 MiB"), (asked) =>
      bytes(asked.inputs.data, asked.inputs.binaryData, asked.inputs.stringData) > OBJECT_BYTES
        ? `Too long: may not be more than ${OBJECT_BYTES} bytes`
        : undefined,
    ),
    rule(
      `kubernetes-${kindOf(type)}.immutable`,
      [type],
      ["update"],
      asInvalid(fact(type, "Invalid (422): data: Forbidden")),
      (asked) => {
        const before = asked.object?.inputs;
        return before?.immutable === true && !sameValue(before.data, asked.inputs.data)
          ? "data: Forbidden: field is immutable when `immutable` is set"
          : undefined;
      },
    ),
  ]),
  write(
    "Deployment.surge",
    DEPLOYMENT,
    fact(DEPLOYMENT, "Invalid (422): spec.strategy.rollingUpdate.maxUnavailable"),
    (asked) => {
      const rolling = props(props(spec(asked).strategy).rollingUpdate);
      return amount(rolling.maxSurge) === 0 && amount(rolling.maxUnavailable) === 0
        ? "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: may not be 0 when `maxSurge` is 0"
        : undefined;
    },
  ),
  write(
    "Deployment.recreate",
    DEPLOYMENT,
    fact(DEPLOYMENT, "Invalid (422): spec.strategy.rollingUpdate: Forbidden"),
    (asked) => {
      const strategy = props(spec(asked).strategy);
      return strategy.type === "Recreate" && isGiven(strategy.rollingUpdate)
        ? "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"
        : undefined;
    },
  ),
  write("Deployment.deadline", DEPLOYMENT, fact(DEPLOYMENT, "Invalid (422): spec.progressDeadlineSeconds"), (asked) =>
    (number(spec(asked).progressDeadlineSeconds) ?? 600) <= (number(spec(asked).minReadySeconds) ?? 0)
      ? "spec.progressDeadlineSeconds: Invalid value: must be greater than minReadySeconds"
      : undefined,
  ),
  write("DaemonSet.surge", DAEMON_SET, fact(DAEMON_SET, "Invalid (422)", "maxSurge and maxUnavailable"), (asked) => {
    const rolling = props(props(spec(asked).updateStrategy).rollingUpdate);
    return amount(rolling.maxSurge) === 0 && amount(rolling.maxUnavailable) === 0
      ? "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0"
      : undefined;
  }),
  write(
    "HorizontalPodAutoscaler.bounds",
    AUTOSCALER,
    fact(AUTOSCALER, "Invalid (422): must be greater than or equal to `minReplicas`"),
    (asked) =>
      (number(spec(asked).maxReplicas) ?? 0) < (number(spec(asked).minReplicas) ?? 1)
        ? "spec.maxReplicas: Invalid value: must be greater than or equal to `minReplicas`"
        : undefined,
  ),
  write("HorizontalPodAutoscaler.metrics", AUTOSCALER, fact(AUTOSCALER, "Invalid (422): must populate"), (asked) => {
    const sources: Readonly<Record<string, string>> = {
      Resource: "resource",
      Pods: "pods",
      Object: "object",
      External: "external",
      ContainerResource: "containerResource",
    };
    const odd = list(spec(asked).metrics).find((item) => {
      const given = Object.values(sources).filter((source) => isGiven(props(item)[source]));
      return given.length !== 1 || given[0] !== sources[text(props(item).type) ?? ""];
    });
    return odd === undefined
      ? undefined
      : "spec.metrics[0]: Required value: must populate information for the given metric source";
  }),
  write("PodDisruptionBudget.percentage", BUDGET, fact(BUDGET, "Invalid (422)", "percentage above 100"), (asked) => {
    const bad = ["minAvailable", "maxUnavailable"].find((name) => {
      const value = spec(asked)[name];
      const count = amount(value);
      return (
        value !== undefined &&
        (count === undefined || count < 0 || (typeof value === "string" && (!value.endsWith("%") || count > 100)))
      );
    });
    return bad === undefined
      ? undefined
      : `spec.${bad}: Invalid value: must be a valid percent value (e.g. '20%') within [0, 100], or a number`;
  }),
  write(
    "PriorityClass.reserved",
    PRIORITY,
    cited(
      "Invalid (422)",
      "the name begins with system-",
      "resource facts, name.scope of kubernetes:scheduling.k8s.io/v1:PriorityClass",
    ),
    (asked) =>
      objectName(PRIORITY, asked.inputs).startsWith("system-")
        ? "metadata.name: Invalid value: priority class names with 'system-' prefix are reserved for system use only"
        : undefined,
  ),
  rule(
    "kubernetes-PriorityClass.value",
    [PRIORITY],
    ["update"],
    { ...fact(PRIORITY, "Forbidden: value"), code: "Forbidden" },
    (asked) =>
      sameValue(asked.object?.inputs.value, asked.inputs.value)
        ? undefined
        : "value: Forbidden: may not be changed in an update.",
  ),
  rule(
    "kubernetes-PriorityClass.preemption",
    [PRIORITY],
    ["update"],
    asInvalid(fact(PRIORITY, "Invalid (422): field is immutable")),
    (asked) =>
      sameValue(asked.object?.inputs.preemptionPolicy, asked.inputs.preemptionPolicy)
        ? undefined
        : "preemptionPolicy: Invalid value: field is immutable",
  ),
  write(
    "PriorityClass.default",
    PRIORITY,
    { ...fact(PRIORITY, "Forbidden (403)"), code: "Forbidden (403)" },
    (asked) => {
      const other =
        asked.inputs.globalDefault === true
          ? neighbours(asked, PRIORITY).find((object) => object.inputs.globalDefault === true)
          : undefined;
      return other === undefined
        ? undefined
        : `PriorityClass ${other.id} is already marked as default. Only one default can exist`;
    },
  ),
  write("NetworkPolicy.end-port", POLICY, fact(POLICY, "Invalid (422): endPort: must be"), (asked) => {
    const odd = ports(asked).find(
      (port) => number(port.endPort) !== undefined && (number(port.endPort) ?? 0) < (number(port.port) ?? 0),
    );
    return odd === undefined ? undefined : "endPort: Invalid value: must be greater than or equal to `port`";
  }),
  write("NetworkPolicy.end-port-alone", POLICY, fact(POLICY, "Invalid (422): may not be specified when"), (asked) => {
    const odd = ports(asked).find((port) => isGiven(port.endPort) && typeof port.port !== "number");
    return odd === undefined
      ? undefined
      : "endPort: Forbidden: may not be specified when `port` is not specified / is non-numeric";
  }),
  write("NetworkPolicy.except", POLICY, fact(POLICY, "Invalid (422): must be a strict subset"), (asked) => {
    const odd = peers(asked)
      .map((peer) => props(peer.ipBlock))
      .find((block) =>
        texts(block.except).some((except) => !cidrContains(text(block.cidr) ?? "", except) || except === block.cidr),
      );
    return odd === undefined ? undefined : "ipBlock.except: Invalid value: must be a strict subset of `cidr`";
  }),
  write("NetworkPolicy.types", POLICY, fact(POLICY, "Invalid (422): may not specify more"), (asked) =>
    list(spec(asked).policyTypes).length > 2
      ? "spec.policyTypes: Invalid value: may not specify more than two policyTypes"
      : undefined,
  ),
  write("NetworkPolicy.peer", POLICY, fact(POLICY, "Invalid (422): Forbidden: may not specify both"), (asked) => {
    const odd = peers(asked).find(
      (peer) => isGiven(peer.ipBlock) && (isGiven(peer.podSelector) || isGiven(peer.namespaceSelector)),
    );
    return odd === undefined ? undefined : "from[0]: Forbidden: may not specify both ipBlock and another peer";
  }),
  write("Job.restart", JOB, fact(JOB, "Invalid (422): Unsupported value"), (asked) =>
    ["OnFailure", "Never"].includes(text(props(templateOf(asked).spec).restartPolicy) ?? "Always")
      ? undefined
      : 'spec.template.spec.restartPolicy: Unsupported value: "Always"',
  ),
  write("Job.indexed", JOB, fact(JOB, "Invalid (422): spec.completions"), (asked) =>
    spec(asked).completionMode === "Indexed" && !isGiven(spec(asked).completions)
      ? "spec.completions: Required value: when completion mode is Indexed"
      : undefined,
  ),
  write("CronJob.schedule", CRON_JOB, fact(CRON_JOB, "Invalid (422): spec.schedule"), (asked) => {
    const schedule = text(spec(asked).schedule) ?? "";
    return /TZ=/.test(schedule) || isCron(schedule) ? undefined : `spec.schedule: Invalid value: "${schedule}"`;
  }),
  write("CronJob.zone", CRON_JOB, fact(CRON_JOB, "Invalid (422): spec.timeZone"), (asked) => {
    const zone = text(spec(asked).timeZone);
    return zone === undefined || isTimeZone(zone)
      ? undefined
      : `spec.timeZone: Invalid value: "${zone}": unknown time zone ${zone}`;
  }),
  write("CronJob.inline-zone", CRON_JOB, fact(CRON_JOB, "Invalid (422): cannot use TZ"), (asked) =>
    /(CRON_)?TZ=/.test(text(spec(asked).schedule) ?? "")
      ? "spec.schedule: Invalid value: cannot use TZ or CRON_TZ in schedule, use timeZone field instead"
      : undefined,
  ),
  rule(
    "kubernetes-StorageClass.reclaim",
    [STORAGE],
    ["update"],
    asInvalid(fact(STORAGE, "Invalid (422): reclaimPolicy")),
    (asked) =>
      sameValue(asked.object?.inputs.reclaimPolicy, asked.inputs.reclaimPolicy)
        ? undefined
        : "reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.",
  ),
  rule(
    "kubernetes-StorageClass.binding",
    [STORAGE],
    ["update"],
    asInvalid(fact(STORAGE, "Invalid (422): volumeBindingMode")),
    (asked) =>
      sameValue(asked.object?.inputs.volumeBindingMode, asked.inputs.volumeBindingMode)
        ? undefined
        : "volumeBindingMode: Invalid value: field is immutable",
  ),

  rule("kubernetes-Release.name", [RELEASE], ["create"], fact(RELEASE, "cannot re-use a name"), (asked) =>
    neighbours(asked).some(
      (object) => object.id === `${namespaceOf(RELEASE, asked.inputs)}/${objectName(RELEASE, asked.inputs)}`,
    )
      ? `release ${objectName(RELEASE, asked.inputs)}`
      : undefined,
  ),
  rule(
    "kubernetes-Release.namespace",
    [RELEASE],
    ["create"],
    cited(
      "NotFound (404)",
      "the namespace does not exist and createNamespace is not set",
      "kubernetes/apimachinery API errors",
    ),
    (asked) => {
      const namespace = namespaceOf(RELEASE, asked.inputs);
      const there =
        asked.inputs.createNamespace === true ||
        BUILT_IN_NAMESPACES.has(namespace) ||
        neighbours(asked, NAMESPACE).some((object) => object.id === namespace) ||
        neighbours(asked, RELEASE).some(
          (release) => release.inputs.createNamespace === true && namespaceOf(RELEASE, release.inputs) === namespace,
        );
      return there ? undefined : `create: failed to create: namespaces "${namespace}" not found`;
    },
  ),

  write(
    "ScaledObject.target",
    SCALED,
    cited(
      "Invalid (422)",
      "no scaleTargetRef.name",
      "resource facts, notes of kubernetes:keda.sh/v1alpha1:ScaledObject",
    ),
    (asked) => (isGiven(props(spec(asked).scaleTargetRef).name) ? undefined : "spec.scaleTargetRef: Required value"),
  ),
  write("ScaledObject.triggers", SCALED, fact(SCALED, "Invalid (422): spec.triggers"), (asked) =>
    triggers(asked).length > 0 ? undefined : "spec.triggers: Invalid value: should have at least 1 items",
  ),
  write("ScaledObject.bounds", SCALED, fact(SCALED, "webhook: MinReplicaCount"), (asked) =>
    (number(spec(asked).minReplicaCount) ?? 0) > (number(spec(asked).maxReplicaCount) ?? 100)
      ? `MinReplicaCount=${number(spec(asked).minReplicaCount)} must be less than MaxReplicaCount=${number(spec(asked).maxReplicaCount) ?? 100}`
      : undefined,
  ),
  write("ScaledObject.idle", SCALED, fact(SCALED, "webhook: IdleReplicaCount"), (asked) => {
    const idle = number(spec(asked).idleReplicaCount);
    return idle !== undefined && idle >= (number(spec(asked).minReplicaCount) ?? 0)
      ? `IdleReplicaCount=${idle} must be less than MinReplicaCount=${number(spec(asked).minReplicaCount) ?? 0}`
      : undefined;
  }),
  write(
    "ScaledObject.other-autoscaler",
    SCALED,
    fact(SCALED, "webhook: the workload is already managed by the hpa"),
    (asked) => {
      const reference = props(spec(asked).scaleTargetRef);
      const other = neighbours(asked, AUTOSCALER).find(
        (object) =>
          sameNamespace(asked, object) && sameTarget(props(props(object.inputs.spec).scaleTargetRef), reference),
      );
      return other === undefined
        ? undefined
        : `the workload '${text(reference.name)}' is already managed by the hpa '${objectName(AUTOSCALER, other.inputs)}'`;
    },
  ),
  write(
    "ScaledObject.other-scaled",
    SCALED,
    fact(SCALED, "webhook: the workload is already managed by the ScaledObject"),
    (asked) => {
      const reference = props(spec(asked).scaleTargetRef);
      const other = neighbours(asked, SCALED).find(
        (object) =>
          sameNamespace(asked, object) && sameTarget(props(props(object.inputs.spec).scaleTargetRef), reference),
      );
      return other === undefined
        ? undefined
        : `the workload '${text(reference.name)}' is already managed by the ScaledObject '${objectName(SCALED, other.inputs)}'`;
    },
  ),
  write("ScaledObject.zero-with-cpu", SCALED, fact(SCALED, "webhook: scaledobject has only cpu/memory"), (asked) =>
    onlyResources(asked) && (number(spec(asked).minReplicaCount) ?? 0) === 0
      ? "scaledobject has only cpu/memory triggers AND minReplica is 0 (scale to zero doesn't work in this case)"
      : undefined,
  ),
  write("ScaledObject.requests", SCALED, fact(SCALED, "webhook: the scaledobject has a cpu trigger"), (asked) => {
    const name = text(props(spec(asked).scaleTargetRef).name);
    const workload = neighbours(asked, DEPLOYMENT).find(
      (object) => sameNamespace(asked, object) && objectName(DEPLOYMENT, object.inputs) === name,
    );
    const containers = list(props(props(props(workload?.inputs.spec).template).spec).containers);
    const missing = triggers(asked)
      .map((trigger) => text(trigger.type) ?? "")
      .find(
        (type) =>
          ["cpu", "memory"].includes(type) &&
          containers.some((container) => !isGiven(props(props(props(container).resources).requests)[type])),
      );
    return workload === undefined || missing === undefined
      ? undefined
      : `the scaledobject has a ${missing} trigger but the container doesn't have the ${missing} request defined`;
  }),
  write("ScaledObject.fallback", SCALED, fact(SCALED, "webhook: at least one trigger"), (asked) =>
    isGiven(spec(asked).fallback) && onlyResources(asked)
      ? "at least one trigger (that is not cpu or memory) has to have the `AverageValue` type for the fallback to be enabled"
      : undefined,
  ),
  write("ScaledObject.hpa-name", SCALED, fact(SCALED, "webhook: HPA name"), (asked) => {
    const own = text(props(props(spec(asked).advanced).horizontalPodAutoscalerConfig).name);
    const name = own ?? `keda-hpa-${objectName(SCALED, asked.inputs)}`;
    return name.length > 63 ? `HPA name ${name} must be no more than 63 characters` : undefined;
  }),
  write(
    "ScaledObject.cron-form",
    SCALED,
    { ...fact(SCALED, "error parsing start"), code: "error parsing schedule" },
    (asked) => {
      const odd = crons(asked).find(
        (metadata) => !isCron(text(metadata.start) ?? "") || !isCron(text(metadata.end) ?? ""),
      );
      return odd === undefined
        ? undefined
        : `error parsing start or end schedule: ${text(odd.start)} to ${text(odd.end)}`;
    },
  ),
  write("ScaledObject.cron-same", SCALED, fact(SCALED, "start and end can not"), (asked) =>
    crons(asked).some((metadata) => metadata.start === metadata.end)
      ? "start and end can not have exactly same time input"
      : undefined,
  ),
  write("ScaledObject.cron-replicas", SCALED, fact(SCALED, "no desiredReplicas"), (asked) =>
    crons(asked).some((metadata) => (number(metadata.desiredReplicas) ?? 0) === 0)
      ? "desiredReplicas is 0 or missing"
      : undefined,
  ),
  write("ScaledObject.cron-zone", SCALED, fact(SCALED, "unable to load timezone"), (asked) => {
    const odd = crons(asked).find((metadata) => !isTimeZone(text(metadata.timezone) ?? ""));
    return odd === undefined ? undefined : `unknown time zone ${text(odd.timezone)}`;
  }),
];

function ports(asked: Case): readonly Props[] {
  return ["ingress", "egress"]
    .flatMap((way) => valuesAt(asked.inputs, `spec.${way}.ports`))
    .flatMap((item) => (Array.isArray(item) ? item : [item]))
    .map((item: Value) => props(item));
}

function peers(asked: Case): readonly Props[] {
  return ["ingress.from", "egress.to"]
    .flatMap((way) => valuesAt(asked.inputs, `spec.${way}`))
    .flatMap((item) => (Array.isArray(item) ? item : [item]))
    .map((item: Value) => props(item));
}
