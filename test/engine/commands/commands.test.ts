import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Deployment } from "../stacks/deployment";
import { describeWithEngine } from "../support/engine";
import { type Ended, type Environment, startTidegate, tidegate, tidegateOnTerminal } from "./tidegate";

const GROUP = "aws:eks/nodeGroup:NodeGroup";

await describeWithEngine("tidegate on the real engine", (cli) => {
  const deployment = new Deployment(cli);
  const { backend, project } = deployment;
  const environment = (): Environment => ({
    PULUMI_HOME: backend.path("home"),
    PULUMI_BACKEND_URL: `file://${backend.path("state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DEBUG_PROVIDERS: deployment.debugProviders,
    CLOUDFLARE_API_TOKEN: "token-of-a-test",
  });
  const run = (...argv: readonly string[]): Promise<Ended> => tidegate(project.root, argv, environment());
  const runWith = (changes: Environment, ...argv: readonly string[]): Promise<Ended> =>
    tidegate(project.root, argv, { ...environment(), ...changes });
  /** What the backend and the project's stack files hold. */
  const files = () => [
    readdirSync(backend.path("state"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json")),
    ["platform", "edge", "event-10k"].map((stack) => project.read(stack)),
  ];

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
    while (groups().length === 0) await sleep(50);
    return started;
  };

  beforeAll(async () => {
    await deployment.start();
  });
  afterAll(() => deployment.stop());

  describe("before anything is deployed", () => {
    it("previews a stack as it would be made, and leaves neither a stack nor a changed file", async () => {
      const before = files();
      const { code, stdout, stderr } = await run("preview", "platform", "--engine", "pulumi");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/\nChanges +(\d+) create\n/);
      expect(stdout).toMatch(/Network +network +\d+ create +3 zones/);
      expect(files()).toEqual(before);
    });

    it("asks for the same with both engines", async () => {
      const [real, recorded] = await Promise.all([
        run("preview", "platform", "--engine", "pulumi", "--format", "json"),
        run("preview", "platform", "--format", "json"),
      ]);
      const urns = ({ stdout }: Ended) => (JSON.parse(stdout) as PreviewJson).resources.map(({ urn }) => urn);
      expect(urns(real)).toEqual(urns(recorded));
      const { operations } = JSON.parse(real.stdout) as PreviewJson;
      expect(new Set(Object.values(operations))).toEqual(new Set(["create"]));
    });

    it("says what to deploy first", async () => {
      for (const argv of [
        ["preview", "event-10k", "--engine", "pulumi"],
        ["up", "event-10k", "--yes"],
      ]) {
        const { code, stderr } = await run(...argv);
        expect(code).toBe(1);
        expect(stderr).toContain(
          "platform: the stack platform isn't deployed, expected a deployed stack. Deploy it first: tidegate up platform\n",
        );
      }
    });

    it.each([
      [
        "no passphrase",
        { PULUMI_CONFIG_PASSPHRASE: undefined },
        "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
      ],
      ["a backend that isn't there", { PULUMI_BACKEND_URL: "file:///nowhere/state" }, "Check PULUMI_BACKEND_URL"],
      ["a service that doesn't answer", { PULUMI_BACKEND_URL: "https://127.0.0.1:1" }, "Check PULUMI_BACKEND_URL"],
      [
        "no plugin, and none to be fetched",
        { PULUMI_DEBUG_PROVIDERS: "", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
        "the CLI doesn't find a plugin it needs",
      ],
    ])("%s: one line with what to do, and nothing left behind", async (_, changes, remedy) => {
      const before = files();
      const { code, stdout, stderr } = await runWith(changes, "up", "platform", "--yes");
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^Previewing platform …\n\d+ problems?\n( {2}.*\n){1,3}$/);
      expect(stderr).toContain(remedy);
      expect(files()).toEqual(before);
    });

    it("changes nothing when the answer on the terminal isn't yes", async () => {
      const before = files();
      const { code, stdout } = await tidegateOnTerminal(project.root, ["up", "platform"], "no\n", environment());
      expect(stdout).toContain("Update platform like this? Only yes does it: ");
      expect(stdout).toContain("Nothing was changed.");
      expect(code).toBe(0);
      expect(files()).toEqual(before);
    });
  });

  describe("deploying", () => {
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
      const { child, ended } = await startedUntilGroups();
      const below = childrenOf(child.pid);
      child.kill("SIGKILL");
      for (const pid of below) process.kill(pid, "SIGKILL");
      await ended;
      deployment.cloud.faults.clear();
      const begun = groups();
      expect(begun.length).toBeGreaterThan(0);
      const locked = await run("up", "event-10k", "--yes");
      expect(locked.code).toBe(1);
      expect(locked.stderr).toContain("another operation holds the stack's lock");
      await (await deployment.open("event-10k")).cancel();
      const { code, stderr } = await run("up", "event-10k", "--yes");
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/An update of event-10k was interrupted while it made \d+ resources?\.\n/);
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
