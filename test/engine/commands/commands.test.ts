import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Deployment } from "../stacks/deployment";
import { describeWithEngine } from "../support/engine";
import { type Ended, type Environment, environmentOf, tidegate, tidegateOnTerminal } from "./tidegate";

await describeWithEngine("tidegate on the real engine", (cli) => {
  const deployment = new Deployment(cli);
  const { backend, project } = deployment;
  const environment = () => environmentOf(deployment);
  const run = (...argv: readonly string[]): Promise<Ended> => tidegate(project.root, argv, environment());
  const runWith = (changes: Environment, ...argv: readonly string[]): Promise<Ended> =>
    tidegate(project.root, argv, { ...environment(), ...changes });
  /** What the backend and the project's stack files hold. */
  const files = () => [
    readdirSync(backend.path("state"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json")),
    ["platform", "edge", "event-10k"].map((stack) => project.read(stack)),
  ];

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
});

interface PreviewJson {
  readonly resources: readonly { readonly urn: string }[];
  readonly operations: Readonly<Record<string, string>>;
  readonly leaving: readonly string[];
}
