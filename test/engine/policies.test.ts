import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, it } from "vitest";
import { policyGraph } from "../../cli/engine/policy-graph";
import type { PulumiRun } from "../../cli/engine/pulumi-run";
import { record } from "../../cli/engine/recorded";
import { type Evaluation, evaluate, violationText } from "../../policies/evaluate";
import type { StackFacts } from "../../policies/facts";
import { packsFor } from "../../policies/packs";
import { POLICY_OUTPUT, readStackFacts } from "../../policies/policy-input";
import { happyEvent } from "../policies/support/happy-event";
import { happyFacts, platformFacts } from "../policies/support/happy-facts";
import { happyPlatform } from "../policies/support/happy-platform";
import { storyPlan } from "../support/story";
import { describeWithEngine } from "./support/engine";
import { ObligingProvider } from "./support/obliging-provider";
import { TemporaryBackend } from "./support/temporary-stack";

type Program = () => Promise<Record<string, unknown>>;

const EMPTY_PACK = resolve(__dirname, "support", "empty-pack");
const folders = (program: StackFacts["program"]) =>
  packsFor(program).map(({ name }) => resolve(__dirname, "../../policies/packs/engine", name));

/** Each violation as one line, in order: what engine and laptop must agree on. */
function linesOf(policies: PulumiRun["policies"]): readonly string[] {
  return policies.map(({ policy, enforcement, urn, message }) => {
    const level = enforcement === "mandatory" ? "mandatory" : "advisory";
    const text = message.split("\n").find((line) => line.includes(", allowed ")) ?? message;
    const where = urn === undefined || urn.includes("::pulumi:pulumi:Stack::") ? "stack" : urn.split("::").at(-1);
    return [level, policy, where, text.trim()].join(" | ");
  });
}

function expectedLines({ results }: Evaluation): readonly string[] {
  return results.flatMap(({ id, level, violations }) =>
    violations.map((violation) =>
      [level, id, violation.resource?.name ?? "stack", violationText(violation)].join(" | "),
    ),
  );
}

/** The program with other inputs for some resources, as a mistake in it would give. */
function broken(
  build: () => void,
  changes: Readonly<Record<string, (props: Record<string, unknown>) => object>>,
): Program {
  return async () => {
    runtime.registerResourceTransform(({ name, props, opts }) => {
      const change = changes[name];
      return change === undefined ? undefined : { props: { ...props, ...change(props) }, opts };
    });
    build();
    return {};
  };
}

const plain =
  (build: () => void): Program =>
  async () => {
    build();
    return {};
  };

await describeWithEngine("packs in the real engine", (cli) => {
  const backend = new TemporaryBackend(cli);
  let provider: ObligingProvider;

  beforeAll(async () => {
    provider = await ObligingProvider.start(["aws", "cloudflare", "kubernetes"]);
  });

  afterAll(() => {
    provider.stop();
    backend.remove();
  });

  async function preview(stack: string, program: Program, facts: StackFacts | undefined, packs?: readonly string[]) {
    const file = backend.path(`${stack}.json`);
    if (facts !== undefined) writeFileSync(file, JSON.stringify(facts));
    const environment = { ...provider.environment(), ...(facts === undefined ? {} : { TIDEGATE_POLICY_FACTS: file }) };
    const opened = await backend.open({ project: "policies", stack, program, environment });
    return opened.preview({ policyPacks: packs ?? folders(facts?.program ?? "event") });
  }

  async function laptop(stack: string, program: Program, facts: StackFacts): Promise<Evaluation> {
    const { graph, errors } = await record(program, { project: "policies", stack });
    expect(errors).toEqual([]);
    const evaluated = evaluate({ graph: policyGraph(graph), facts, packs: packsFor(facts.program) });
    if (!evaluated.ok) throw new Error(JSON.stringify(evaluated.problems));
    return evaluated.value;
  }

  it.each([
    ["event-1m", happyEvent, happyFacts],
    ["platform", happyPlatform, platformFacts],
  ] as const)("accept the happy stack %s", async (stack, build, facts) => {
    const run = await preview(stack, plain(build), facts);
    expect(run.problems).toEqual([]);
    expect(linesOf(run.policies)).toEqual([]);
  });

  it.each([
    [
      "broken-event",
      happyEvent,
      happyFacts,
      {
        core: () => ({ nodes: 11, instanceTypes: ["c8a.12xlarge"] }),
        "core-group-us-east-1a-1": () => ({ scalingConfig: { minSize: 4, desiredSize: 4, maxSize: 451 } }),
        "web-acl": ({ rules }: Record<string, unknown>) => ({
          rules: (rules as object[]).slice(0, 2),
          name: "x".repeat(129),
        }),
        "media-1-cdn": () => ({ viewerCertificate: { cloudfrontDefaultCertificate: true }, webAclId: "acl" }),
        "uploads-access": () => ({ blockPublicPolicy: false }),
        aws: () => ({ defaultTags: { tags: {} } }),
      },
    ],
    [
      "broken-platform",
      happyPlatform,
      platformFacts,
      {
        "cluster-eks": () => ({ vpcConfig: { subnetIds: [], endpointPublicAccess: true }, deletionProtection: false }),
        "media-recordings": () => ({ onDestroy: "deleted" }),
        "network-nat-us-east-1a": () => ({ secondaryAllocationIds: ["a", "b"] }),
        "alarms-operations": () => ({ retentionInDays: 0 }),
      },
    ],
  ] as const)("find in %s what a check on a laptop finds, word for word", async (stack, build, facts, changes) => {
    const program = broken(build, changes);
    const run = await preview(stack, program, facts);
    const expected = expectedLines(await laptop(stack, program, facts));
    expect(expected.length).toBeGreaterThan(4);
    expect([...linesOf(run.policies)].sort()).toEqual([...expected].sort());
    expect(run.ok).toBe(false);
  });

  it("judge by the plan that the stack itself puts out", async () => {
    const { plan } = storyPlan([]);
    const policyInput = {
      program: "event",
      mode: "now",
      plan,
      account: { quotas: { "L-1216C47A": 640 }, cloudflarePlan: "enterprise" },
      cdnShares: { cloudfront: 0.7, cloudflare: 0.3 },
      ceilingNodes: 300,
    };
    const program: Program = async () => {
      happyEvent();
      return { [POLICY_OUTPUT]: policyInput };
    };
    const read = readStackFacts("story", { [POLICY_OUTPUT]: policyInput });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const run = await preview("story", program, undefined);
    const expected = expectedLines(await laptop("story", program, read.value));
    expect(expected.filter((line) => line.includes(" plan-pools ")).length).toBeGreaterThan(1);
    expect([...linesOf(run.policies)].sort()).toEqual([...expected].sort());
  });

  it("refuse a stack that doesn't say what it is judged by", async () => {
    const run = await preview("silent", plain(happyEvent), undefined);
    expect(run.ok).toBe(false);
    expect(new Set(run.policies.map(({ policy }) => policy))).toEqual(new Set(["policy-input"]));
    expect(run.policies[0]?.message).toContain("silent: no output policyInput");
  });

  it("take little longer than an empty pack", async () => {
    const started = await preview("timed", plain(happyEvent), happyFacts, [EMPTY_PACK, EMPTY_PACK, EMPTY_PACK]);
    const own = await preview("timed", plain(happyEvent), happyFacts);
    console.log(`empty ${started.elapsedMilliseconds} ms, packs ${own.elapsedMilliseconds} ms`);
    expect(own.problems).toEqual([]);
  });
});
