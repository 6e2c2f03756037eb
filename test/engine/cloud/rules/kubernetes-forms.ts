import type { Case, Citation, Refusal } from "../refusal";
import { isGiven, list, number, type Props, props, text, texts, type Value } from "../values";
import { rule } from "./builders";

/** A citation whose code is the API server's class of error. */
export const asInvalid = (citation: Citation): Citation => ({
  ...citation,
  code: citation.code.startsWith("Invalid (422)") ? "Invalid (422)" : citation.code,
});

/** A rule about one kind, judged at every write. */
export function write(id: string, type: string, citation: Citation, find: Refusal["find"]): Refusal {
  return rule(`kubernetes-${id}`, [type], ["create", "update"], asInvalid(citation), find);
}

/** The spec of an object. */
export const spec = (asked: Case): Props => props(asked.inputs.spec);

const CRON_FIELD = /^(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(\/\d+)?(,(\*|[0-9A-Za-z]+(-[0-9A-Za-z]+)?)(\/\d+)?)*$|^\?$/;

/** Whether a text is a five-field cron expression or one of its short names. */
export function isCron(schedule: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(schedule)) return true;
  const fields = schedule.trim().split(/\s+/);
  return fields.length === 5 && fields.every((field) => CRON_FIELD.test(field));
}

/** A count that may be a percentage, as a number; a percentage of an unknown whole counts as written. */
export function amount(value: Value | undefined): number | undefined {
  return number(typeof value === "string" ? value.replace(/%$/, "") : value);
}

/** What is wrong with labels, if anything. */
export function labelProblem(labels: Props): string | undefined {
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

/** What is wrong with a pod's containers, if anything. */
export function podProblem(pod: Props): string | undefined {
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

/** Whether the labels of a pod template satisfy a selector. */
export function selects(selector: Props, labels: Props): boolean {
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

/** How many bytes the keys and values of maps have. */
export function bytes(...values: readonly (Value | undefined)[]): number {
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
