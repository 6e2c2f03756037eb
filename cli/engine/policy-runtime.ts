import { chmodSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const NAME = "pulumi-analyzer-policy-nodejs";
let folder: string | undefined;

/**
 * A PATH on which the engine finds what runs a policy pack. Pulumi's complete release has it; a CLI built from source doesn't.
 * The pack's own `@pulumi/pulumi` is started, so that pack and engine speak the same protocol.
 */
export function policyPath(path: string): string {
  const isThere = path.split(delimiter).some((entry) => existsSync(join(entry, NAME)));
  return isThere ? path : `${path}${delimiter}${starterFolder()}`;
}

function starterFolder(): string {
  if (folder !== undefined) return folder;
  folder = mkdtempSync(join(tmpdir(), "tidegate-policy-"));
  const script = join(folder, NAME);
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "${runnerPath()}" "$@"\n`);
  chmodSync(script, 0o755);
  return folder;
}

/** `cmd/run-policy-pack` of the SDK beside which this code runs. */
function runnerPath(): string {
  return createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
}
