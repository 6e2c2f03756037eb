import type { Finding, Outcome } from "../../capacity/problems";
import { isToken } from "./github";

/** Where a comment goes, and who posts it. */
export interface CommentTarget {
  readonly apiUrl: string;
  readonly repository: string;
  readonly token: string;
}

const REPOSITORY = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/;
const DEFAULT_API = "https://api.github.com";

/**
 * Reads the target from what the command line says and from the variables that a workflow sets.
 *
 * @param environment `GITHUB_TOKEN` or `GH_TOKEN`, `GITHUB_REPOSITORY`, `GITHUB_API_URL`
 */
export function targetOf(
  repo: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Outcome<CommentTarget> {
  const repository = repo ?? environment.GITHUB_REPOSITORY ?? "";
  const token = (environment.GITHUB_TOKEN ?? environment.GH_TOKEN ?? "").trim();
  const apiUrl = (environment.GITHUB_API_URL ?? DEFAULT_API).replace(/\/+$/, "");
  const findings: Finding[] = [];
  if (!REPOSITORY.test(repository)) {
    findings.push(
      refusal(
        "--repo",
        repository === "" ? "no repository" : `got ${JSON.stringify(repository)}`,
        "owner/name",
        "Name it, or set GITHUB_REPOSITORY",
      ),
    );
  }
  if (!isToken(token)) {
    // What it is, is nobody's business.
    findings.push(
      refusal(
        "GITHUB_TOKEN",
        token === "" ? "no token" : "something that can't be a token",
        "a token that may write comments",
        "Set GITHUB_TOKEN, or print the comment with --dry-run",
      ),
    );
  }
  if (!isSafe(apiUrl)) {
    findings.push(
      refusal(
        "GITHUB_API_URL",
        `got ${JSON.stringify(apiUrl)}`,
        "an https address",
        "Write it like https://api.github.com",
      ),
    );
  }
  return findings.length > 0
    ? { ok: false, findings }
    : { ok: true, value: { apiUrl, repository, token }, findings: [] };
}

/** A token goes over no open network. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

function refusal(where: string, found: string, expected: string, fix: string): Finding {
  return { id: "bad-option", severity: "error", where, found, expected, fix };
}
