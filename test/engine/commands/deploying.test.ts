import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pendingCreates } from "../../../cli/engine/pending-creates";
import { parseUrn } from "../../../cli/engine/urn";
import type { CloudObject } from "../cloud";
import { Deployment } from "../stacks/deployment";
import { describeWithEngine } from "../support/engine";
import { type Ended, type Environment, environmentOf, startTidegate, tidegate, tidegateOnTerminal } from "./tidegate";

const GROUP = "aws:eks/nodeGroup:NodeGroup";

await describeWithEngine("tidegate up on the real engine", (cli) => {
  const deployment = new Deployment(cli);
  const { backend, project } = deployment;
  const environment = () => environmentOf(deployment);
  const run = (...argv: readonly string[]): Promise<Ended> => tidegate(project.root, argv, environment());
  const runWith = (changes: Environment, ...argv: readonly string[]): Promise<Ended> =>
    tidegate(project.root, argv, { ...environment(), ...changes });
  /** Node groups of the event, by name. */
  const groups = () =>
    deployment.cloud
      .objects(GROUP)
      .filter(({ inputs }) => JSON.stringify(inputs).includes("town-hall"))
      .map(({ id }) => id);
  /** Starts to deploy the event in a slow cloud, and comes back once its machines are being made. */
  const startedUntilGroups = async () => {
    deployment.cloud.faults.delay({ type: GROUP, milliseconds: 5000 });
    const started = startTidegate(project.root, ["up", "event-10k", "--yes"], environment());
    let end: Ended | undefined;
    started.ended.then((ended) => {
      end = ended;
    });
    while (groups().length === 0) {
      if (end !== undefined) throw new Error(`tidegate up ended before it made a group: ${end.stderr}`);
      await sleep(50);
    }
    return started;
  };

  /** What a person would find in the cloud of what was being made since then and has no name of ours: `NAME=ID`, or none. */
  const foundIds = async (since: string): Promise<readonly string[]> => {
    const state = await (await deployment.open("event-10k")).exportState();
    if (!state.ok) throw new Error("no state");
    const known = new Set((state.value.deployment.resources ?? []).map(({ id }) => id));
    return pendingCreates(state.value).flatMap(({ urn, type, id }) => {
      if (id !== null) return [];
      const { name } = parseUrn(urn);
      const made = deployment.cloud.objects(type).filter((each) => each.createdAt >= since && !known.has(each.id));
      const [found] = made.length === 1 ? made : made.filter((each) => isNamed(each, name));
      return [`${name}=${found?.id ?? "none"}`];
    });
  };
  /** A name of ours, or a host in it, stands in what was asked for. */
  const isNamed = ({ inputs }: CloudObject, name: string) =>
    JSON.stringify(inputs).includes(name) || (typeof inputs.name === "string" && name.includes(inputs.name));

  beforeAll(async () => {
    await deployment.start();
  });
  afterAll(() => deployment.stop());

  it("makes the platform when the answer is yes, saying what is done as it is done", async () => {
    const { code, stdout } = await tidegateOnTerminal(project.root, ["up", "platform"], "yes\n", environment());
    expect(code).toBe(0);
    expect(stdout).toContain("created ec2.Vpc network-vpc");
    expect(stdout).toMatch(/platform is up to date: \d+ create, 0 as before, in /);
    // What Pulumi itself writes there: how the stack's secrets are encrypted.
    expect(project.read("platform")).toContain("encryptionsalt: ");
  });

  it("makes edge and event with --yes, and then finds nothing to change", async () => {
    for (const stack of ["edge", "event-10k"]) {
      const { code, stderr } = await run("up", stack, "--yes");
      expect(code, stderr).toBe(0);
    }
    expect(deployment.nodesOf("town-hall")).toBeGreaterThan(0);
    const again = await run("up", "event-10k", "--yes");
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/\nChanges +\d+ same\n/);
    expect(again.stderr).toMatch(/event-10k is up to date: nothing to change, \d+ as before, in /);
  });

  it("shows what would change and what would go", async () => {
    const before = project.config("event-10k");
    project.change("event-10k", { "tidegate:workloads": { api: { image: "registry.example.com/live/api:1.1.0" } } });
    const { code, stdout } = await run("preview", "event-10k", "--engine", "pulumi");
    const json = await run("preview", "event-10k", "--engine", "pulumi", "--format", "json");
    project.declare("event-10k", before);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Workload +api +1 update /);
    expect(stdout).toMatch(/Workload +chat +5 delete /);
    expect(stdout).toMatch(/Workload +session +not built: no image/);
    const { operations, leaving } = JSON.parse(json.stdout) as PreviewJson;
    expect(leaving.length).toBeGreaterThan(0);
    for (const urn of leaving) expect(operations[urn]).toBe("delete");
  });

  it("doesn't open a stack with a wrong passphrase", async () => {
    for (const argv of [
      ["preview", "platform", "--engine", "pulumi"],
      ["up", "platform", "--yes"],
    ]) {
      const { code, stdout, stderr } = await runWith({ PULUMI_CONFIG_PASSPHRASE: "another" }, ...argv);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("the passphrase doesn't open the stack's secrets");
    }
  });

  it("refuses a platform that outputs nothing, with what to do", async () => {
    const hollow = await backend.open({ project: "tidegate", stack: "hollow", program: async () => ({}) });
    expect((await hollow.up()).ok).toBe(true);
    const before = project.config("event-10k");
    project.change("event-10k", { "tidegate:platform": "hollow" });
    const { code, stderr } = await run("up", "event-10k", "--yes");
    project.declare("event-10k", before);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "tidegate:platform: the stack hollow has no output platform, expected a stack that has been deployed.",
    );
  });

  it("takes up what a killed update had begun, once its lock is taken away", async () => {
    expect((await (await deployment.open("event-10k")).destroy()).problems).toEqual([]);
    const since = new Date().toISOString();
    const { child, ended } = await startedUntilGroups();
    const below = childrenOf(child.pid);
    child.kill("SIGKILL");
    for (const pid of below) process.kill(pid, "SIGKILL");
    await ended;
    deployment.cloud.faults.clear();
    const begun = groups();
    expect(begun.length).toBeGreaterThan(0);
    // What a service numbers itself has to be looked up, before anything is changed.
    const found = await foundIds(since);
    const asked = await run("up", "event-10k", "--yes");
    expect(asked.code).toBe(1);
    for (const pair of found) expect(asked.stderr).toContain(`--found ${pair.split("=")[0]}=ID`);
    const answers = found.flatMap((pair) => ["--found", pair]);
    const locked = await run("up", "event-10k", "--yes", ...answers);
    expect(locked.code).toBe(1);
    expect(locked.stderr).toContain("another operation holds the stack's lock");
    await (await deployment.open("event-10k")).cancel();
    const { code, stderr } = await run("up", "event-10k", "--yes", ...answers);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/An update of event-10k was interrupted, or still runs: it was making \d+ resources?\.\n/);
    expect(stderr).toContain("Took up what the interrupted update had begun.");
    expect(groups()).toEqual(expect.arrayContaining([...begun]));
    expect((await run("up", "event-10k", "--yes")).stderr).toContain("nothing to change");
  });

  it("stops gently when told to, and completes on the next run", async () => {
    expect((await (await deployment.open("event-10k")).destroy()).problems).toEqual([]);
    const { child, ended } = await startedUntilGroups();
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    deployment.cloud.faults.clear();
    expect(code).toBe(1);
    expect(stderr).toContain("SIGINT: stopping after what is under way …");
    expect(stderr).toContain("event-10k: stopped before it was done");
    const again = await run("up", "event-10k", "--yes");
    expect(again.code, again.stderr).toBe(0);
    expect((await run("up", "event-10k", "--yes")).stderr).toContain("nothing to change");
  });
});

interface PreviewJson {
  readonly resources: readonly { readonly urn: string }[];
  readonly operations: Readonly<Record<string, string>>;
  readonly leaving: readonly string[];
}

/** Processes whose parent is another. @see proc(5), `/proc/PID/stat` */
function childrenOf(parent: number | undefined): readonly number[] {
  return readdirSync("/proc").flatMap((name) => {
    const stat =
      /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`) ? readFileSync(`/proc/${name}/stat`, "utf8") : "";
    const match = /^(\d+) \(.*\) \S (\d+)/.exec(stat);
    return Number(match?.[2]) === parent ? [Number(name)] : [];
  });
}
