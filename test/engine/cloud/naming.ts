import type { ResourceRow } from "../../../capacity/catalog/resources";
import { CloudError, PROVIDER } from "./errors";
import { hex, type Props, texts } from "./values";

/** How the engine wants a resource to be named: its autonaming configuration. */
export interface NamingRequest {
  readonly urn: string;
  /** A repeatable seed for the random part. */
  readonly seed: string;
  readonly old: Props;
  /** A name of the stack's own configuration, if any. */
  readonly proposed?: { readonly name: string; readonly mode: "propose" | "enforce" | "disable" };
}

/** The input that a provider fills in when the program names nothing; undefined when the type has none. */
export function autonamedInput(row: ResourceRow): string | undefined {
  if (row.name === null || (row.required ?? []).includes(row.name.input)) return undefined;
  if (NOT_AUTONAMED.has(row.type)) return undefined;
  return row.name.input;
}

// Their providers make these names during the create, or need them from the program.
const NOT_AUTONAMED: ReadonlySet<string> = new Set([
  "aws:lb/listenerRule:ListenerRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:lambda/permission:Permission",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
]);

// Stored in lower case, so the provider lowers them too: facts, name patterns of these types.
const LOWER_CASE =
  /^aws:(s3\/bucket(V2)?:|elasticache\/(replicationGroup|subnetGroup|serverlessCache|parameterGroup):|rds\/)/;

// The Terraform bridge's autonaming: the logical name, a hyphen and seven hexadecimal digits.
const AWS_DIGITS = 7;
const KUBERNETES_DIGITS = 8;

/** The logical name at the end of a URN. */
export function logicalName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The type token of a URN, without its parents. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/**
 * Fills in the name of an AWS or Cloudflare resource as the bridge does, and lists it among `__defaults`.
 *
 * @throws CloudError when the logical name leaves no room for the random part
 */
export function autoname(row: ResourceRow, inputs: Props, request: NamingRequest): Props {
  const input = autonamedInput(row);
  const named = input !== undefined && (inputs[input] !== undefined || inputs[prefixOf(input)] !== undefined);
  if (input === undefined || named) return { ...inputs, __defaults: [] };
  const kept = texts(request.old.__defaults).includes(input) ? request.old[input] : undefined;
  const name = kept ?? proposedName(row, request);
  return name === undefined ? { ...inputs, __defaults: [] } : { ...inputs, [input]: name, __defaults: [input] };
}

function prefixOf(input: string): string {
  return `${input}Prefix`;
}

function proposedName(row: ResourceRow, request: NamingRequest): string | undefined {
  const { proposed } = request;
  if (proposed?.mode === "disable") return undefined;
  if (proposed !== undefined && proposed.name !== "") return proposed.name;
  const prefix = `${spelled(row, logicalName(request.urn))}-`;
  const longest = row.name?.maxLength ?? undefined;
  if (longest !== undefined && prefix.length + AWS_DIGITS > longest) {
    throw new CloudError(
      PROVIDER,
      `name "${prefix}" plus ${AWS_DIGITS} random characters is longer than the maximum length ${longest}`,
    );
  }
  return prefix + hex(`${request.seed}${request.urn}`, AWS_DIGITS);
}

function spelled(row: ResourceRow, name: string): string {
  if (row.type === "aws:kms/alias:Alias" && !name.startsWith("alias/")) return `alias/${name}`;
  return LOWER_CASE.test(row.type) ? name.toLowerCase() : name;
}

/** Fills in `metadata.name` of a Kubernetes object and marks it with the provider's annotation. */
export function autonameObject(inputs: Props, request: NamingRequest): Props {
  const metadata = (inputs.metadata ?? {}) as Props;
  if (metadata.name !== undefined || metadata.generateName !== undefined) return inputs;
  const oldMetadata = (request.old.metadata ?? {}) as Props;
  const oldAnnotations = (oldMetadata.annotations ?? {}) as Props;
  const kept = oldAnnotations["pulumi.com/autonamed"] === "true" ? oldMetadata.name : undefined;
  const name = kept ?? `${logicalName(request.urn)}-${hex(`${request.seed}${request.urn}`, KUBERNETES_DIGITS)}`;
  const annotations = { ...((metadata.annotations ?? {}) as Props), "pulumi.com/autonamed": "true" };
  return { ...inputs, metadata: { ...metadata, name, annotations } };
}
