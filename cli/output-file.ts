import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Finding, Outcome } from "../capacity/problems";

/**
 * Writes a file as a whole or not at all: beside its target first, then renamed, so that a reader never sees half of it.
 *
 * @returns the bytes written, or why the file can't be written
 */
export function writeOutputFile(file: string, text: string): Outcome<number> {
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(partial, text, { flag: "wx" });
    renameSync(partial, file);
    return { ok: true, value: Buffer.byteLength(text), findings: [] };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    rmSync(partial, { force: true });
    return { ok: false, findings: [refusal(file, code)] };
  }
}

const REASONS: Readonly<Record<string, Pick<Finding, "found" | "fix">>> = {
  ENOENT: { found: "its folder doesn't exist", fix: "Create the folder, or choose another place" },
  ENOTDIR: { found: "its folder is a file", fix: "Choose another place" },
  EISDIR: { found: "it is a folder", fix: "Name a file in it" },
  EACCES: { found: "you may not write there", fix: "Choose another place" },
  EPERM: { found: "you may not write there", fix: "Choose another place" },
  EROFS: { found: "the disk is read-only", fix: "Choose another place" },
  ENOSPC: { found: "the disk is full", fix: "Make room, or choose another place" },
};

function refusal(file: string, code: string): Finding {
  const reason = REASONS[code] ?? { found: `it can't be written (${code})`, fix: "Choose another place" };
  return {
    id: "output-unwritable",
    severity: "error",
    where: "--out",
    expected: "a file that can be written",
    ...reason,
    found: `${file}: ${reason.found}`,
  };
}
