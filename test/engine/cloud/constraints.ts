import file from "./data/aws-constraints.json";
import { CloudError } from "./errors";
import { isList, isProps, number, type Props, type Value } from "./values";

/** What a service model says about one member of an operation's input. */
export interface Constraint {
  /** Path in normal form: lower case, no plural s, no list wrappers. */
  readonly path: string;
  /** The model's shape, `service.Shape`. */
  readonly shape: string;
  readonly kind: "text" | "number" | "list";
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** The constraints and the declared errors of a type's operations. */
export interface ServiceModel {
  readonly type: string;
  readonly service: string;
  readonly operation: string;
  readonly constraints: readonly Constraint[];
  readonly errors: {
    readonly create: readonly string[];
    readonly update: readonly string[];
    readonly delete: readonly string[];
  };
}

interface Shape {
  readonly kind?: "number" | "list";
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

const SHAPES: Readonly<Record<string, Shape>> = file.shapes as Readonly<Record<string, Shape>>;

/** Where the constraints come from: the model package and its version. */
export const CONSTRAINT_SOURCE: string = file.source;

/** Every type whose create operation has a service model. */
export const SERVICE_MODELS: readonly ServiceModel[] = file.types.map((type) => ({
  type: type.type,
  service: type.service,
  operation: type.operation,
  errors: type.errors,
  constraints: Object.entries(type.constraints as Readonly<Record<string, string>>).map(([path, shape]) => {
    const rule = SHAPES[shape] ?? {};
    return { ...rule, path, shape, kind: rule.kind ?? "text" };
  }),
}));

const byType: ReadonlyMap<string, ServiceModel> = new Map(SERVICE_MODELS.map((model) => [model.type, model]));

/** The service model of a type; undefined when its operation is not described by one. */
export function serviceModel(type: string): ServiceModel | undefined {
  return byType.get(type);
}

// The code each service answers a malformed input with, where it is not ValidationException.
const CODES: Readonly<Record<string, string>> = {
  ec2: "InvalidParameterValue",
  eks: "InvalidParameterException",
  iam: "ValidationError",
  s3: "InvalidArgument",
  cloudfront: "InvalidArgument",
  wafv2: "WAFInvalidParameterException",
  elbv2: "ValidationError",
  elasticache: "InvalidParameterValue",
  rds: "InvalidParameterValue",
  route53: "InvalidInput",
  sns: "InvalidParameter",
  sqs: "InvalidAttributeValue",
  cloudwatch: "ValidationError",
  logs: "InvalidParameterException",
  lambda: "ValidationException",
  kinesis: "ValidationException",
  budgets: "InvalidParameterException",
  codebuild: "InvalidInputException",
};

/** The code of a refused input of a service. */
export function invalidCode(service: string): string {
  return CODES[service] ?? "ValidationException";
}

const compiled = new Map<string, RegExp>();

/** A model's pattern as an expression over the whole text. */
export function patternOf(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  // JavaScript has no inline flags; without them a model's pattern is only stricter about case.
  const plain = pattern.replaceAll("(?i)", "");
  const body = plain.startsWith("^") && plain.endsWith("$") ? plain : `^(?:${plain})$`;
  const expression = new RegExp(body, /\\p\{/.test(pattern) ? "su" : "s");
  compiled.set(pattern, expression);
  return expression;
}

/** An input's name in the normal form of the constraints. */
export function normalStep(step: string): string {
  const plain = step.toLowerCase().replace(/[^a-z0-9]/g, "");
  return plain.endsWith("s") && !plain.endsWith("ss") ? plain.slice(0, -1) : plain;
}

/** What is wrong with a value under a constraint, if anything. */
export function violation(constraint: Constraint, value: Value): string | undefined {
  const { min, max, pattern } = constraint;
  if (constraint.kind === "list") return isList(value) ? outside(value.length, "items", min, max) : undefined;
  if (constraint.kind === "number") {
    const found = number(value);
    return found === undefined ? undefined : outside(found, "", min, max);
  }
  if (typeof value !== "string" || value === "") return undefined;
  if (constraint.enum !== undefined && !constraint.enum.includes(value)) {
    return `Member must satisfy enum value set: [${constraint.enum.slice(0, 12).join(", ")}]`;
  }
  const length = outside(value.length, "characters", min, max);
  if (length !== undefined) return length;
  if (pattern !== undefined && !patternOf(pattern).test(value)) {
    return `Member must satisfy regular expression pattern: ${pattern}`;
  }
  return undefined;
}

function outside(found: number, unit: string, min: number | undefined, max: number | undefined): string | undefined {
  if (min !== undefined && found < min) return `${found} ${unit} is less than ${min}`.replace("  ", " ");
  if (max !== undefined && found > max) return `${found} ${unit} is greater than ${max}`.replace("  ", " ");
  return undefined;
}

/** Refuses inputs that the service model refuses. @throws CloudError with the service's code */
export function requireModel(type: string, inputs: Props): void {
  const model = byType.get(type);
  if (model === undefined) return;
  const byPath = new Map(model.constraints.map((constraint) => [constraint.path, constraint]));
  visit(inputs, "", (path, value) => {
    const constraint = byPath.get(path);
    if (constraint === undefined) return;
    const problem = violation(constraint, value);
    if (problem === undefined) return;
    throw new CloudError(
      invalidCode(model.service),
      `1 validation error detected: Value at '${path}' failed to satisfy constraint: ${problem} (${model.operation})`,
    );
  });
}

function visit(value: Value, path: string, see: (path: string, value: Value) => void): void {
  if (path !== "") see(path, value);
  if (isList(value)) {
    for (const item of value) visitItem(item, path, see);
  } else if (isProps(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key.startsWith("__") || key === "tags" || key === "tagsAll") continue;
      visit(item, path === "" ? normalStep(key) : `${path}.${normalStep(key)}`, see);
    }
  }
}

function visitItem(item: Value, path: string, see: (path: string, value: Value) => void): void {
  if (isProps(item)) visit(item, path, ignoreSelf(path, see));
  else if (!isList(item)) see(path, item);
}

// A list's own path was seen with the list; its objects share the path and are not the list.
function ignoreSelf(path: string, see: (path: string, value: Value) => void): (path: string, value: Value) => void {
  return (seen, value) => {
    if (seen !== path) see(seen, value);
  };
}
