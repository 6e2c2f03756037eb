import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Finding, Outcome } from "../../capacity/problems";

/**
 * Changes a file as a whole or not at all: beside it first, then renamed. A link stays one, and the file keeps who may read it.
 *
 * @param edit the new text, or why there is none: then nothing is written
 * @returns what the edit answered; an edit that changes nothing writes nothing
 */
export function editFile<T extends { readonly text: string }>(
  file: string,
  edit: (text: string) => Outcome<T>,
): Outcome<T> {
  let partial: string | undefined;
  try {
    const target = realpathSync(file);
    const text = readFileSync(target, "utf8");
    const edited = edit(text);
    if (!edited.ok || edited.value.text === text) return edited;
    partial = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
    writeFileSync(partial, edited.value.text, { flag: "wx", mode: statSync(target).mode });
    if (readFileSync(target, "utf8") !== text) {
      rmSync(partial, { force: true });
      return {
        ok: false,
        findings: [refusal(file, "it was changed by somebody else at the same time", "Run it again")],
      };
    }
    renameSync(partial, target);
    return edited;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (partial !== undefined) rmSync(partial, { force: true });
    if (code === undefined) throw error;
    return {
      ok: false,
      findings: [
        refusal(
          file,
          REASONS[code] ?? `it can't be read or written (${code})`,
          "Check the path and who may write there",
        ),
      ],
    };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it doesn't exist",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "you may not read or write it",
  EPERM: "you may not read or write it",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EEXIST: "a write of it was cut off and left its file beside it",
};

function refusal(file: string, found: string, fix: string): Finding {
  return {
    id: "stack-file",
    severity: "error",
    where: file,
    found,
    expected: "a stack's file that can be changed",
    fix,
  };
}
