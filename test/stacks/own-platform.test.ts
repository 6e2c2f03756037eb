import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parse } from "yaml";
import { recordAsCli } from "../../cli/engine/record-as-cli";
import { platformOutputsSchema } from "../../stacks/outputs/platform-outputs";
import { ROOT, recordStack } from "./record-stack";
import { TemporaryProject } from "./temporary-project";

const FOLDER = path.join(ROOT, "stacks", "examples", "own-platform");

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject();
});
afterEach(() => project.remove());

it("a platform that only outputs ids, started as the CLI does it, carries an event", async () => {
  const file = readFileSync(path.join(FOLDER, "Pulumi.platform.yaml"), "utf8");
  const { config } = parse(file) as { readonly config: Readonly<Record<string, unknown>> };
  const own = await recordAsCli({
    folder: FOLDER,
    project: "tidegate",
    stack: "platform",
    config: { "tidegate:platform": JSON.stringify(config["tidegate:platform"]) },
  });
  expect(own.errors).toEqual([]);
  expect(own.graph.resources.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  platformOutputsSchema.parse(own.graph.outputs.platform);

  // Without a zone of Cloudflare's the event says itself where its hosts are.
  project.changeEvent("town-hall-10k.yaml", { hosts: { zone: "example.com" } });
  const { graph, errors } = await recordStack(project, "event-10k", { stackOutputs: { platform: own.graph.outputs } });
  expect(errors).toEqual([]);
  const types = graph.resources.map(({ type }) => type);
  expect(types.filter((type) => type === "aws:eks/nodeGroup:NodeGroup")).toHaveLength(12);
  expect(types.filter((type) => type.startsWith("cloudflare:"))).toEqual([]);
  // Whoever keeps the names elsewhere finds them among the outputs.
  const records = graph.outputs.records as readonly { readonly host: string }[];
  expect(records.map(({ host }) => host)).toEqual([
    "town-hall-app.example.com",
    "town-hall-connections.example.com",
    "town-hall-origin.example.com",
    "town-hall-cloudfront-01.example.com",
  ]);
});
