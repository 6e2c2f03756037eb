import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Finding, Outcome } from "../../capacity/problems";

/** Largest input file: an event file has a few kB. */
export const LARGEST_FILE_BYTES = 1_000_000;

function refuse(file: string, rest: Pick<Finding, "id" | "found" | "expected" | "fix">): Outcome<string> {
  return { ok: false, findings: [{ severity: "error", where: "the file", file, ...rest }] };
}

export interface ReadFileOptions {
  /** @default 1,000,000 */
  readonly largestBytes?: number;
  /** What the file should be, with its article. @default "an event file" */
  readonly kind?: string;
}

/** Reads a text file of bounded size; whatever keeps it from being text is one finding. */
export function readTextFile(
  file: string,
  { largestBytes = LARGEST_FILE_BYTES, kind = "an event file" }: ReadFileOptions = {},
): Outcome<string> {
  let bytes: Buffer | "directory";
  try {
    bytes = readBytes(file, largestBytes);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    return code === "ENOENT"
      ? refuse(file, {
          id: "file-missing",
          found: "no such file",
          expected: kind,
          fix:
            kind === "an event file" ? "Check the path, or write one with tidegate init --out FILE" : "Check the path",
        })
      : refuse(file, {
          id: "file-unreadable",
          found: `it can't be read (${code})`,
          expected: "a file that you may read",
          fix: code === "EACCES" || code === "EPERM" ? "Give yourself the right to read it" : "Check the path",
        });
  }
  if (bytes === "directory") {
    return refuse(file, {
      id: "file-is-directory",
      found: "it is a directory",
      expected: kind,
      fix: "Name a file in it",
    });
  }
  return decode(file, bytes, largestBytes);
}

function readBytes(file: string, largestBytes: number): Buffer | "directory" {
  const handle = openSync(file, "r");
  try {
    if (fstatSync(handle).isDirectory()) return "directory";
    // One byte more than allowed tells a file that is too large, and keeps endless devices out.
    const buffer = Buffer.alloc(largestBytes + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(handle, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

/** The text of a file of bounded size, from its bytes. */
export function decode(file: string, bytes: Buffer, largestBytes = LARGEST_FILE_BYTES): Outcome<string> {
  if (bytes.length > largestBytes) {
    return refuse(file, {
      id: "file-too-large",
      found: `more than ${largestBytes / 1e6} MB`,
      expected: `at most ${largestBytes / 1e6} MB${largestBytes === LARGEST_FILE_BYTES ? "; an event file has a few kB" : ""}`,
      fix: "Check that it is the right file",
    });
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) {
    return refuse(file, {
      id: "file-not-utf8",
      found: "text in UTF-16",
      expected: "UTF-8",
      fix: "Save it as UTF-8",
    });
  }
  if (bytes.includes(0)) {
    return refuse(file, {
      id: "file-binary",
      found: "binary data",
      expected: "a text file in YAML",
      fix: "Check that it is the right file",
    });
  }
  try {
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true }).decode(bytes), findings: [] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(file, {
      id: "file-not-utf8",
      found: "text that is not UTF-8",
      expected: "UTF-8",
      fix: "Save it as UTF-8",
    });
  }
}
