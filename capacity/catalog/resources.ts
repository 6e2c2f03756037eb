import awsFile from "./data/aws-resources.json";
import cloudflareFile from "./data/cloudflare-resources.json";
import kubernetesFile from "./data/kubernetes-resources.json";

/** Why the cloud refuses an operation on a resource; `error` is a code or the gist of a message. */
export interface ResourceRefusal {
  readonly when: string;
  readonly error: string;
  readonly source: string;
}

/** The input that names a resource in its cloud; a null field is unknown. */
export interface ResourceName {
  readonly input: string;
  /** Longest name, characters. */
  readonly maxLength: number | null;
  readonly pattern: string | null;
  readonly scope: string | null;
}

/** An input that replaces a resource only under a condition. */
export interface ConditionalReplacement {
  readonly input: string;
  readonly when: string;
}

/**
 * How one Pulumi resource type behaves in its cloud. Paths are camelCase inputs joined by dots, list and map levels
 * carry no index. A null column is unknown, an empty one means none is known to apply.
 */
export interface ResourceRow {
  readonly type: string;
  readonly required: readonly string[] | null;
  readonly forcesReplacement: readonly string[] | null;
  readonly forcesReplacementWhen: readonly ConditionalReplacement[] | null;
  readonly name: ResourceName | null;
  readonly enums: Readonly<Record<string, readonly (string | number)[]>> | null;
  /** Lowest and highest accepted value by path; a null end has no known limit. */
  readonly ranges: Readonly<Record<string, readonly (number | null)[]>> | null;
  readonly conflicts: readonly (readonly string[])[] | null;
  readonly requiredTogether: readonly (readonly string[])[] | null;
  readonly refusals: readonly ResourceRefusal[] | null;
  readonly deleteBlockedBy: readonly string[] | null;
  readonly computed: readonly string[] | null;
  readonly notes: string | null;
  readonly source: readonly string[];
}

type CompactRow = Omit<ResourceRow, "refusals" | "source"> & {
  readonly refusals: readonly (readonly [when: string, error: string, source: number])[] | null;
  readonly source: readonly number[];
};

interface ResourceFile {
  readonly retrieved: string;
  readonly sources: readonly string[];
  readonly rows: readonly CompactRow[];
}

function expand(file: ResourceFile): readonly ResourceRow[] {
  const sourceAt = (position: number): string => file.sources[position] ?? "source not recorded";
  return file.rows.map((row) => ({
    ...row,
    refusals: row.refusals?.map(([when, error, source]) => ({ when, error, source: sourceAt(source) })) ?? null,
    source: row.source.map(sourceAt),
  }));
}

// The JSON import types tuples as arrays of unions; the importer writes exactly this shape.
const FILES = [awsFile, cloudflareFile, kubernetesFile] as unknown as readonly ResourceFile[];

/** Every resource type the catalog has facts about. */
export const RESOURCES: readonly ResourceRow[] = FILES.flatMap(expand);

/** The day the resource facts were retrieved, `YYYY-MM-DD`. */
export const RESOURCES_RETRIEVED: string = awsFile.retrieved;

const byType: ReadonlyMap<string, ResourceRow> = new Map(RESOURCES.map((row) => [row.type, row]));

/** The facts about a Pulumi type token such as `aws:eks/nodeGroup:NodeGroup`; undefined means no row, not no limits. */
export function resourceRow(type: string): ResourceRow | undefined {
  return byType.get(type);
}
