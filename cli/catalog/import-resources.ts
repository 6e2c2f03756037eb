import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The providers that have a file of resource facts. */
export const RESOURCE_PROVIDERS = ["aws", "cloudflare", "kubernetes"] as const;

interface FactRefusal {
  readonly when: string;
  readonly error: string;
  readonly source: string;
}

interface FactFile {
  readonly source: readonly string[];
  readonly retrieved: string;
  readonly note: string;
  readonly rows: readonly (Readonly<Record<string, unknown>> & {
    readonly type: string;
    readonly refusals: readonly FactRefusal[] | null;
    readonly source: readonly string[];
  })[];
}

/**
 * Rewrites one file of resource facts compactly: sources are listed once and named by position, one row per line.
 *
 * @param text the fact file, `{ source, retrieved, note, rows }`
 * @returns the catalog file: the same rows; `refusals` are `[when, error, source]` with `source` a position in `sources`
 */
export function compactResources(text: string): string {
  const facts = JSON.parse(text) as FactFile;
  const sources: string[] = [];
  const position = (source: string): number => {
    const found = sources.indexOf(source);
    return found >= 0 ? found : sources.push(source) - 1;
  };
  const rows = facts.rows.map((row) => ({
    ...row,
    refusals: row.refusals?.map((refusal) => [refusal.when, refusal.error, position(refusal.source)]) ?? null,
    source: row.source.map(position),
  }));
  const head = { source: facts.source, retrieved: facts.retrieved, note: facts.note, sources };
  const lines = rows.map((row) => JSON.stringify(row)).join(",\n");
  return `${JSON.stringify(head).slice(0, -1)},"rows":[\n${lines}\n]}\n`;
}

/** Imports every `<provider>-resources.json` of a folder of facts into the catalog's data folder. */
export function importResources(factsFolder: string, dataFolder: string): void {
  for (const provider of RESOURCE_PROVIDERS) {
    const file = `${provider}-resources.json`;
    writeFileSync(join(dataFolder, file), compactResources(readFileSync(join(factsFolder, file), "utf8")));
  }
}
