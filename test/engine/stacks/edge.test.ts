import { afterAll, beforeAll, expect, it } from "vitest";
import { withState } from "../../../cli/engine/pulumi-goals";
import { record } from "../../../cli/engine/recorded";
import { program } from "../../../stacks/index";
import { edgeOutputsSchema } from "../../../stacks/outputs/edge-outputs";
import { adopt, type RunningCloud } from "../cloud";
import { describeWithEngine } from "../support/engine";
import { checkedInputs, grpcLogEnvironment } from "../support/grpc-log";
import { compareGoals, renderDifferences } from "../support/parity";
import { TemporaryBackend } from "../support/temporary-stack";
import { OWN_PLATFORM, openStack, PROJECT, ROOT, shippedCloud, shippedConfig, TOKEN, ZONE_ID } from "./declared-stack";

const CONFIG = shippedConfig("edge");
const RULESET = "cloudflare:index/ruleset:Ruleset";

await describeWithEngine("the edge on the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  const log = backend.path("grpc.json");
  let cloud: RunningCloud;
  const open = (root = ROOT) =>
    openStack(backend, { stack: "edge", config: CONFIG, cloud, root, environment: grpcLogEnvironment(log) });

  beforeAll(async () => {
    cloud = await shippedCloud(backend.path("cloud.json"));
    adopt(cloud.cloud, {
      type: "cloudflare:index/zone:Zone",
      id: ZONE_ID,
      inputs: { name: "example.com", account: { id: "a" } },
    });
  });

  afterAll(async () => {
    await cloud.stop();
    backend.remove();
  });

  it("is refused until its platform is deployed, and says which", async () => {
    const preview = await (await open()).preview();
    expect(preview.problems.map(({ found }) => found).join()).toMatch(/platform/);
    expect(cloud.cloud.objects(RULESET)).toEqual([]);
  });

  it("is the same goal for both engines, builds from empty, and then changes nothing", async () => {
    const outputs = async () => ({ platform: OWN_PLATFORM });
    const platform = await backend.open({ project: PROJECT, stack: "platform", program: outputs });
    expect((await platform.up()).problems).toEqual([]);

    const stack = await open();
    const preview = await stack.preview();
    expect(preview.problems).toEqual([]);
    const recorded = await record(() => program({ root: ROOT }), {
      project: PROJECT,
      stack: "edge",
      config: { ...CONFIG, "cloudflare:apiToken": TOKEN },
      secretConfigKeys: ["cloudflare:apiToken"],
      stackOutputs: { platform: { platform: OWN_PLATFORM } },
    });
    expect(recorded.errors).toEqual([]);
    if (preview.goals === undefined) throw new Error("no goals");
    const checked = checkedInputs(log);
    const planned = compareGoals(recorded.graph, preview.goals, checked);
    expect(renderDifferences(planned)).toBe("");

    const up = await stack.up();
    expect(up.problems).toEqual([]);
    const state = await stack.exportState();
    if (!state.ok) throw new Error("no state");
    expect(renderDifferences(compareGoals(recorded.graph, withState(preview.goals, state.value), checked))).toBe("");
    expect((await stack.up()).changes).toEqual({ same: planned.resources - 1 });
  });

  it("outputs the contract: every declared event on the platform, with its hosts", async () => {
    const { edge } = await (await open()).automation.outputs();
    const { events } = edgeOutputsSchema.parse(edge?.value);
    expect(events.map(({ name }) => name).sort()).toEqual([
      "cup-final",
      "morning-meeting",
      "product-launch",
      "town-hall",
    ]);
  });

  it("takes all of its rules with it when it goes, and leaves the zone", async () => {
    const stack = await open();
    expect((await stack.previewDestroy()).problems).toEqual([]);
    expect((await stack.destroy()).problems).toEqual([]);
    expect(cloud.cloud.objects(RULESET)).toEqual([]);
    expect(cloud.cloud.objects("cloudflare:index/zone:Zone")).toHaveLength(1);
  });
});
