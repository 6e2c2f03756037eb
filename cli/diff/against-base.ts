import { existsSync } from "node:fs";
import type { Finding, Outcome } from "../../capacity/problems";
import { type Diff, diffSides } from "./diff";
import { type ReadSideOptions, readSide, sideNamed } from "./read-side";
import { NOTHING, type Rendered } from "./side";

export interface AgainstBaseOptions extends ReadSideOptions {
  /** The revision to compare with. */
  readonly base: string;
}

/**
 * Compares files with themselves at a revision. A base that can't be read doesn't keep the head from being reported: the comparison says
 * so. A file that only one side has is new, or goes.
 */
export async function diffAgainstBase(
  files: readonly string[],
  options: AgainstBaseOptions,
): Promise<Outcome<readonly Diff[]>> {
  const diffs: Diff[] = [];
  const findings: Finding[] = [];
  let isReadable = true;
  for (const file of files) {
    const old = await readSide({ kind: "revision", revision: options.base, file }, options);
    const base = old.ok ? old.value : withoutBase(`${options.base}:${file}`, old.findings);
    const isGone = !existsSync(file) && base.plan !== null;
    const fresh = isGone
      ? { ok: true as const, value: NOTHING, findings: [] }
      : await readSide(sideNamed(file), options);
    findings.push(...fresh.findings);
    isReadable &&= fresh.ok;
    const { at } = options.planning;
    if (fresh.ok) diffs.push(diffSides(base, fresh.value, at === undefined ? {} : { atSeconds: at }));
  }
  return isReadable ? { ok: true, value: diffs, findings } : { ok: false, findings };
}

function withoutBase(label: string, problems: readonly Finding[]): Rendered {
  const isNew = problems.every(({ id }) => id === "revision-without-file");
  return { ...NOTHING, label: isNew ? NOTHING.label : label, problems: isNew ? [] : problems };
}
