import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWithEngine } from "../support/engine";
import { TOKEN } from "./declared-stack";
import { contentsOf, Deployment, nodesOfPlan } from "./deployment";

const TIERS = [
  { stack: "event-10k", event: "town-hall", resources: 156 },
  { stack: "event-100k", event: "product-launch", resources: 168 },
  { stack: "event-1m", event: "cup-final", resources: 212 },
] as const;

await describeWithEngine("event stacks on the real engine", (cli) => {
  const deployment = new Deployment(cli);
  let standing: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    // Three events that never meet stand side by side here, and one of them has its groups twice while it is resized.
    await deployment.start({ "L-6D54EA21": 100 });
    await deployment.up("platform");
    await deployment.up("edge");
    standing = contentsOf(deployment.cloud.objects());
  });
  afterAll(() => deployment.stop());

  it.each(TIERS)(
    "$stack is the same goal for both engines, goes up from empty with the quotas that its plan asks for, and a second time changes nothing",
    async ({ stack, event, resources }) => {
      expect(await deployment.upWithParity(stack)).toBe(resources);
      expect(deployment.nodesOf(event)).toBe(nodesOfPlan(deployment.planOf(event)));
    },
  );

  it("keeps the events apart: each is as large as its plan, and none has touched platform or edge", () => {
    for (const { event } of TIERS) {
      expect(deployment.nodesOf(event)).toBe(nodesOfPlan(deployment.planOf(event)));
    }
    expect(contentsOf(deployment.cloud.objects())).toMatchObject(standing);
  });

  const vcpu: number[] = [];
  it.each(["10k", "100k", "1m", "10k"])(
    "follows the plan in mode now to %s viewers, under the same names",
    async (tier) => {
      deployment.project.change("event-1m", { "tidegate:tier": tier });
      await deployment.up("event-1m");
      const plan = deployment.planOf("cup-final");
      expect(deployment.nodesOf("cup-final")).toBe(nodesOfPlan(plan));
      vcpu.push(plan.nodePools.reduce((sum, pool) => sum + pool.nodes * pool.vcpuPerNode, 0));
    },
  );

  it("has grown and shrunk by that, and touched neither platform nor edge", () => {
    const [small = 0, middle = 0, large = 0, again] = vcpu;
    expect(small).toBeLessThan(middle);
    expect(middle).toBeLessThan(large);
    expect(again).toBe(small);
    expect(contentsOf(deployment.cloud.objects())).toMatchObject(standing);
  });

  it("goes away and leaves platform, edge and the other events as they were", async () => {
    const stack = await deployment.open("event-1m");
    const before = contentsOf(deployment.cloud.objects());
    const run = await stack.destroy();
    expect(run.problems).toEqual([]);
    const after = contentsOf(deployment.cloud.objects());
    expect(after).toMatchObject(standing);
    expect(deployment.nodesOf("cup-final")).toBe(0);
    for (const { event } of TIERS.slice(0, 2)) {
      expect(deployment.nodesOf(event)).toBe(nodesOfPlan(deployment.planOf(event)));
    }
    const gone = Object.keys(before).filter((key) => !(key in after));
    expect(gone.length).toBeGreaterThan(100);
    const buckets = deployment.cloud
      .objects("aws:s3/bucketV2:BucketV2")
      .concat(deployment.cloud.objects("aws:s3/bucket:Bucket"));
    expect(buckets.map(({ id }) => id).join(" ")).toMatch(/recordings/);
  });

  it("writes no secret into state, events or logs", async () => {
    const preview = await (await deployment.open("event-10k")).preview();
    expect(preview.problems).toEqual([]);
    expect(deployment.writtenText()).not.toContain(TOKEN);
    expect(JSON.stringify(preview.events)).not.toContain(TOKEN);
    expect(JSON.stringify(preview.diagnostics)).not.toContain(TOKEN);
  });
});
