import { z } from "zod";
import { POOLS } from "./layers/layer";
import type { Finding, Outcome } from "./problems";

/** What exists today, as its owner states it. */
export const currentSchema = z.strictObject({
  name: z.string().min(1).describe("Name of the platform"),
  region: z.string().min(1).describe("Region it stands in, e.g. us-east-1"),
  nodePools: z
    .partialRecord(
      z.enum(POOLS),
      z.strictObject({
        instanceType: z.string().describe("Machine type of the nodes, e.g. m6i.xlarge"),
        nodes: z.number().int().min(0).describe("Nodes in service, all zones together"),
      }),
    )
    .default({})
    .describe("Machines by pool"),
  layers: z
    .record(z.string(), z.number().int().min(0))
    .default({})
    .describe(
      "Units of a layer by its id as tidegate plan lists it: distributions of edge:cloudfront, shards of cache, …",
    ),
});

/** Capacity that exists. A layer that isn't named is unknown, not zero. */
export interface Current {
  readonly name: string;
  /** The file it was read from, for messages. */
  readonly file: string;
  readonly region: string;
  readonly nodePools: Readonly<Record<string, { readonly instanceType: string; readonly nodes: number }>>;
  readonly layers: Readonly<Record<string, number>>;
}

/**
 * Reads what exists from a parsed document.
 *
 * @param place line and column of a path in the file
 */
export function parseCurrent(
  raw: unknown,
  of: {
    readonly file: string;
    readonly position?: (path: readonly (string | number)[]) => { line: number; column: number } | undefined;
  },
): Outcome<Current> {
  const parsed = currentSchema.safeParse(raw);
  if (parsed.success) return { ok: true, value: { ...parsed.data, file: of.file }, findings: [] };
  const findings = parsed.error.issues.map((issue): Finding => {
    const path = issue.path.filter((part): part is string | number => typeof part !== "symbol");
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    return {
      id: "current-invalid",
      severity: "error",
      where: [...path, ...unknown].join(".") || "the file",
      file: of.file,
      ...of.position?.([...path, ...unknown.slice(0, 1)]),
      found: unknown.length > 0 ? `unknown key ${unknown.join(", ")}` : issue.message,
      expected: "name, region, nodePools by pool (instanceType, nodes) and layers by id (whole numbers)",
      fix: "See stacks/current/platform-10k.yaml for a complete file",
    };
  });
  return { ok: false, findings };
}
