import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { PropertyMap } from "../../../cli/engine/property-value";
import type { PulumiStack } from "../../../cli/engine/pulumi";
import { program } from "../../../stacks/index";
import { FULL_PLATFORM } from "../../stacks/outputs";
import { engineText } from "../../stacks/temporary-project";
import { adopt, type RunningCloud, startCloud } from "../cloud";
import type { TemporaryBackend } from "../support/temporary-stack";

export const ROOT = resolve(__dirname, "..", "..", "..");
export const PROJECT = "tidegate";
/** The account of the shipped config. */
export const ACCOUNT = "123456789012";
/** The zone of the shipped config. */
export const ZONE_ID = "0123456789abcdef0123456789abcdef";
/** The role that the shipped config deploys with. */
export const DEPLOYER = "tidegate-deployer";
/** Everything the stacks may not show. */
export const TOKEN = "cloudflare-token-of-a-test";

/** What an account must have been given before the platform: a new one has room for 5 vCPU. */
const RAISED_QUOTAS = { "L-1216C47A": 4000 };

/** A platform that has a zone and the least that the contract asks for: all that an edge reads. */
const { version, region, accountId, network, cluster, cloudflare } = FULL_PLATFORM;
export const OWN_PLATFORM: PropertyMap = JSON.parse(
  JSON.stringify({ version, region, accountId, network, cluster, cloudflare }),
);

export type StackConfig = Readonly<Record<string, string>>;

/** A shipped stack's config as the engine takes it: text, and JSON for lists and mappings. */
export function shippedConfig(stack: string, changes: Readonly<Record<string, unknown>> = {}): StackConfig {
  const text = readFileSync(join(ROOT, "stacks", "config", `Pulumi.${stack}.yaml`), "utf8");
  const { config } = parse(text) as { readonly config: Readonly<Record<string, unknown>> };
  return engineText({ ...config, ...changes });
}

/** A cloud with the account of the shipped config, in which the deployer's role is there already. */
export async function shippedCloud(
  file: string,
  quotas: Readonly<Record<string, number>> = RAISED_QUOTAS,
): Promise<RunningCloud> {
  const running = await startCloud({ account: ACCOUNT, file, quotas });
  adopt(running.cloud, {
    type: "aws:iam/role:Role",
    id: DEPLOYER,
    inputs: { name: DEPLOYER, assumeRolePolicy: "{}" },
  });
  return running;
}

export interface OpenOptions {
  readonly stack: string;
  readonly config: StackConfig;
  readonly cloud: RunningCloud;
  /** The project's folder that the program reads. @default this one */
  readonly root?: string;
  /** Further variables of the engine. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Opens a stack of ours on the real engine, over a stand-in cloud. */
export function openStack(backend: TemporaryBackend, options: OpenOptions): Promise<PulumiStack> {
  const { stack, config, cloud, root = ROOT, environment = {} } = options;
  return backend.open({
    project: PROJECT,
    stack,
    program: () => program({ root }),
    config: { ...config, "cloudflare:apiToken": TOKEN },
    secretConfigKeys: ["cloudflare:apiToken"],
    environment: { PULUMI_DEBUG_PROVIDERS: cloud.debugProviders, ...environment },
  });
}

/** Takes the protection off everything in a stack's state, as \`pulumi state unprotect --all\` does. */
export async function unprotect(stack: PulumiStack): Promise<void> {
  const exported = await stack.automation.exportStack();
  const deployment = exported.deployment as { readonly resources: readonly object[] };
  const resources = deployment.resources.map((resource) => ({ ...resource, protect: false }));
  await stack.automation.importStack({ ...exported, deployment: { ...deployment, resources } });
}
