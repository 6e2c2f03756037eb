import { limit } from "../capacity/catalog/limits";
import { quota } from "../capacity/catalog/quotas";
import type { Source } from "./rule";

/** Who says so: a row's key with its own source, or a document. */
export function sourceText(source: Source): string {
  if ("document" in source) return source.document;
  const row = "quota" in source ? quota(source.quota) : limit(source.limit);
  return `${row.key} (${row.source})`;
}

const ADDRESS = /https:\/\/[^\s,;)]+/;

/** The first address that a source can be followed to. */
export function sourceUrl(sources: readonly Source[]): string | undefined {
  return sources.flatMap((source) => ADDRESS.exec(sourceText(source))?.[0] ?? [])[0];
}
