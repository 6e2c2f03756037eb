import { parseDocument } from "yaml";
import { schemaAt, unknownKey } from "../../capacity/event/issue-reader";
import { formatPath, isMapping, type Path, parsePath } from "../../capacity/event/path";
import { eventSchema } from "../../capacity/event/schema";
import { valueText } from "../../capacity/event/words";
import type { Finding, Outcome } from "../../capacity/problems";

/** A document with values replaced, and which paths were. */
export interface Overridden {
  readonly document: unknown;
  readonly paths: readonly Path[];
}

function finding(where: string, rest: Pick<Finding, "id" | "found" | "expected" | "fix">): Finding {
  return { severity: "error", where: `--set ${where}`, ...rest };
}

/**
 * Replaces values of a document before it is validated: `audience.peakConcurrentViewers=200000`, `delivery.cdns[0].shareRatio=0.5`.
 *
 * @param sets `path=value`, the value as a YAML scalar or flow collection; `path=null` takes the field away
 * @returns a new document, or what is wrong with the paths and values
 */
export function applySet(raw: unknown, sets: readonly string[]): Outcome<Overridden> {
  const findings: Finding[] = [];
  const paths: Path[] = [];
  let document = raw;
  for (const set of sets) {
    const assignment = readAssignment(set);
    if ("found" in assignment) {
      findings.push(assignment);
      continue;
    }
    const { path, value } = assignment;
    const replaced = replace(document, path, value, []);
    if (replaced instanceof Misplaced) {
      findings.push(
        finding(formatPath(path), {
          id: "set-path",
          found: replaced.found,
          expected: replaced.expected,
          fix: replaced.fix,
        }),
      );
      continue;
    }
    document = replaced;
    paths.push(path);
  }
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: { document, paths }, findings: [] };
}

function readAssignment(set: string): { readonly path: Path; readonly value: unknown } | Finding {
  const split = set.indexOf("=");
  const path = split < 0 ? undefined : parsePath(set.slice(0, split).trim());
  if (path === undefined) {
    return finding(set, {
      id: "set-syntax",
      found: `got ${valueText(set)}`,
      expected: "path=value",
      fix: "Write it like --set audience.peakConcurrentViewers=200000",
    });
  }
  for (let length = 1; length <= path.length; length++) {
    const part = path.slice(0, length);
    if (schemaAt(eventSchema(), part) !== undefined) continue;
    const { found, expected, fix } = unknownKey(eventSchema(), part);
    return finding(formatPath(path), {
      id: "set-path",
      found: typeof part.at(-1) === "number" ? "an index where there is no list" : found,
      expected,
      fix,
    });
  }
  const document = parseDocument(set.slice(split + 1), { version: "1.2", schema: "core", logLevel: "silent" });
  if (document.errors.length > 0 || document.warnings.length > 0) {
    return finding(formatPath(path), {
      id: "set-value",
      found: `got ${valueText(set.slice(split + 1))}`,
      expected: "a YAML value",
      fix: "Quote text with special characters",
    });
  }
  return { path, value: document.toJS({ maxAliasCount: 0 }) };
}

/** Says why a path can't be followed in the document at hand. */
class Misplaced {
  constructor(
    readonly found: string,
    readonly expected: string,
    readonly fix: string,
  ) {}
}

function replace(document: unknown, path: Path, value: unknown, done: Path): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const here = done.length === 0 ? "the file" : formatPath(done);
  if (typeof step === "number") {
    const list = document === undefined || document === null ? [] : document;
    if (!Array.isArray(list)) return new Misplaced(`${here} is ${valueText(document)}`, "a list", "Set the whole list");
    if (step > list.length) {
      return new Misplaced(
        `${here} has ${list.length} ${list.length === 1 ? "entry" : "entries"}`,
        `an index up to ${list.length}`,
        `Use [${list.length}] to add one`,
      );
    }
    const below = replace(list[step], rest, value, [...done, step]);
    return below instanceof Misplaced ? below : list.toSpliced(step, 1, below);
  }
  const mapping = document === undefined || document === null ? {} : document;
  if (!isMapping(mapping)) {
    // `--set audience.peakConcurrentViewers.high=…` on a plain number starts an interval over.
    return new Misplaced(`${here} is ${valueText(document)}`, "a mapping", `Set ${here} as a whole`);
  }
  const below = replace(mapping[step], rest, value, [...done, step]);
  if (below instanceof Misplaced) return below;
  // No field of an event takes null: setting it takes the line away, so that the default stands.
  if (below === null && rest.length === 0) {
    const { [step]: _removed, ...kept } = mapping;
    return kept;
  }
  return { ...mapping, [step]: below };
}
