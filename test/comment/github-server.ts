import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const TOKEN = "ghs_0123456789abcdefTOKEN";
export const REPOSITORY = "example/launches";
export const PR = 7;
/** What the forge says it takes, in letters. */
const LONGEST_BODY = 65_536;

export interface StoredComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: "User" | "Bot" };
}

/**
 * What goes wrong with one request: an answer instead of the right one, or a right one that doesn't arrive.
 * `lost`: carried out, then the connection ends. `half`: carried out, the connection ends in the middle of the answer.
 * `reset`: ends before anything is done. `slow`: never answers.
 */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
  | "lost"
  | "half"
  | "reset"
  | "slow";

export interface FaultRule {
  readonly method: string;
  readonly fault: Fault;
  /** @default 1 */
  readonly times?: number;
}

/** The part of GitHub's REST API that has to do with a request's comments, with faults on demand. */
export class GitHubServer {
  readonly comments: StoredComment[] = [];
  /** Requests as `METHOD path`. */
  readonly seen: string[] = [];
  readonly bot = { login: "github-actions[bot]", type: "Bot" as const };
  /** Who the token speaks for; null: an installation, which may not ask. */
  user: string | null = null;
  longestBody = LONGEST_BODY;
  /** What the list says of its next page, where that isn't to be the truth. */
  link: string | undefined;
  /** Runs before a request is carried out, for what others do meanwhile. */
  meanwhile: (request: string) => void = () => {};
  #faults: FaultRule[] = [];
  #nextId = 1000;
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  fail(...rules: readonly FaultRule[]): void {
    this.#faults.push(...rules.flatMap((rule) => Array.from({ length: rule.times ?? 1 }, () => rule)));
  }

  add(body: string, user: StoredComment["user"]): StoredComment {
    const comment = { id: this.#nextId++, body, user };
    this.comments.push(comment);
    return comment;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const body = await bodyOf(request);
    this.seen.push(`${method} ${request.url}`);
    this.meanwhile(`${method} ${request.url}`);
    const index = this.#faults.findIndex((rule) => rule.method === method);
    const fault = index < 0 ? undefined : this.#faults.splice(index, 1)[0]?.fault;
    if (fault === "slow") return;
    if (fault === "reset") {
      request.socket.destroy();
      return;
    }
    if (typeof fault === "object") {
      send(response, { status: fault.status, body: { message: fault.message ?? "" }, headers: fault.headers ?? {} });
      return;
    }
    const answer = this.#carryOut(request, body);
    if (fault === "lost") request.socket.destroy();
    else if (fault === "half") {
      const text = JSON.stringify(answer.body);
      response.writeHead(answer.status, { "content-type": "application/json", "content-length": text.length });
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
    } else send(response, answer);
  }

  #carryOut(request: IncomingMessage, body: string): Answer {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refusal(401, "Bad credentials");
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const path = `${request.method} ${url.pathname}`;
    if (path === "GET /user") {
      return this.user === null
        ? refusal(403, "Resource not accessible by integration")
        : { status: 200, body: { login: this.user, type: "User" }, headers: {} };
    }
    const base = `/repos/${REPOSITORY}/issues`;
    if (path === `GET ${base}/${PR}/comments`) return this.#page(url);
    if (path === `POST ${base}/${PR}/comments`) return this.#write(body, (text) => this.add(text, this.#self()), 201);
    const id = Number(new RegExp(`^(?:PATCH|DELETE) ${base}/comments/(\\d+)$`).exec(path)?.[1]);
    const index = this.comments.findIndex((comment) => comment.id === id);
    const comment = this.comments[index];
    if (comment === undefined) return refusal(404, "Not Found");
    if (request.method === "DELETE") {
      this.comments.splice(index, 1);
      return { status: 204, body: null, headers: {} };
    }
    return this.#write(
      body,
      (text) => {
        comment.body = text;
        return comment;
      },
      200,
    );
  }

  #self(): StoredComment["user"] {
    return this.user === null ? this.bot : { login: this.user, type: "User" };
  }

  #write(body: string, store: (text: string) => StoredComment, status: number): Answer {
    const text = (JSON.parse(body) as { readonly body: string }).body;
    if (text.length > this.longestBody) {
      return refusal(422, `Validation Failed: body is too long (maximum is ${this.longestBody} characters)`);
    }
    return { status, body: store(text), headers: {} };
  }

  #page(url: URL): Answer {
    const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.searchParams.set("page", String(page + 1));
    const hasMore = this.comments.length > page * size;
    return {
      status: 200,
      body: this.comments.slice((page - 1) * size, page * size),
      headers:
        this.link !== undefined
          ? { link: this.link }
          : hasMore
            ? { link: `<${next}>; rel="next", <${next}>; rel="last"` }
            : {},
    };
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

function refusal(status: number, message: string): Answer {
  return { status, body: { message }, headers: {} };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === null ? "" : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
