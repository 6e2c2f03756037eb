import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GitHub, type GitHubOptions, isToken } from "../../cli/comment/github";
import type { GitHubProblem } from "../../cli/comment/github-problem";
import { markerOf } from "../../cli/comment/marker";
import { type CommentToPost, postComment } from "../../cli/comment/post";
import { type FaultRule, GitHubServer, PR, REPOSITORY, TOKEN } from "./github-server";

const MARKER = markerOf("default");
const TEXT = `${MARKER}\nTidegate: ready\n`;

let server: GitHubServer;
let apiUrl: string;
let pauses: number[];

beforeEach(async () => {
  server = new GitHubServer();
  apiUrl = await server.start();
  pauses = [];
});
afterEach(() => server.stop());

function client(options: Partial<GitHubOptions> = {}): GitHub {
  const pause = async (ms: number) => void pauses.push(ms);
  return new GitHub({ apiUrl, repository: REPOSITORY, token: TOKEN, timeoutMs: 500, pause, ...options });
}

function post(changes: Partial<CommentToPost> = {}, options: Partial<GitHubOptions> = {}) {
  const comment: CommentToPost = {
    pr: PR,
    stackSet: "default",
    render: () => TEXT,
    limit: 65_536,
    weight: "news",
    ...changes,
  };
  return postComment(client(options), comment);
}

/** Bodies of the comments that begin with our marker. */
function ours(): readonly string[] {
  return server.comments.filter(({ body }) => body.startsWith(MARKER)).map(({ body }) => body);
}

async function problem(...args: Parameters<typeof post>): Promise<GitHubProblem> {
  const answer = await post(...args);
  if (answer.ok) throw new Error(`it worked: ${JSON.stringify(answer.value)}`);
  expect(JSON.stringify(answer)).not.toContain(TOKEN);
  return answer.problem;
}

describe("the comment of a pull request", () => {
  it("is made where there is none", async () => {
    expect(await post()).toMatchObject({ ok: true, value: { action: "created", removed: 0 } });
    expect(ours()).toEqual([TEXT]);
  });

  it("is edited in place, and left alone when it is the same", async () => {
    const { id } = server.add(`${MARKER}\nold`, server.bot);
    expect(await post()).toEqual({ ok: true, value: { action: "edited", id, removed: 0 } });
    expect(await post()).toEqual({ ok: true, value: { action: "unchanged", id, removed: 0 } });
    expect(ours()).toEqual([TEXT]);
    expect(server.seen.filter((request) => request.startsWith("PATCH"))).toHaveLength(1);
  });

  it("is found behind 300 others", async () => {
    for (let i = 0; i < 300; i++) server.add(`comment ${i}`, { login: "someone", type: "User" });
    const { id } = server.add(`${MARKER}\nold`, server.bot);
    expect(await post()).toMatchObject({ ok: true, value: { action: "edited", id } });
    expect(server.comments).toHaveLength(301);
  });

  it("isn't made for the news that nothing changes, but an old one is brought up to date", async () => {
    expect(await post({ weight: "quiet" })).toMatchObject({ ok: true, value: { action: "none" } });
    expect(server.comments).toEqual([]);
    server.add(`${MARKER}\nold`, server.bot);
    expect(await post({ weight: "quiet" })).toMatchObject({ ok: true, value: { action: "edited" } });
  });

  it.each([
    ["another bot's", { login: "other[bot]", type: "Bot" as const }, "<!-- other -->\nhello"],
    ["a person's that begins with the marker", { login: "mallory", type: "User" as const }, TEXT],
    ["a person's that quotes the marker", { login: "alice", type: "User" as const }, `> ${TEXT}`],
    [
      "ours about another set of stacks",
      { login: "github-actions[bot]", type: "Bot" as const },
      `${markerOf("edge")}\nother`,
    ],
  ])("leaves %s alone", async (_, user, body) => {
    const { id } = server.add(body, user);
    expect(await post({ render: () => `${TEXT}new` })).toMatchObject({ ok: true, value: { action: "created" } });
    expect(server.comments.find((comment) => comment.id === id)?.body).toBe(body);
    expect(server.comments).toHaveLength(2);
  });

  it("is that of the person whom the token speaks for", async () => {
    server.user = "alice";
    server.add(`${MARKER}\nof a bot`, server.bot);
    const { id } = server.add(`${MARKER}\nof alice`, { login: "alice", type: "User" });
    expect(await post()).toEqual({ ok: true, value: { action: "edited", id, removed: 0 } });
  });

  it("is one again where two runs had made two", async () => {
    const { id } = server.add(`${MARKER}\nfirst`, server.bot);
    server.add(`${MARKER}\nsecond`, server.bot);
    expect(await post()).toEqual({ ok: true, value: { action: "edited", id, removed: 1 } });
    expect(ours()).toEqual([TEXT]);
  });

  it("is one where another run makes one between looking and making", async () => {
    server.meanwhile = (request) => {
      if (request.startsWith("POST")) server.add(`${MARKER}\nof the other run`, server.bot);
    };
    expect(await post()).toMatchObject({ ok: true, value: { action: "edited", removed: 1 } });
    expect(ours()).toEqual([TEXT]);
  });

  it("is made anew where somebody deletes it between looking and editing", async () => {
    server.add(`${MARKER}\nold`, server.bot);
    server.meanwhile = (request) => {
      if (request.startsWith("PATCH")) server.comments.length = 0;
    };
    expect(await post()).toMatchObject({ ok: true, value: { action: "created" } });
    expect(ours()).toEqual([TEXT]);
  });

  it.each<[string, FaultRule]>([
    ["too many requests", { method: "GET", fault: { status: 429, headers: { "retry-after": "3" } } }],
    ["too many requests while posting", { method: "POST", fault: { status: 429, headers: { "retry-after": "3" } } }],
    ["a second rate limit", { method: "POST", fault: { status: 403, headers: { "retry-after": "3" } } }],
    ["a server error", { method: "GET", fault: { status: 500 }, times: 3 }],
    ["a server error while posting", { method: "POST", fault: { status: 502 } }],
    ["a server error that asks to wait", { method: "GET", fault: { status: 503, headers: { "retry-after": "3" } } }],
    ["an answer that ends half-way", { method: "GET", fault: "half" }],
    ["an answer to posting that ends half-way", { method: "POST", fault: "half" }],
    ["an answer to posting that never comes", { method: "POST", fault: "lost" }],
    ["a connection that ends at once", { method: "POST", fault: "reset" }],
    ["a server that doesn't answer in time", { method: "POST", fault: "slow" }],
  ])("is one under %s", async (_, rule) => {
    server.fail(rule);
    expect(await post()).toMatchObject({ ok: true, value: { action: "created" } });
    expect(ours()).toEqual([TEXT]);
    expect(pauses.length).toBeGreaterThan(0);
  });

  it.each(["lost", "half"] as const)("is edited once where the answer to an edit is %s", async (fault) => {
    server.add(`${MARKER}\nold`, server.bot);
    server.fail({ method: "PATCH", fault });
    expect(await post()).toMatchObject({ ok: true });
    expect(ours()).toEqual([TEXT]);
  });

  it("waits as long as it is asked to", async () => {
    server.fail({ method: "POST", fault: { status: 429, headers: { "retry-after": "17" } } });
    await post();
    expect(pauses).toEqual([17_000]);
  });

  it("waits until the limit ends", async () => {
    const reset = String(Math.ceil(Date.now() / 1000) + 20);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    server.fail({ method: "POST", fault: { status: 403, headers } });
    await post();
    expect(pauses[0]).toBeGreaterThan(15_000);
    expect(pauses[0]).toBeLessThanOrEqual(21_000);
  });

  it("gets shorter for a forge that counts otherwise", async () => {
    server.longestBody = 20_000;
    const render = (limit: number) => `${MARKER}\n${"x".repeat(limit - 100)}`;
    expect(await post({ render, limit: 40_000 })).toMatchObject({ ok: true, value: { action: "created" } });
    expect(ours()[0]?.length).toBeLessThanOrEqual(20_000);
    expect(ours()[0]?.length).toBeGreaterThan(10_000);
  });
});

