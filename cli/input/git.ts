import { spawnSync } from "node:child_process";
import type { Finding, Outcome } from "../../capacity/problems";
import { decode, LARGEST_FILE_BYTES } from "./read-file";

/** A file as it was at a revision. */
export interface RevisionFile {
  readonly revision: string;
  /** Relative to the current folder, or to the repository's root. */
  readonly file: string;
}

/** Long enough for a cold disk, short enough for a pipeline. */
const GIT_TIMEOUT_MS = 30_000;

/** What git answered. */
interface GitAnswer {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly failure: string | undefined;
}

function git(argv: readonly string[]): GitAnswer {
  const answer = spawnSync("git", argv, {
    timeout: GIT_TIMEOUT_MS,
    maxBuffer: 2 * LARGEST_FILE_BYTES,
    // The words below are looked for in git's answers; nothing may ask for a password.
    env: { ...process.env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" },
  });
  const failure =
    answer.error !== undefined && "code" in answer.error ? String(answer.error.code) : answer.error?.message;
  return {
    status: answer.status,
    stdout: answer.stdout ?? Buffer.alloc(0),
    stderr: String(answer.stderr ?? ""),
    failure,
  };
}

/** Reads a file of an earlier revision; the working tree isn't touched. */
export function readRevisionFile({ revision, file }: RevisionFile): Outcome<string> {
  const refuse = (rest: Pick<Finding, "id" | "found" | "expected" | "fix">): Outcome<string> => ({
    ok: false,
    findings: [{ severity: "error", where: "the revision", file: `${revision}:${file}`, ...rest }],
  });
  // A revision that starts with a dash would be taken for an option.
  if (revision.startsWith("-")) {
    return refuse({
      id: "revision-bad",
      found: "a name that starts with a dash",
      expected: "a branch, tag or commit",
      fix: "Check the name",
    });
  }
  const known = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  if (known.failure !== undefined) return refuse(gitFailure(known.failure));
  if (known.status !== 0) return refuse(unknownRevision(revision, known.stderr));
  const commit = known.stdout.toString().trim();
  // Relative to the current folder first, as on the command line; then from the repository's root, as in git's own notation.
  const shown = [`./${file}`, file]
    .map((path) => git(["cat-file", "blob", `${commit}:${path}`]))
    .find((answer) => answer.status === 0);
  if (shown === undefined) {
    return refuse({
      id: "revision-without-file",
      found: `there is no such file in ${revision}`,
      expected: "a file of that revision",
      fix: "Check the path; for a file that is new, compare with nothing",
    });
  }
  return decode(`${revision}:${file}`, shown.stdout);
}

function gitFailure(code: string): Pick<Finding, "id" | "found" | "expected" | "fix"> {
  const isMissing = code === "ENOENT";
  return {
    id: "git-unavailable",
    found: isMissing ? "git isn't installed" : `git didn't answer (${code})`,
    expected: "git on PATH",
    fix: isMissing ? "Install git, or name files instead of revisions" : "Try again",
  };
}

function unknownRevision(revision: string, said: string): Pick<Finding, "id" | "found" | "expected" | "fix"> {
  const inside = git(["rev-parse", "--is-shallow-repository"]);
  if (inside.status !== 0 || said.includes("not a git repository")) {
    return {
      id: "git-no-repository",
      found: "no git repository here",
      expected: "a clone of the repository",
      fix: "Run it inside the repository, or name files",
    };
  }
  if (inside.stdout.toString().trim() === "true") {
    return {
      id: "revision-shallow",
      found: `the clone is shallow and ${revision} isn't in it`,
      expected: "a commit that the clone has",
      fix: `Deepen it: git fetch --depth=1 origin ${revision}, or check out with fetch-depth: 0`,
    };
  }
  return {
    id: "revision-unknown",
    found: `git knows no ${revision}`,
    expected: "a branch, tag or commit",
    fix: `Check the name, or fetch it: git fetch origin ${revision}`,
  };
}
