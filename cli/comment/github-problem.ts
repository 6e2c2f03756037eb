import type { Finding } from "../../capacity/problems";

/** Why the forge didn't do what it was asked. */
export interface GitHubProblem {
  readonly kind:
    | "token-refused"
    | "forbidden"
    | "missing"
    | "too-long"
    | "invalid"
    | "rate-limited"
    | "unavailable"
    | "unreachable";
  readonly found: string;
  readonly fix: string;
  /** Whether the request may have been carried out all the same: its answer never came. */
  readonly arrival: "unknown" | "refused";
}

export type GitHubAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: GitHubProblem };

/** The problem in the shape of all findings. */
export function asFinding(problem: GitHubProblem): Finding {
  return {
    id: `github-${problem.kind}`,
    severity: "error",
    where: "GitHub",
    found: problem.found,
    expected: "one comment on the pull request",
    fix: problem.fix,
  };
}

/** What an HTTP status that isn't worth another try means. */
export function problemOf(status: number, message: string): GitHubProblem {
  const said = message === "" ? "" : `: ${message}`;
  const refused = { arrival: "refused" } as const;
  switch (status) {
    case 401:
      return {
        kind: "token-refused",
        found: `the token is refused${said}`,
        fix: "Give GITHUB_TOKEN a token that is valid and not expired",
        ...refused,
      };
    case 403:
      return {
        kind: "forbidden",
        found: `the token may not do this${said}`,
        fix: "Give the job permissions: pull-requests: write; a fork's token has none, let the trusted workflow comment",
        ...refused,
      };
    case 404:
    case 410:
      return {
        kind: "missing",
        found: `there is no such repository or pull request, or the token doesn't see it${said}`,
        fix: "Check --repo and --pr, and that the token may read the repository",
        ...refused,
      };
    case 422:
      return /too long/i.test(message)
        ? {
            kind: "too-long",
            found: `the comment is too long${said}`,
            fix: "Post fewer stacks in one comment",
            ...refused,
          }
        : {
            kind: "invalid",
            found: `the comment is refused${said}`,
            fix: "Report this: it is a defect of ours",
            ...refused,
          };
    default:
      return {
        kind: status >= 500 ? "unavailable" : "invalid",
        found: `status ${status}${said}`,
        fix: status >= 500 ? "Try again later; see www.githubstatus.com" : "Report this: it is a defect of ours",
        arrival: status >= 500 ? "unknown" : "refused",
      };
  }
}
