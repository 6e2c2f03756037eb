import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PulumiStack } from "../../cli/engine/pulumi";
import { describeWithEngine } from "./support/engine";
import { ObligingProvider } from "./support/obliging-provider";
import { TemporaryBackend } from "./support/temporary-stack";

const POLICY_PACK = resolve(__dirname, "support", "policy-pack");

function vpc(cidrBlock: string, options?: pulumi.CustomResourceOptions) {
  return async () => ({ id: new Vpc("vpc", { cidrBlock }, options).id });
}

function tagged(value: string) {
  return async () => ({ id: new Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { a: value } }).id });
}

await describeWithEngine("the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  let provider: ObligingProvider;

  beforeAll(async () => {
    provider = await ObligingProvider.start(["aws"]);
  });

  afterAll(() => {
    provider.stop();
    backend.remove();
  });

  const open = (stack: string, program: () => Promise<Record<string, unknown>>) =>
    backend.open({ project: "engine", stack, program, environment: provider.environment() });

  it("previews, creates, finds nothing to change, updates and destroys", async () => {
    const stack = await open("life", vpc("10.0.0.0/16"));
    const preview = await stack.preview();
    expect(preview.problems).toEqual([]);
    expect(preview.changes).toEqual({ create: 2 });
    expect((await stack.up()).changes).toEqual({ create: 2 });
    expect((await stack.up()).changes).toEqual({ same: 2 });
    const grown = await open("life", vpc("10.0.0.0/8"));
    expect((await grown.preview()).changes).toEqual({ same: 1, update: 1 });
    expect((await grown.up()).changes).toEqual({ same: 1, update: 1 });
    expect((await grown.refresh()).ok).toBe(true);
    expect((await grown.destroy()).changes.delete).toBe(2);
  });

  it("shows the goals of a changed stack whole, not only what changes", async () => {
    const first = await open("changed", tagged("1"));
    await first.up();
    const second = await open("changed", tagged("2"));
    const preview = await second.preview();
    const found = preview.goals?.graph.resources.find(({ name }) => name === "vpc");
    expect(found?.inputs).toEqual({ cidrBlock: "10.0.0.0/16", tags: { a: "2" } });
  });

  it("runs delete hooks on destroy, since the program runs", async () => {
    const guarded = async () => {
      const guard = new pulumi.ResourceHook("guard", () => {
        throw new Error("the event is live");
      });
      new Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { hooks: { beforeDelete: [guard] } });
    };
    const stack = await open("guarded", guarded as () => Promise<never>);
    expect((await stack.up()).ok).toBe(true);
    const run = await stack.destroy();
    expect(run.ok).toBe(false);
    expect(run.problems.map(({ found }) => found).join("\n")).toContain("the event is live");
  });

  it("runs policy packs in preview and up; a mandatory violation refuses both, an advisory one is reported", async () => {
    const stack = await open("policies", vpc("10.0.0.0/8"));
    for (const run of [
      await stack.preview({ policyPacks: [POLICY_PACK] }),
      await stack.up({ policyPacks: [POLICY_PACK] }),
    ]) {
      expect(run.ok).toBe(false);
      expect(run.problems.map(({ id }) => id)).toEqual(["policy-violated"]);
      expect(run.problems[0]?.found).toContain("block 10.0.0.0/8 isn't a /16");
      expect(run.policies.map(({ policy, enforcement }) => [policy, enforcement])).toEqual([
        ["block-size", "mandatory"],
        ["tagged", "advisory"],
      ]);
    }
    const fixed = await open("policies", vpc("10.0.0.0/16"));
    expect((await fixed.preview({ policyPacks: [POLICY_PACK] })).ok).toBe(true);
  });

  it("keeps secrets out of state files, events and diagnostics", async () => {
    const secretive = async () => {
      pulumi.log.info("the token is hidden-token-1");
      pulumi.runtime.registerResourceTransform(({ props, opts }) => ({ props: { ...props }, opts }));
      new Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { token: new pulumi.Config().requireSecret("token") } });
      return { token: new pulumi.Config().requireSecret("token") };
    };
    const options = { project: "engine", stack: "secretive", program: secretive, environment: provider.environment() };
    const stack = await backend.open({ ...options, config: { token: "hidden-token-1" }, secretConfigKeys: ["token"] });
    const runs = [await stack.preview(), await stack.up()];
    expect(runs.map(({ problems }) => problems)).toEqual([[], []]);
    expect(JSON.stringify(runs)).not.toContain("hidden-token-1");
    expect(allFiles(backend.path("state")).join("\n")).not.toContain("hidden-token-1");
  });

  it("names a program's own error, and two resources of one name", async () => {
    const failing = await open("failing", async () => {
      throw new Error("no such zone: q");
    });
    const failed = await failing.preview();
    expect(failed.problems.map(({ id }) => id)).toEqual(["program-failed"]);
    expect(failed.problems[0]?.found).toBe("no such zone: q");
    const twice = await open("twice", async () => {
      new Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      new Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      return {};
    });
    const refused = await twice.preview();
    expect(refused.problems.map(({ found }) => found).join("\n")).toContain("Duplicate resource URN");
  });

  it("says that a referenced stack isn't there", async () => {
    const stack = await open("alone", async () => ({ id: new pulumi.StackReference("platform").getOutput("id") }));
    const run = await stack.preview();
    expect(run.problems.map(({ id }) => id)).toEqual(["stack-unknown"]);
    expect(run.problems[0]?.found).toContain('unknown stack "platform"');
  });

  it("says that a passphrase is wrong", async () => {
    const program = async () => ({ token: pulumi.secret("hidden") });
    const options = { ...backend.defaults(), project: "engine", stack: "locked-away", program };
    const folder = backend.path("locked-away");
    mkdirSync(folder);
    writeFileSync(join(folder, "Pulumi.yaml"), "name: engine\nruntime: nodejs\n");
    const first = await PulumiStack.open({ ...options, folder });
    expect(first.ok && (await first.value.up()).ok).toBe(true);
    for (const place of [{ folder }, {}]) {
      const again = await PulumiStack.open({ ...options, ...place, passphrase: "other" });
      const problems = again.ok ? (await again.value.preview()).problems : again.problems;
      expect(problems.map(({ id }) => id)).toEqual(["passphrase-wrong"]);
    }
  });

  it("says that a provider's plugin is missing, without waiting for the network", async () => {
    const stack = await backend.open({ project: "engine", stack: "bare", program: vpc("10.0.0.0/16") });
    const run = await stack.preview();
    expect(run.problems.map(({ id }) => id)).toEqual(["plugin-missing"]);
    expect(run.elapsedMilliseconds).toBeLessThan(20_000);
  });

  it("says that the backend can't be reached", async () => {
    const options = { ...backend.defaults(), project: "engine", stack: "lost", program: vpc("10.0.0.0/16") };
    const unreachable = await PulumiStack.open({ ...options, backendUrl: "http://127.0.0.1:9" });
    expect(unreachable.ok ? [] : unreachable.problems.map(({ id }) => id)).toEqual(["backend-unreachable"]);
    const absent = await PulumiStack.open({ ...options, backendUrl: "file:///nowhere" });
    expect(absent.ok ? [] : absent.problems.map(({ id }) => id)).toEqual(["backend-unreachable"]);
  });

  it("says that another operation holds the lock, and cancel takes a left-over lock away", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    let started: () => void = () => undefined;
    const running = new Promise<void>((done) => {
      started = done;
    });
    const slow = await open("busy", async () => {
      started();
      await held;
      return {};
    });
    const first = slow.up();
    await running;
    const other = await open("busy", vpc("10.0.0.0/16"));
    expect((await other.up()).problems.map(({ id }) => id)).toEqual(["stack-locked"]);
    const locks = backend.path("state", ".pulumi", "locks", "organization", "engine", "busy");
    const [name = ""] = readdirSync(locks);
    const lock = readFileSync(join(locks, name), "utf8");
    release();
    expect((await first).ok).toBe(true);

    mkdirSync(locks, { recursive: true });
    writeFileSync(join(locks, name), lock);
    expect((await other.up()).problems.map(({ id }) => id)).toEqual(["stack-locked"]);
    expect((await other.cancel()).problems).toEqual([]);
    expect((await other.up()).problems).toEqual([]);
  });
});

function allFiles(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}
