import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { recordAsCli } from "../../../cli/engine/record-as-cli";
import { record } from "../../../cli/engine/recorded";

const FOLDER = resolve(__dirname, "project");
const OPTIONS = { project: "folder-project", stack: "dev", folder: FOLDER };
const CONFIG = { config: { zoneCount: "2", token: "hidden-token" }, secretConfigKeys: ["token"] };

describe("a folder's program, started as the CLI starts it", () => {
  it("registers over the loopback interface what it registers in process", async () => {
    const child = await recordAsCli({ ...OPTIONS, ...CONFIG });
    expect(child.errors).toEqual([]);
    const { default: program } = (await import("./project/index.cjs")) as unknown as {
      default: () => Promise<Record<string, unknown>>;
    };
    const inProcess = await record(program, { ...OPTIONS, ...CONFIG });
    expect(inProcess.errors).toEqual([]);
    expect(JSON.stringify(child.graph)).toBe(JSON.stringify(inProcess.graph));
    expect(child.graph.resources.map(({ name }) => name).sort()).toEqual([
      "folder-project-dev",
      "subnet-0",
      "subnet-1",
      "vpc",
    ]);
    expect(child.graph.outputs).toMatchObject({ stack: "dev", organization: "organization" });
  });

  it("says why it failed, once and without secrets", async () => {
    const config = { ...CONFIG.config, failure: "set audience, not hidden-token" };
    const child = await recordAsCli({ ...OPTIONS, ...CONFIG, config });
    expect(child.errors).toEqual([{ kind: "logged", message: "set audience, not [secret]" }]);
  });

  it("says what is missing when the config is", async () => {
    const child = await recordAsCli(OPTIONS);
    expect(child.errors.map(({ message }) => message).join()).toContain("folder-project:token");
  });
});
