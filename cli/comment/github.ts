import { type GitHubAnswer, type GitHubProblem, problemOf } from "./github-problem";

export interface GitHubOptions {
  /** @default "https://api.github.com" */
  readonly apiUrl?: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
  /** For one request, answer included. @default 30,000 */
  readonly timeoutMs?: number;
  /** Tries of one request. @default 5 */
  readonly attempts?: number;
  /** Longest wait that the forge may ask for between two tries. @default 60,000 */
  readonly longestPauseMs?: number;
  /** Waits; a test counts instead. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** A comment on a pull request. */
export interface IssueComment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly authorType: string;
}

/** Who a token speaks for: a person's login, or some bot whose name an installation's token can't ask for. */
export type Viewer = { readonly kind: "user"; readonly login: string } | { readonly kind: "bot" };

const FIRST_PAUSE_MS = 1000;
/** Comments a page; the most that the forge gives. */
const PAGE = 100;
/** 20,000 comments: nobody reads there any more. */
const MOST_PAGES = 200;
const LONGEST_MESSAGE = 200;

type Method = "GET" | "POST" | "PATCH" | "DELETE";

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * The few calls of GitHub's REST API that a comment needs. Every failure comes back as a value; the token is in none of them.
 * @see https://docs.github.com/en/rest/issues/comments
 */
export class GitHub {
  readonly #options: Required<GitHubOptions>;

  /** @param options `token` must be printable ASCII without blanks, see {@link isToken} */
  constructor(options: GitHubOptions) {
    this.#options = {
      apiUrl: "https://api.github.com",
      timeoutMs: 30_000,
      attempts: 5,
      longestPauseMs: 60_000,
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      ...options,
    };
  }

  /** Waits as long as this client does between two tries. */
  pause(ms: number): Promise<void> {
    return this.#options.pause(ms);
  }

  /** Who the token speaks for. */
  async viewer(): Promise<GitHubAnswer<Viewer>> {
    const answer = await this.#call("GET", `${this.#options.apiUrl}/user`);
    if (answer.ok) return { ok: true, value: { kind: "user", login: textOf(answer.value.body, "login") } };
    // An installation's token may not ask.
    const { kind } = answer.problem;
    return kind === "forbidden" || kind === "missing" ? { ok: true, value: { kind: "bot" } } : answer;
  }

  /** All comments of a pull request, oldest first, through all pages. */
  async comments(pr: number): Promise<GitHubAnswer<readonly IssueComment[]>> {
    const found: IssueComment[] = [];
    let url: string | undefined = `${this.#issue(pr)}/comments?per_page=${PAGE}`;
    for (let page = 0; url !== undefined && page < MOST_PAGES; page++) {
      const answer = await this.#call("GET", url);
      if (!answer.ok) return answer;
      if (!Array.isArray(answer.value.body)) return { ok: false, problem: unexpected("a list of comments") };
      found.push(...answer.value.body.map(commentOf));
      url = this.#nextPage(answer.value.headers);
    }
    return { ok: true, value: found.sort((a, b) => a.id - b.id) };
  }

  async create(pr: number, body: string): Promise<GitHubAnswer<IssueComment>> {
    return this.#comment(await this.#call("POST", `${this.#issue(pr)}/comments`, { body }));
  }

  async update(id: number, body: string): Promise<GitHubAnswer<IssueComment>> {
    return this.#comment(await this.#call("PATCH", this.#commentUrl(id), { body }));
  }

  async remove(id: number): Promise<GitHubAnswer<null>> {
    const answer = await this.#call("DELETE", this.#commentUrl(id));
    // Somebody was faster.
    return answer.ok || answer.problem.kind === "missing" ? { ok: true, value: null } : answer;
  }

  #issue(pr: number): string {
    return `${this.#options.apiUrl}/repos/${this.#options.repository}/issues/${pr}`;
  }

  #commentUrl(id: number): string {
    return `${this.#options.apiUrl}/repos/${this.#options.repository}/issues/comments/${id}`;
  }

  #comment(answer: GitHubAnswer<Reply>): GitHubAnswer<IssueComment> {
    return answer.ok ? { ok: true, value: commentOf(answer.value.body) } : answer;
  }

  /** The next page's address, as long as it is the same server: the token goes nowhere else. */
  #nextPage(headers: Headers): string | undefined {
    const next = /<([^>]+)>\s*;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];
    if (next === undefined || !URL.canParse(next)) return undefined;
    return new URL(next).origin === new URL(this.#options.apiUrl).origin ? next : undefined;
  }

  async #call(method: Method, url: string, body?: unknown): Promise<GitHubAnswer<Reply>> {
    const { attempts, longestPauseMs } = this.#options;
    let problem: GitHubProblem = unexpected("an answer");
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const reply = await this.#send(method, url, body);
      if ("found" in reply) problem = reply;
      else if (reply.status < 300) return { ok: true, value: reply };
      else problem = problemOf(reply.status, this.#safe(textOf(reply.body, "message")));
      const asked = "found" in reply ? undefined : askedPauseMs(reply);
      const isLimit = !("found" in reply) && isRateLimit(reply);
      if (isLimit) problem = rateLimited(asked);
      // What may have been carried out is not repeated blindly: a second comment would be the result.
      const mayRepeat = isLimit || (problem.arrival === "unknown" && method !== "POST");
      if (!mayRepeat || attempt === attempts) break;
      const pause = asked ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
      if (pause > longestPauseMs) break;
      await this.#options.pause(pause);
    }
    return { ok: false, problem };
  }

  async #send(method: Method, url: string, body: unknown): Promise<Reply | GitHubProblem> {
    try {
      const response = await fetch(url, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${this.#options.token}`,
          "content-type": "application/json",
          "user-agent": "tidegate",
          "x-github-api-version": "2022-11-28",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(this.#options.timeoutMs),
      });
      // Read within the timeout: a connection may also end in the middle of an answer.
      const text = await response.text();
      const parsed = text === "" ? null : jsonOf(text);
      if (parsed === undefined && response.ok) return unexpected("JSON");
      return { status: response.status, headers: response.headers, body: parsed ?? null };
    } catch (error) {
      return this.#unreachable(error);
    }
  }

  #unreachable(error: unknown): GitHubProblem {
    if (!(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error ? error.cause : error;
    const code = "code" in cause ? String(cause.code) : cause.message;
    const isLate = error.name === "TimeoutError";
    return {
      kind: "unreachable",
      found: isLate
        ? `no answer within ${this.#options.timeoutMs / 1000} s`
        : `the connection failed (${this.#safe(code)})`,
      fix: "Check the network and GITHUB_API_URL, then run it again",
      arrival: "unknown",
    };
  }

  /** The server's words, without the token and no longer than a line. */
  #safe(text: string): string {
    return text.replaceAll(this.#options.token, "[token]").replace(/\s+/g, " ").slice(0, LONGEST_MESSAGE);
  }
}