describe("a refusal", () => {
  it.each<[number, string, GitHubProblem["kind"]]>([
    [403, "Resource not accessible by integration", "forbidden"],
    [404, "Not Found", "missing"],
    [410, "Issues are disabled", "missing"],
    [422, "Validation Failed", "invalid"],
  ])("of status %i is said once, and nothing is posted", async (status, message, kind) => {
    server.fail({ method: "POST", fault: { status, message }, times: 9 });
    const found = await problem();
    expect(found.kind).toBe(kind);
    expect(found.found).toContain(message);
    expect(server.comments).toEqual([]);
    expect(server.seen.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  });

  it("of the token never shows it", async () => {
    const token = "ghp_someSecretThatIsWrong";
    const answer = await post({}, { token });
    expect(answer).toMatchObject({ ok: false, problem: { kind: "token-refused" } });
    expect(JSON.stringify(answer)).not.toContain(token);
  });

  it("that repeats the token in its words doesn't show it either", async () => {
    server.fail({ method: "POST", fault: { status: 403, message: `token ${TOKEN} may not` } });
    expect((await problem()).found).toContain("token [token] may not");
  });

  it("that lasts ends after a few tries", async () => {
    server.fail({ method: "GET", fault: { status: 500 }, times: 99 });
    expect((await problem()).kind).toBe("unavailable");
    expect(server.seen.length).toBeLessThanOrEqual(5);
  });

  it("to be waited for too long is said", async () => {
    server.fail({ method: "POST", fault: { status: 429, headers: { "retry-after": "3600" } } });
    const found = await problem();
    expect(found).toMatchObject({ kind: "rate-limited" });
    expect(found.found).toContain("3600 s");
    expect(pauses).toEqual([]);
  });

  it("of the network is said", async () => {
    await server.stop();
    const found = await problem();
    expect(found).toMatchObject({ kind: "unreachable" });
    expect(found.found).toContain("ECONNREFUSED");
    server = new GitHubServer();
    apiUrl = await server.start();
  });

  it("to follow a next page to another server, which would get the token", async () => {
    const other = new GitHubServer();
    const elsewhere = await other.start();
    server.link = `<${elsewhere}/page2>; rel="next"`;
    expect(await client().comments(PR)).toEqual({ ok: true, value: [] });
    expect(other.seen).toEqual([]);
    await other.stop();
  });
});

it.each([
  [TOKEN, true],
  ["with blank", false],
  ["with\nline", false],
  ["", false],
  ["schlüssel", false],
])("takes %j for a token: %s", (text, expected) => {
  expect(isToken(text)).toBe(expected);
});
