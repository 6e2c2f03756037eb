import { isKnownType, TYPES } from "../catalog";
import { isNamespaced, kindOf, namespaceOf, objectName } from "../outputs/kubernetes";
import { type Case, type Citation, cited, fact, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, sameValue, text, texts, type Value, valuesAt } from "../values";
import { neighbours, rule } from "./builders";
import { cidrContains } from "./cidr";
import { isTimeZone } from "./instants";
import { KEDA_REFUSALS } from "./keda";
import { amount, asInvalid, bytes, isCron, labelProblem, podProblem, selects, spec, write } from "./kubernetes-forms";

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
  ...KEDA_REFUSALS,
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
