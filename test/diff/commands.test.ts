import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { diffSchema } from "../../cli/diff/diff-schema";
import { sideOf } from "../../cli/diff/side";
import { main } from "../../cli/main";
import { GitHubServer, PR, REPOSITORY, TOKEN } from "../comment/github-server";

const TOWN_HALL = path.resolve(import.meta.dirname, "../../stacks/events/town-hall-10k.yaml");
const home = process.cwd();

let folder: string;
let out: string;
let err: string;

function git(...argv: readonly string[]): void {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...argv], { cwd: folder, stdio: "pipe" });
}

/** A repository with the town hall, whose head plans for fewer people. */
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tidegate-diff-"));
  git("init", "--quiet", "--initial-branch=main");
  copyFileSync(TOWN_HALL, path.join(folder, "event.yaml"));
  git("add", ".");
  git("commit", "--quiet", "-m", "base");
  const text = readFileSync(TOWN_HALL, "utf8").replace(/people: .*/, "people: 9000");
  writeFileSync(path.join(folder, "event.yaml"), text);
  process.chdir(folder);
  for (const stream of ["stdout", "stderr"] as const) {
    vi.spyOn(process[stream], "write").mockImplementation((text) => {
      if (stream === "stdout") out += String(text);
      else err += String(text);
      return true;
    });
  }
  vi.stubEnv("NO_COLOR", "1");
  vi.stubEnv("COLUMNS", "120");
  for (const name of ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL"]) vi.stubEnv(name, undefined);
});
afterEach(() => {
  process.chdir(home);
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: readonly string[]): Promise<number> {
  process.exitCode = undefined;
  out = "";
  err = "";
  return main(argv);
}

describe("tidegate diff", () => {
  it("compares a file with itself at a revision, in every format", async () => {
    const sides = ["diff", "main:event.yaml", "event.yaml", "--worlds", "50"];
    expect(await run(...sides)).toBe(0);
    expect(out).toMatch(/^Ready for .* viewers/);
    expect(out).toMatch(/Viewers planned for +10,000 +6,429/);
    expect(await run(...sides, "--format", "markdown")).toBe(0);
    expect(out).toContain("| Viewers planned for | 10,000 | 6,429 |");
    expect(await run(...sides, "--format", "html")).toBe(0);
    expect(out).toContain("What changes: town-hall</title>");
    expect(await run(...sides, "--format", "json")).toBe(0);
    expect(diffSchema.safeParse(JSON.parse(out)).error).toBeUndefined();
  });

  it("ends with 4 on request, where something differs", async () => {
    expect(await run("diff", "main:event.yaml", "event.yaml", "--exit-code", "--worlds", "0")).toBe(4);
    expect(await run("diff", "event.yaml", "event.yaml", "--exit-code", "--worlds", "0")).toBe(0);
    expect(out).toContain("Nothing changes");
  });

  it("compares a file with what --set makes of it", async () => {
    expect(await run("diff", "event.yaml", "--set", "duration=3h", "--worlds", "0")).toBe(0);
    expect(out).toContain("event.yaml with duration=3h");
  });

  it("compares saved plans, tiers, and with nothing", async () => {
    expect(await run("plan", "event.yaml", "--worlds", "0", "--out", "plan.json")).toBe(0);
    expect(await run("diff", "plan.json", "event.yaml", "--worlds", "0", "--exit-code")).toBe(0);
    expect(await run("diff", "nothing", "plan.json")).toBe(0);
    expect(out).toMatch(/^New event: ready/);
    expect(await run("diff", "100k", "1m", "--worlds", "0")).toBe(0);
    expect(out).toContain("tier 1m");
  });

  it.each([
    ["nowhere:event.yaml", "git knows no nowhere", "fetch it: git fetch origin nowhere"],
    ["main:other.yaml", "there is no such file in main", "compare with nothing"],
    ["--upload-pack=x:event.yaml", "", ""],
    ["platform", "a stack's name, or a file that isn't there", "Name the event file"],
    ["broken.json", "text that is not JSON", "tidegate plan FILE --format json"],
    ["wrong.json", "event", "Write it again"],
  ])("refuses %s with what to do", async (word, found, fix) => {
    writeFileSync("broken.json", "{");
    writeFileSync("wrong.json", "{}");
    expect(await run("diff", word, "event.yaml", "--worlds", "0")).toBe(1);
    expect(out).toBe("");
    expect(err).toContain(found);
    expect(err).toContain(fix);
  });

  it("says how to deepen a shallow clone", async () => {
    git("add", ".");
    git("commit", "--quiet", "-m", "head");
    const clone = `${folder}/clone`;
    execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${folder}`, clone], { stdio: "pipe" });
    process.chdir(clone);
    expect(await run("diff", "HEAD~1:event.yaml", "event.yaml", "--worlds", "0")).toBe(1);
    expect(err).toContain("the clone is shallow and HEAD~1 isn't in it");
    expect(err).toContain("fetch-depth: 0");
  });

  it("leaves the working tree and the index alone", async () => {
    const status = () => execFileSync("git", ["status", "--porcelain=v2"], { cwd: folder, encoding: "utf8" });
    const before = status();
    await run("diff", "main:event.yaml", "event.yaml", "--worlds", "0");
    expect(status()).toBe(before);
  });
});

describe("tidegate comment", () => {
  const ARGS = ["comment", "event.yaml", "--base", "main", "--worlds", "0"];
  let server: GitHubServer;
  beforeEach(async () => {
    server = new GitHubServer();
    vi.stubEnv("GITHUB_API_URL", await server.start());
    vi.stubEnv("GITHUB_REPOSITORY", REPOSITORY);
    vi.stubEnv("GITHUB_TOKEN", TOKEN);
  });
  afterEach(() => server.stop());

  it("prints the comment, and posts nothing, with --dry-run", async () => {
    expect(await run(...ARGS, "--dry-run")).toBe(0);
    expect(out).toContain("| `town-hall` | ✅ ready | 10,000 → 6,429 |");
    expect(server.seen).toEqual([]);
  });

  it("posts it once, and edits it afterwards", async () => {
    expect(await run(...ARGS, "--pr", String(PR))).toBe(0);
    expect(err).toContain("Comment on pull request 7: created");
    expect(await run(...ARGS, "--set", "duration=3h", "--pr", String(PR))).toBe(0);
    expect(err).toContain("Comment on pull request 7: edited");
    expect(server.comments).toHaveLength(1);
  });

  it("takes comparisons that another job made, and the summary has everything", async () => {
    await run("diff", "main:event.yaml", "event.yaml", "--worlds", "0", "--format", "json", "--out", "diff.json");
    expect(await run("comment", "--diff", "diff.json", "--summary", "summary.md", "--pr", String(PR))).toBe(0);
    expect(server.comments[0]?.body).toContain("town-hall");
    expect(readFileSync("summary.md", "utf8")).toContain("town-hall");
    writeFileSync("diff.json", JSON.stringify({ ...JSON.parse(readFileSync("diff.json", "utf8")), extra: 1 }));
    expect(await run("comment", "--diff", "diff.json", "--dry-run")).toBe(1);
    expect(err).toContain("extra");
  });

  it("reports the head where the base can't be read, and says so", async () => {
    writeFileSync("old.yaml", "name: [");
    git("add", "old.yaml");
    git("commit", "--quiet", "-m", "broken");
    copyFileSync("event.yaml", "old.yaml");
    expect(await run("comment", "old.yaml", "--base", "HEAD", "--worlds", "0", "--dry-run")).toBe(0);
    expect(out).toContain("### Not compared");
    expect(out).toContain("HEAD:old.yaml");
  });

  it("takes a new file for a new event, and one that is gone for an event that goes", async () => {
    copyFileSync("event.yaml", "new.yaml");
    expect(await run("comment", "new.yaml", "--base", "main", "--worlds", "0", "--dry-run")).toBe(0);
    expect(out).toContain("✅ ready (new)");
    rmSync("event.yaml");
    expect(await run(...ARGS, "--dry-run")).toBe(0);
    expect(out).toContain("goes away");
  });

  it("never shows a token, right or wrong", async () => {
    vi.stubEnv("GITHUB_TOKEN", "wrong-token-0123456789");
    expect(await run(...ARGS, "--pr", String(PR))).toBe(1);
    expect(err).toContain("the token is refused");
    expect(out + err).not.toContain("wrong-token");
    vi.stubEnv("GITHUB_TOKEN", "not a\ntoken-at-all");
    expect(await run(...ARGS, "--pr", String(PR))).toBe(1);
    expect(err).toContain("something that can't be a token");
    expect(out + err).not.toContain("token-at-all");
    expect(server.comments).toEqual([]);
  });

  it.each([
    [["comment", "--dry-run"], "nothing to compare"],
    [["comment", "event.yaml", "--dry-run"], "Add --base main"],
    [[...ARGS, "--pr", "seven"], 'got "seven"'],
    [[...ARGS, "--pr", "7", "--repo", "no repository"], "owner/name"],
  ])("refuses %j", async (argv, said) => {
    expect(await run(...argv)).toBe(1);
    expect(err).toContain(said);
    expect(server.comments).toEqual([]);
  });

  it("sends no token over an open network", async () => {
    vi.stubEnv("GITHUB_API_URL", "http://api.example.com");
    expect(await run(...ARGS, "--pr", String(PR))).toBe(1);
    expect(err).toContain("an https address");
  });
});

it.each([
  ["1m", { kind: "tier", tier: "1m" }],
  ["main:stacks/events/x.yaml", { kind: "revision", revision: "main", file: "stacks/events/x.yaml" }],
  ["stack:event-1m", { kind: "stack", stack: "event-1m" }],
  ["preview:event-1m", { kind: "preview", stack: "event-1m" }],
  ["event-1m", { kind: "stack", stack: "event-1m" }],
  ["here.yaml", { kind: "event", file: "here.yaml" }],
  ["here.json", { kind: "plan", file: "here.json" }],
  ["gone.yaml", { kind: "event", file: "gone.yaml" }],
  ["C:\\events\\x.yaml", { kind: "event", file: "C:\\events\\x.yaml" }],
  ["nothing", { kind: "nothing" }],
])("takes %s for what it names", (word, side) => {
  expect(sideOf(word, (name) => name.startsWith("here."))).toEqual(side);
});
