import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TemporaryProject } from "../../stacks/temporary-project";
import { expectGolden } from "../../support/golden";
import { runIn } from "./run";

const ROOT = path.resolve(import.meta.dirname, "../../..");
/** A recording takes seconds where other work shares the machine. */
const SLOW_MILLISECONDS = 60_000;

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject();
});
afterEach(() => project.remove());

interface PreviewJson {
  readonly stack: string;
  readonly resources: readonly { readonly urn: string; readonly type: string; readonly name: string }[];
  readonly counts: readonly { readonly type: string; readonly count: number }[];
  readonly plan: { readonly nodePools: readonly { readonly name: string; readonly nodes: number }[] } | null;
  readonly sizedBy: Readonly<Record<string, string>>;
  readonly notBuilt: readonly string[];
  readonly operations: unknown;
}

async function json(folder: string, stack: string): Promise<PreviewJson> {
  const { code, out, err } = await runIn(folder, "preview", stack, "--format", "json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as PreviewJson;
}

describe("tidegate preview", { timeout: SLOW_MILLISECONDS }, () => {
  it.each([
    ["platform", "table", "preview/platform-120.txt"],
    ["edge", "table", "preview/edge-120.txt"],
    ["morning-meeting", "table", "preview/morning-meeting-120.txt"],
    ["event-10k", "markdown", "preview/event-10k.md"],
  ])("reads as reviewed: %s as %s", async (stack, format, golden) => {
    const { code, out, err } = await runIn(ROOT, "preview", stack, "--format", format);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expectGolden(out, golden);
  });

  it("gives programs the whole graph, with the plan that sized it, the same bytes every time", async () => {
    const { out } = await runIn(ROOT, "preview", "event-1m", "--format", "json");
    const preview = JSON.parse(out) as PreviewJson;
    expect(preview.stack).toBe("event-1m");
    expect(preview.counts.reduce((sum, { count }) => sum + count, 0)).toBe(preview.resources.length - 1);
    const core = preview.resources.find(({ name }) => name === "nodes-core");
    expect(preview.sizedBy[core?.urn ?? ""]).toMatch(/^core pool, bound by /);
    expect(preview.plan?.nodePools.map(({ name }) => name)).toContain("core");
    expect(preview.operations).toBeNull();
    expect((await runIn(ROOT, "preview", "event-1m", "--format", "json")).out).toBe(out);
  });

  it("opens the tree by levels, and whole", async () => {
    const closed = await runIn(ROOT, "preview", "event-10k");
    expect(closed.out).not.toContain("nodes-core-template");
    const two = await runIn(ROOT, "preview", "event-10k", "--depth", "2");
    expect(two.out).toContain("nodes-core-template");
    const one = await runIn(ROOT, "preview", "platform", "--depth", "1");
    expect(one.out).not.toContain("media-segments");
    // A table breaks long names.
    const all = await runIn(ROOT, "preview", "platform", "--all", "--format", "markdown");
    expect(all.out).toContain("media-segments-bucket");
    const { resources } = await json(ROOT, "platform");
    const shown = all.out.replaceAll("\\", "");
    for (const { name, type } of resources) if (type !== "pulumi:pulumi:Stack") expect(shown).toContain(name);
  });

  it("says in the tree what the plan sized and nobody says how to run", async () => {
    project.change("event-10k", { "tidegate:workloads": { api: { image: "registry.example.com/live/api:1.0.0" } } });
    const { out } = await runIn(project.root, "preview", "event-10k");
    expect(out).toMatch(/Workload +session +not built: no image or deployment +session: \d+ pods?, bound by/);
    expect((await json(project.root, "event-10k")).notBuilt).toContain("session");
  });

  it("previews a blocked plan, with what is in the way", async () => {
    const { code, out } = await runIn(ROOT, "preview", "morning-meeting");
    expect(code).toBe(0);
    expect(out).toMatch(/^Not ready for .*1 blocker/);
    expect(out).toMatch(/\n1 blocker\n {2}edge:cloudflare:/);
  });

  it("leaves the project's files alone", async () => {
    const files = () => readdirSync(project.root, { recursive: true, encoding: "utf8" }).sort();
    const before = [files(), project.read("event-10k")];
    await runIn(project.root, "preview", "event-10k");
    expect([files(), project.read("event-10k")]).toEqual(before);
  });

  it("keeps a secret of the stack's file closed and out of what it prints", async () => {
    const sealed = "v1:c29tZXRoaW5n:c2VhbGVk";
    project.change("edge", { "cloudflare:apiToken": { secure: sealed } });
    const { code, out } = await runIn(project.root, "preview", "edge", "--format", "json");
    expect(code).toBe(0);
    expect(out).toContain('"$secret": "masked"');
    expect(out).not.toContain(sealed);
  });
});

describe("tidegate preview of what can't be previewed", { timeout: SLOW_MILLISECONDS }, () => {
  const said = async (...argv: readonly string[]) => {
    const { code, out, err } = await runIn(project.root, "preview", ...argv);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    return err;
  };

  it("a broken event file is said once, although platform, edge and event all read it", async () => {
    project.changeEvent("town-hall-10k.yaml", { duration: "soon" });
    const err = await said("event-10k");
    expect(err.match(/got "soon"/g)).toHaveLength(1);
  });

  it("an unknown stack: names the nearest", async () => {
    expect(await said("evnet-1m")).toContain(
      'there is no stack "evnet-1m", expected one of edge, event-100k, event-10k, event-1m, morning-meeting, platform. Did you mean event-1m?',
    );
    expect(await said("../../etc/passwd")).toContain("Pulumi.STACK.yaml");
  });

  it("an unknown engine, format or depth: names what there is", async () => {
    expect(await said("event-1m", "--engine", "terraform")).toContain("Allowed choices are recorded, pulumi.");
    expect(await said("event-1m", "--format", "html")).toContain("Allowed choices are table, json, markdown.");
    expect(await said("event-1m", "--depth", "0")).toContain("Write a whole number from 1.");
  });

  it("a stack whose config is broken: every problem with its line", async () => {
    project.change("event-1m", { "tidegate:event": undefined, "tidegate:mode": "nwo" });
    const err = await said("event-1m");
    expect(err).toMatch(/^stacks\/config\/Pulumi\.event-1m\.yaml: 2 problems\n/);
    expect(err).toContain('tidegate:mode (line 3): got "nwo", expected one of now, rehearsal, armed. Write now');
  });

  it("a stack without its event file, and an event that isn't valid", async () => {
    project.change("event-1m", { "tidegate:event": "nobody.yaml" });
    expect(await said("event-1m")).toContain(
      "there is no stacks/events/nobody.yaml, expected an event file. Write it with",
    );
    project.change("event-10k", { "tidegate:tier": "1m" });
    expect(await said("event-10k")).toContain("stacks/events/town-hall-10k.yaml");
  });

  it("a stack that reads one which isn't there, or whose file is broken", async () => {
    project.forget("platform");
    expect(await said("event-10k")).toContain(
      "tidegate:platform: the stack event-10k reads platform, and there is no such stack, expected a stack file of that name. Write stacks/config/Pulumi.platform.yaml, or name another stack in tidegate:platform",
    );
    project.write("platform", "config:\n  tidegate:program: platfrom\n");
    expect(await said("event-10k")).toMatch(/^stacks\/config\/Pulumi\.platform\.yaml: 1 problem\n.*Write platform/);
  });

  it("a platform that lacks what the event needs: says what and where", async () => {
    project.change("platform", { "tidegate:hosts": undefined });
    expect(await said("event-10k")).toMatch(/town-hall-10k\.yaml: \d+ problems?\n/);
  });

  it("a folder without a project", async () => {
    rmSync(project.path("Pulumi.yaml"));
    expect(await said("event-1m")).toContain("there is no Pulumi.yaml here or in a folder above");
  });
});

describe("help", () => {
  it.each(["stacks", "preview", "up"])("of %s has its options and examples", async (command) => {
    const { code, out } = await runIn(ROOT, command, "--help");
    expect(code).toBe(0);
    expectGolden(out, `stacks/help-${command}.txt`);
  });
});

it("has words for every component that there is", () => {
  const components = path.join(ROOT, "components");
  const types = readdirSync(components, { recursive: true, encoding: "utf8" }).flatMap((file) => {
    if (!file.endsWith(".ts")) return [];
    return [...readFileSync(path.join(components, file), "utf8").matchAll(/static readonly type = "([^"]+)"/g)].map(
      ([, type]) => type,
    );
  });
  expect(types.length).toBeGreaterThan(20);
  return import("../../../cli/report/preview/component-words").then(({ DESCRIBED_TYPES }) => {
    expect([...DESCRIBED_TYPES].sort()).toEqual([...types].sort());
  });
});
