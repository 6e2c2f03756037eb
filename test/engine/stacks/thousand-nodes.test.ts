import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../support/engine";
import { Deployment, nodesOfPlan } from "./deployment";

await describeWithEngine("the morning meeting on the real engine", (cli) => {
  const deployment = new Deployment(cli);

  beforeAll(async () => {
    // About one pod on each machine of 2020, as the meeting behind this project was run: see docs/story.md.
    const cluster = {
      region: "us-east-1",
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
      survivingZones: 2,
      families: ["c5"],
      nodeShareRatio: 0.002,
    };
    deployment.project.changeEvent("morning-meeting.yaml", { cluster });
    const platform = deployment.project.config("platform");
    const ceiling = platform["tidegate:ceiling"] as Readonly<Record<string, unknown>>;
    deployment.project.change("platform", {
      "tidegate:ceiling": { ...ceiling, nodes: 1800, podsPerNode: 30, controlPlaneTier: "tier-4xl" },
    });
    await deployment.start();
    await deployment.up("platform");
    await deployment.up("edge");
  });
  afterAll(() => deployment.stop());

  it("holds more than a thousand nodes, in groups within the quota, and changes nothing a second time", async () => {
    const plan = deployment.planOf("morning-meeting");
    expect(nodesOfPlan(plan)).toBeGreaterThan(1000);
    expect(await deployment.upWithParity("morning-meeting")).toBeGreaterThan(270);
    expect(deployment.nodesOf("morning-meeting")).toBe(nodesOfPlan(plan));
    const groups = deployment.cloud.objects("aws:eks/nodeGroup:NodeGroup");
    const sizes = groups.map(({ inputs }) => (inputs.scalingConfig as { readonly desiredSize: number }).desiredSize);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(450);
  });
});
