import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyOfProject } from "../../cli/engine/project-copy";
import { withState } from "../../cli/engine/pulumi-goals";
import { recordAsCli } from "../../cli/engine/record-as-cli";
import { describeWithEngine } from "./support/engine";
import { LanguageHost } from "./support/language-host";
import { ObligingProvider } from "./support/obliging-provider";
import { compareGoals, renderDifferences } from "./support/parity";
import { TemporaryBackend } from "./support/temporary-stack";

const PROJECT = resolve(__dirname, "..", "cli", "engine", "project");
const STACK_FILE = resolve(PROJECT, "config", "Pulumi.dev.yaml");

await describeWithEngine("a project's folder on the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  let provider: ObligingProvider;
  let host: LanguageHost;

  beforeAll(async () => {
    provider = await ObligingProvider.start(["aws"]);
    host = await LanguageHost.start();
  });

  afterAll(() => {
    provider.stop();
    host.stop();
    backend.remove();
  });

  it("starts the folder's program as the recorded engine does, and leaves the stack's file alone", async () => {
    const before = readFileSync(STACK_FILE, "utf8");
    const copy = copyOfProject(PROJECT);
    const environment = { ...provider.environment(), ...host.environment() };
    const options = { project: "folder-project", stack: "dev", folder: copy.folder };
    const stack = await backend.open({
      ...options,
      environment,
      config: { token: "hidden-token" },
      secretConfigKeys: ["token"],
    });
    const preview = await stack.preview();
    expect(preview.problems).toEqual([]);
    expect((await stack.up()).problems).toEqual([]);
    const state = await stack.exportState();
    copy.remove();
    expect(readFileSync(STACK_FILE, "utf8")).toBe(before);

    const config = { token: "hidden-token", zoneCount: "2" };
    const recorded = await recordAsCli({ ...options, folder: PROJECT, config, secretConfigKeys: ["token"] });
    expect(recorded.errors).toEqual([]);
    if (preview.goals === undefined || !state.ok) throw new Error("no goals or no state");
    const planned = compareGoals(recorded.graph, preview.goals);
    expect(renderDifferences(planned)).toBe("");
    expect(planned.resources).toBe(4);
    const secret = compareGoals(recorded.graph, withState(preview.goals, state.value));
    expect(renderDifferences(secret)).toBe("");
  });
});