/** Whether a text can be a token at all; any other would be refused, and shown, by the HTTP library. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,1000}$/.test(text);
}

function unexpected(what: string): GitHubProblem {
  return {
    kind: "unavailable",
    found: `an answer that isn't ${what}`,
    fix: "Check GITHUB_API_URL; behind a proxy, check that it lets the API through",
    arrival: "unknown",
  };
}

/** Too many requests: said by 429, or by 403 with one of two headers. */
function isRateLimit({ status, headers }: Reply): boolean {
  if (status === 429) return true;
  return status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0");
}

function rateLimited(pauseMs: number | undefined): GitHubProblem {
  const until = pauseMs === undefined ? "" : ` for ${Math.ceil(pauseMs / 1000)} s`;
  return {
    kind: "rate-limited",
    found: `too many requests, the forge asks to wait${until}`,
    fix: "Run it again after that time",
    arrival: "refused",
  };
}

/** What the answer asks to wait; undefined when it asks nothing. */
function askedPauseMs({ headers }: Reply): number | undefined {
  const after = headers.get("retry-after");
  if (after !== null) {
    const seconds = /^\d+$/.test(after.trim()) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
    if (Number.isFinite(seconds)) return Math.max(0, seconds) * 1000;
  }
  const reset = headers.get("x-ratelimit-reset");
  if (headers.get("x-ratelimit-remaining") === "0" && reset !== null && /^\d+$/.test(reset)) {
    return Math.max(0, Number(reset) * 1000 - Date.now());
  }
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function textOf(value: unknown, key: string): string {
  const field = fieldOf(value, key);
  return typeof field === "string" ? field : "";
}

function commentOf(value: unknown): IssueComment {
  const user = fieldOf(value, "user");
  return {
    id: Number(fieldOf(value, "id")),
    body: textOf(value, "body"),
    author: textOf(user, "login"),
    authorType: textOf(user, "type"),
  };
}
