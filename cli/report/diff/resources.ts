import type { ResourceDiff } from "../../diff/graph-diff";
import type { PropertyChange } from "../../diff/property-change";
import type { ResourceChange } from "../../diff/resource-change";
import { isDestructive } from "../../diff/resource-change";
import { prose, type Row, row, type Section, type Tone, text } from "../section";
import { counted } from "../text";
import { NONE } from "./arrow";

/** Paths that one line shows; the rest is counted. */
const MOST_PATHS = 4;

/** `desiredSize: 2 → 8`, `policy: changed (secret)`. */
export function propertyText({ path, old, new: fresh, secrecy }: PropertyChange): string {
  if (secrecy === "secret" && old === fresh) return `${path}: another ${old}`;
  return `${path}: ${old ?? NONE} → ${fresh ?? NONE}`;
}

/** What a person must know of a change besides its paths, gravest first. */
export function flagsOf(change: ResourceChange): readonly string[] {
  const isLost = isDestructive(change);
  return [
    ...(isLost && change.holdsState ? ["holds state"] : []),
    ...(isLost && change.servesViewers ? ["serves viewers"] : []),
    ...(isLost && change.isProtected ? ["protected: will be refused"] : []),
    ...(change.operation === "replace" && change.deletedFirst !== "no"
      ? [change.deletedFirst === "asked" ? "old one deleted first" : "old one likely deleted first: fixed name"]
      : []),
    ...(change.renamedFrom === null ? [] : [`was ${change.renamedFrom}`]),
    ...(change.looksLike === null
      ? []
      : [`looks like ${change.looksLike}, which goes: an alias would make it a rename`]),
  ];
}

/** The one line of a changed resource after its operation, type and name. */
export function detailOf(change: ResourceChange): string {
  const shown = change.changes.slice(0, MOST_PATHS).map(propertyText);
  const more = change.changes.length - shown.length;
  const because = change.replacedBecause.filter((reason) => !change.changes.some(({ path }) => path === reason));
  const forced = change.replacedBecause.length - because.length;
  return [
    ...flagsOf(change),
    ...(forced === 0
      ? []
      : [`replaced because of ${change.replacedBecause.filter((path) => !because.includes(path)).join(", ")}`]),
    ...because,
    ...change.mayBeReplaced.map(({ path, when }) => `may be replaced for ${path} (${when})`),
    ...shown,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(change.ignored.length === 0
      ? []
      : [`left as it is in the cloud: ${change.ignored.map(propertyText).join(", ")}`]),
  ].join("; ");
}

function toneOf(change: ResourceChange): Tone {
  if (isDestructive(change)) return change.holdsState || change.servesViewers ? "bad" : "warn";
  return change.mayBeReplaced.length > 0 ? "warn" : "plain";
}

function resourceRow(change: ResourceChange): Row {
  return row([change.operation, change.type, change.name, detailOf(change)], toneOf(change));
}

/** `1 to replace, 2 to delete, 3 to update, 4 unchanged`. */
export function tallyOf(diff: ResourceDiff): string {
  const counts = new Map<string, number>();
  for (const { operation } of diff.changes) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const parts = [...counts].map(([operation, count]) => `${count} to ${operation}`);
  return [...parts, `${diff.unchanged} unchanged`].join(", ");
}

/** What else there is to say of two graphs. */
export function resourceNotes(diff: ResourceDiff): readonly string[] {
  return [
    ...(diff.ignoredOnly.length === 0
      ? []
      : [
          `${counted(diff.ignoredOnly.length, "resource")} ${diff.ignoredOnly.length === 1 ? "differs" : "differ"} only in what stays as it is in the cloud (ignoreChanges): ${diff.ignoredOnly
            .slice(0, MOST_PATHS)
            .map((one) => `${one.name} ${one.ignored.map(propertyText).join(", ")}`)
            .join("; ")}${diff.ignoredOnly.length > MOST_PATHS ? "; …" : ""}.`,
        ]),
    ...(diff.versions.length === 0 ? [] : [`Provider packages: ${diff.versions.join(", ")}.`]),
    ...(diff.undecided === 0
      ? []
      : [`${counted(diff.undecided, "value")} can't be compared: one side has only a mask or doesn't know it yet.`]),
  ];
}

/** One line for each changed resource, what is lost first. */
export function resourcesSection(diff: ResourceDiff): Section {
  return {
    id: "resources",
    title: `Resources: ${tallyOf(diff)}`,
    columns: [text("Operation"), text("Type"), text("Name"), prose("What changes")],
    rows: diff.changes.map(resourceRow),
    empty: "No resource changes.",
    notes: resourceNotes(diff),
  };
}

/** What the stack publishes, before → after. */
export function outputsSection(diff: ResourceDiff): Section {
  return {
    id: "outputs",
    title: "Stack outputs",
    columns: [text("Output"), prose("Before"), prose("After")],
    rows: diff.outputs.map(({ path, old, new: fresh }) => row([path, old ?? NONE, fresh ?? NONE])),
    empty: "No output changes.",
    notes: [],
  };
}
