import { type PulumiCommand as Command, PulumiCommand } from "@pulumi/pulumi/automation";
import { version as sdkVersion } from "@pulumi/pulumi/version.js";
import type { EngineOutcome, EngineProblem } from "./engine-problem";

/** The CLI that runs the real engine. */
export interface PulumiCli {
  readonly command: Command;
  /** Without a leading `v`. */
  readonly version: string;
  readonly from: "path" | "built";
}

/** A CLI older than the SDK may not know what the SDK asks for. */
export const MINIMUM_VERSION: string = sdkVersion;

/**
 * The CLI on PATH, or else the one that `npm run engine` builds.
 * @param engineFolder where that one is: its `bin/pulumi`
 */
export async function findPulumi(engineFolder: string): Promise<EngineOutcome<PulumiCli>> {
  const found = [await tryCli("path", undefined), await tryCli("built", engineFolder)].filter(
    (cli) => cli !== undefined,
  );
  const fit = found.find((cli) => !isOlder(cli.version, MINIMUM_VERSION));
  if (fit !== undefined) return { ok: true, value: fit };
  const [old] = found;
  return { ok: false, problems: [old === undefined ? absent() : tooOld(old.version)] };
}

/** Whether a version such as 3.99.1 is before another; labels after a dash are ignored. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  const at = a?.findIndex((part, index) => part !== b?.[index]) ?? -1;
  return at !== -1 && (a?.[at] ?? 0) < (b?.[at] ?? 0);
}

async function tryCli(from: PulumiCli["from"], root: string | undefined): Promise<PulumiCli | undefined> {
  try {
    const command = await PulumiCommand.get({ ...(root === undefined ? {} : { root }), skipVersionCheck: true });
    return command.version === null ? undefined : { command, version: command.version.version, from };
  } catch {
    // There is no such command here: the other place, or the problem "absent", says what to do.
    return undefined;
  }
}

const FIX = `install Pulumi ${MINIMUM_VERSION} or newer (https://www.pulumi.com/docs/install/), or run \`npm run engine\`, which builds it with Go`;

function absent(): EngineProblem {
  return {
    id: "pulumi-absent",
    severity: "error",
    where: "engine",
    found: "no pulumi on PATH and none built",
    expected: `pulumi ${MINIMUM_VERSION} or newer`,
    fix: FIX,
  };
}

function tooOld(version: string): EngineProblem {
  return {
    id: "pulumi-too-old",
    severity: "error",
    where: "engine",
    found: `pulumi ${version}`,
    expected: `pulumi ${MINIMUM_VERSION} or newer, not older than the SDK`,
    fix: FIX,
  };
}
