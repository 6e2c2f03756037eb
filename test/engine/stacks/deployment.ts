import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Plan } from "../../../capacity/plan-document";
import type { PropertyMap, PropertyValue } from "../../../cli/engine/property-value";
import type { PulumiStack } from "../../../cli/engine/pulumi";
import type { PulumiCli } from "../../../cli/engine/pulumi-command";
import { withState } from "../../../cli/engine/pulumi-goals";
import type { PulumiRun } from "../../../cli/engine/pulumi-run";
import { record } from "../../../cli/engine/recorded";
import type { ResourceGraph } from "../../../cli/engine/resource-graph";
import { declaredEvents } from "../../../stacks/declared/declared-event";
import { planDeclared } from "../../../stacks/declared/plan-declared";
import { program } from "../../../stacks/index";
import { TemporaryProject } from "../../stacks/temporary-project";
import type { CloudObject, RunningCloud } from "../cloud";
import { checkedInputs, grpcLogEnvironment } from "../support/grpc-log";
import { compareGoals, renderDifferences } from "../support/parity";
import { TemporaryBackend } from "../support/temporary-stack";
import { openStack, PROJECT, shippedCloud, TOKEN } from "./declared-stack";

/** The shipped stacks on the real engine over a stand-in cloud, with declarations that a test may change. */
export class Deployment {
  readonly project = new TemporaryProject();
  readonly backend: TemporaryBackend;
  #cloud: RunningCloud | undefined;

  constructor(cli: PulumiCli) {
    this.backend = new TemporaryBackend(cli);
  }

  /**
   * Starts a cloud in which the account has exactly what the plans of the declared events ask for.
   * @param more quotas by code for what a test does besides
   */
  async start(more: Readonly<Record<string, number>> = {}): Promise<void> {
    this.#cloud = await shippedCloud(this.backend.path("cloud.json"), { ...grantedQuotas(this.plans()), ...more });
  }

  async stop(): Promise<void> {
    await this.#cloud?.stop();
    this.backend.remove();
    this.project.remove();
  }

  /** Where the cloud's providers listen, for an engine that is started elsewhere: the value of PULUMI_DEBUG_PROVIDERS. */
  get debugProviders(): string {
    if (this.#cloud === undefined) throw new Error("start the deployment first");
    return this.#cloud.debugProviders;
  }

  get cloud(): RunningCloud["cloud"] {
    if (this.#cloud === undefined) throw new Error("start the deployment first");
    return this.#cloud.cloud;
  }

  /** A stack with the config that the project has for it now. */
  open(stack: string): Promise<PulumiStack> {
    const cloud = this.#cloud;
    if (cloud === undefined) throw new Error("start the deployment first");
    return openStack(this.backend, {
      stack,
      config: this.project.engineConfig(stack),
      cloud,
      root: this.project.root,
      environment: grpcLogEnvironment(this.#log),
    });
  }

  /** Where the engine writes what it asks providers. */
  get #log(): string {
    return this.backend.path("grpc.json");
  }

  /**
   * Deploys a stack from empty, and compares what was recorded of its program, before and after, with what the engine was asked for.
   * A second time must change nothing.
   * @returns the resources that are equal
   */
  async upWithParity(stack: string): Promise<number> {
    rmSync(this.#log, { force: true });
    const opened = await this.open(stack);
    const preview = await opened.preview();
    expect(preview.problems).toEqual([]);
    if (preview.goals === undefined) throw new Error("no goals");
    const recorded = await this.#record(stack);
    const checked = checkedInputs(this.#log);
    expect(renderDifferences(compareGoals(recorded, preview.goals, checked))).toBe("");
    const run = await opened.up();
    expect(run.problems).toEqual([]);
    const state = await opened.exportState();
    if (!state.ok) throw new Error("no state");
    const full = compareGoals(recorded, withState(preview.goals, state.value), checked);
    expect(renderDifferences(full)).toBe("");
    const references = recorded.resources.filter(({ type }) => type === "pulumi:pulumi:StackReference").length;
    expect(run.changes).toEqual({ create: full.resources - references });
    expect((await this.up(stack)).changes).toEqual({ same: full.resources - references });
    return full.resources;
  }

  async #record(stack: string): Promise<ResourceGraph> {
    const stackOutputs = { platform: await this.#outputsOf("platform"), edge: await this.#outputsOf("edge") };
    const config = { ...this.project.engineConfig(stack), "cloudflare:apiToken": TOKEN };
    const { graph, errors } = await record(() => program({ root: this.project.root }), {
      project: PROJECT,
      stack,
      config,
      secretConfigKeys: ["cloudflare:apiToken"],
      stackOutputs,
    });
    expect(errors).toEqual([]);
    return graph;
  }

  async #outputsOf(stack: string): Promise<PropertyMap> {
    const outputs = await (await this.open(stack)).automation.outputs();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as PropertyValue]));
  }

  /** Deploys a stack, which must go well. */
  async up(stack: string): Promise<PulumiRun> {
    const run = await (await this.open(stack)).up();
    expect(run.problems).toEqual([]);
    return run;
  }

  plans(): readonly Plan[] {
    const declared = declaredEvents(this.project.root);
    if (!declared.ok) throw new Error(JSON.stringify(declared.findings, undefined, 1));
    return declared.value.map(planDeclared);
  }

  planOf(event: string): Plan {
    const plan = this.plans().find((candidate) => candidate.event.name === event);
    if (plan === undefined) throw new Error(`no stack declares the event ${event}`);
    return plan;
  }

  /** Nodes that the cloud's groups of an event have in service. */
  nodesOf(event: string): number {
    const groups = this.cloud.objects("aws:eks/nodeGroup:NodeGroup").filter(({ inputs }) => {
      const labels = inputs.labels as Readonly<Record<string, string>> | undefined;
      return labels?.["tidegate.dev/event"] === event;
    });
    const sizes = groups.map(({ inputs }) => (inputs.scalingConfig as { readonly desiredSize: number }).desiredSize);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Everything that the backend and the cloud's log of calls hold as text. */
  writtenText(): string {
    return [...textsBelow(this.backend.path("state")), JSON.stringify(this.cloud.calls)].join("\n");
  }
}

/** What stands in a cloud, for comparing: each object with its inputs. */
export function contentsOf(objects: readonly CloudObject[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(objects.map(({ type, id, location, inputs }) => [`${type} ${location} ${id}`, inputs]));
}

/** Objects that belong to a stack of ours: by tag, or for what has none by name. */
export function nodesOfPlan({ nodePools }: Plan): number {
  return nodePools.reduce((sum, { nodes }) => sum + nodes, 0);
}

/** The quotas of an account that got what the plans ask for, and nothing else. */
function grantedQuotas(plans: readonly Plan[]): Readonly<Record<string, number>> {
  const granted = new Map<string, number>();
  for (const { code, requestedValue, value } of plans.flatMap(({ quotas }) => quotas)) {
    const given = requestedValue ?? value;
    if (code !== null && given !== null) granted.set(code, Math.max(granted.get(code) ?? 0, given));
  }
  return Object.fromEntries(granted);
}

function textsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "utf8"));
}
