import { namespaceOf, objectName } from "../outputs/kubernetes";
import { type Case, cited, fact, type Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, text } from "../values";
import { neighbours } from "./builders";
import { isTimeZone } from "./instants";
import { isCron, spec, write } from "./kubernetes-forms";

const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SCALED = "kubernetes:keda.sh/v1alpha1:ScaledObject";

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

/** What KEDA's webhook and its scalers refuse. */
export const KEDA_REFUSALS: readonly Refusal[] = [
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
