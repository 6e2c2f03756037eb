/**
 * Rebuilds `capacity/catalog/data/` from a folder of fact files (`instances.json`, `quotas.json`, `limits.json`,
 * `prices.json`, `workload.json`). Run it from the top of the repository:
 *
 *     npx esbuild cli/catalog/import.ts --bundle --platform=node | node - FOLDER
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compactCatalog, FACT_FILES, type FactFile, type FactFiles } from "./compact";

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write("import: name the folder of fact files\n");
  process.exit(1);
}

const files = FACT_FILES.map((name): [string, FactFile] => [
  name,
  JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")),
]);
for (const [name, content] of Object.entries(compactCatalog(Object.fromEntries(files) as FactFiles))) {
  const path = join("capacity/catalog/data", name);
  writeFileSync(path, content);
  process.stderr.write(`${path}: ${content.length} bytes\n`);
}
