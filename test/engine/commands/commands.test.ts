import { it } from "vitest";
import { Deployment } from "../stacks/deployment";
import { describeWithEngine } from "../support/engine";
import { tidegate } from "./tidegate";

await describeWithEngine("tidegate preview and up on the real engine", (cli) => {
  const deployment = new Deployment(cli);
  it("works", async () => {
    await deployment.start();
    const { backend, project } = deployment;
    const environment = {
      PULUMI_HOME: backend.path("home"),
      PULUMI_BACKEND_URL: `file://${backend.path("state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_DEBUG_PROVIDERS: deployment.debugProviders,
      CLOUDFLARE_API_TOKEN: "token",
    };
    const run = async (...argv: string[]) => {
      const t = performance.now();
      const r = await tidegate(project.root, argv, environment);
      console.log(
        argv.join(" "),
        r.code,
        Math.round(performance.now() - t),
        "\n",
        r.stdout,
        "\n---\n",
        r.stderr.slice(0, 3000),
      );
    };
    const before = project.read("platform");
    await run("preview", "platform", "--engine", "pulumi");
    console.log(before === project.read("platform"));
    await run("up", "platform", "--yes");
    console.log(project.read("platform").slice(-400));
    await run("preview", "platform", "--engine", "pulumi");
    await run("up", "edge", "--yes");
    await run("up", "event-10k", "--yes");
    project.change("event-10k", { "tidegate:workloads": undefined });
    await run("preview", "event-10k", "--engine", "pulumi");
    await deployment.stop();
  }, 300000);
});
