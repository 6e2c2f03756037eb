import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, it } from "vitest";
import { adopt, type RunningCloud, startCloud } from "../cloud";
import { describeWithEngine } from "../support/engine";
import { TemporaryBackend } from "../support/temporary-stack";
import { Project, tidegate } from "./tidegate";

await describeWithEngine("tidegate preview and up on the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  let cloud: RunningCloud;
  let project: Project;
  const environment = () => ({
    PULUMI_HOME: backend.path("home"),
    PULUMI_BACKEND_URL: `file://${backend.path("state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_DEBUG_PROVIDERS: cloud.debugProviders,
  });
  beforeAll(async () => {
    cloud = await startCloud({ account: "123456789012", quotas: { "L-1216C47A": 4000 } });
    adopt(cloud.cloud, {
      type: "aws:iam/role:Role",
      id: "tidegate-deployer",
      inputs: { name: "tidegate-deployer", assumeRolePolicy: "{}" },
    });
    project = new Project(backend.path("project"));
  });
  afterAll(async () => {
    await cloud.stop();
    backend.remove();
  });
  it("works", async () => {
    const run = async (...argv: string[]) => {
      const t = performance.now();
      const r = await tidegate(project.folder, argv, environment());
      console.log(argv.join(" "), r.code, Math.round(performance.now() - t), "\n", r.stdout, "\n---\n", r.stderr);
    };
    const before = project.textOf("platform");
    await run("preview", "platform", "--engine", "pulumi");
    console.log(before === project.textOf("platform"));
    await run("preview", "edge", "--engine", "pulumi");
    await run("up", "platform");
    await run("up", "platform", "--yes");
    console.log(project.textOf("platform").slice(-400));
    await run("preview", "platform", "--engine", "pulumi");
    await run("up", "edge", "--yes");
    await run("up", "event-10k", "--yes");
    project.configure("event-10k", { "tidegate:event": "town-hall-10k.yaml", "tidegate:tier": "100k" });
    await run("preview", "event-10k", "--engine", "pulumi");
  }, 300000);
});
