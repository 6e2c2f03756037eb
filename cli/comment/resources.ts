import type { PropertyChange } from "../diff/property-change";
import { isDestructive, type ResourceChange } from "../diff/resource-change";
import { flagsOf } from "../report/diff/resources";

/** Paths that one resource shows; the rest is counted. */
const MOST_PATHS = 6;

function pathLines({ path, old, new: fresh, secrecy }: PropertyChange): readonly string[] {
  if (secrecy === "secret" && old === fresh) return [`!   ${path}: another ${old ?? "value"}`];
  return [...(old === null ? [] : [`-   ${path}: ${old}`]), ...(fresh === null ? [] : [`+   ${path}: ${fresh}`])];
}

/** The first letter colours the line where a forge shows a diff: red, green, orange, none. */
function markOf(change: ResourceChange): string {
  switch (change.operation) {
    case "delete":
    case "forget":
      return "-";
    case "create":
    case "adopt":
      return "+";
    case "replace":
      return "!";
    default:
      return change.mayBeReplaced.length > 0 ? "!" : " ";
  }
}

/** A changed resource as lines of a `diff` block: the operation, then each path − old, + new. */
export function resourceLines(change: ResourceChange): readonly string[] {
  const flags = [
    ...flagsOf(change),
    ...(change.replacedBecause.length === 0 ? [] : [`because of ${change.replacedBecause.join(", ")}`]),
    ...change.mayBeReplaced.map(({ path, when }) => `may be replaced for ${path}: ${when}`),
  ];
  const note = flags.length === 0 ? "" : `  (${flags.join("; ")})`;
  const shown = change.changes.slice(0, MOST_PATHS);
  const more = change.changes.length - shown.length;
  return [
    `${markOf(change)} ${change.operation} ${change.type} ${change.name}${note}`,
    ...shown.flatMap(pathLines),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...change.ignored.map(
      ({ path, old, new: fresh }) => `#   stays in the cloud: ${path}: ${old ?? "–"} → ${fresh ?? "–"}`,
    ),
  ];
}

/** Resources that go, or come back as others, and that viewers or data hang on. */
export function losses(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return changes.filter((change) => isDestructive(change) && (change.holdsState || change.servesViewers));
}
