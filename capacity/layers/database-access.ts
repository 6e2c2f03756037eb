import type { Finding } from "../problems";
import { figure } from "./figure";
import type { SizingContext } from "./layer";

/**
 * Says so where calls reach the database often: such a service can't be saved by more replicas, since all of them share the database.
 *
 * @param path event-file path of the service, e.g. `features.api`
 */
export function frequentDatabaseAccess(id: string, path: string, context: SizingContext): readonly Finding[] {
  const reads = context.value("databaseReadsPerCall");
  const writes = context.value("databaseWritesPerCall");
  const allowed = context.value("frequentDatabaseAccessesPerCall");
  if (reads + writes <= allowed) return [];
  const remedies = [
    ...(reads >= writes ? [`keep what is read in the cache and lower ${path}.databaseReadsPerCall`] : []),
    ...(writes > 0 ? [`put writes into a queue and lower ${path}.databaseWritesPerCall`] : []),
  ];
  return [
    {
      id: "frequent-database-access",
      severity: "warning",
      where: id,
      found: `${figure(reads)} reads and ${figure(writes)} writes a call reach the database`,
      expected: `at most ${figure(allowed)} accesses a call`,
      fix: `Don't let calls wait for the database: ${remedies.join("; ")}.`,
      source: "docs/model/services.md: access to the database is cached or made asynchronous before it is scaled",
    },
  ];
}
