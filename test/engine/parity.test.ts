import { afterAll, beforeAll, expect, it } from "vitest";
import { withState } from "../../cli/engine/pulumi-goals";
import { record } from "../../cli/engine/recorded";
import { everyOption, platform } from "../cli/engine/programs";
import { describeWithEngine } from "./support/engine";
import { checkedInputs, grpcLogEnvironment } from "./support/grpc-log";
import { ObligingProvider } from "./support/obliging-provider";
import { compareGoals, renderDifferences } from "./support/parity";
import { TemporaryBackend } from "./support/temporary-stack";

await describeWithEngine("parity of the recorded and the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  let provider: ObligingProvider;

  beforeAll(async () => {
    provider = await ObligingProvider.start(["aws"]);
  });

  afterAll(() => {
    provider.stop();
    backend.remove();
  });

  it("every option, component, secret, transform and reference of a program is the same goal for both", async () => {
    const log = backend.path("grpc.json");
    const environment = { ...provider.environment(), ...grpcLogEnvironment(log) };
    const platformStack = await backend.open({ project: "parity", stack: "platform", program: platform, environment });
    expect((await platformStack.up()).problems).toEqual([]);
    const platformGraph = await record(platform, { project: "parity", stack: "platform" });

    const config = { region: "us-east-1", token: "hidden-token" };
    const options = { project: "parity", stack: "event", config, secretConfigKeys: ["token"] };
    const stack = await backend.open({ ...options, program: everyOption, environment });
    const preview = await stack.preview();
    expect(preview.problems).toEqual([]);
    const recorded = await record(everyOption, {
      ...options,
      stackOutputs: { platform: platformGraph.graph.outputs },
      invokeAnswers: { "aws:index/getAvailabilityZones:getAvailabilityZones": {} },
    });
    expect(recorded.errors).toEqual([]);

    if (preview.goals === undefined) throw new Error("no goals");
    const checked = checkedInputs(log);
    const planned = compareGoals(recorded.graph, preview.goals, checked);
    expect(renderDifferences(planned)).toBe("");

    expect((await stack.up()).problems).toEqual([]);
    const state = await stack.exportState();
    if (!state.ok) throw new Error("no state");
    const full = compareGoals(recorded.graph, withState(preview.goals, state.value), checked);
    expect(renderDifferences(full)).toBe("");
    expect(full.notCompared).toEqual(["invokes", "providers", "pluginDownloadUrl"]);
  });
});
