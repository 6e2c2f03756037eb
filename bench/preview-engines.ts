import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { engineFolder } from "../cli/engine/live-stack";
import { findPulumi } from "../cli/engine/pulumi-command";
import { measureNode } from "./process";
import { ms, type Result, times } from "./report";
import { spreadOf } from "./sample";

const STACK = "platform";

/** The platform's preview on the real engine beside the recorded one, in one run. It asks a stand-in cloud, which PULUMI_DEBUG_PROVIDERS names. */
export async function previewEngines(runs: number): Promise<Result> {
  const title = `The two engines: preview of ${STACK} as a process (${runs} runs each, in turn)`;
  const skipped = (why: string): Result => ({
    name: "engines",
    title,
    columns: [],
    rows: [],
    notes: [`Skipped: ${why}`],
    data: { skipped: why },
  });
  const cli = await findPulumi(engineFolder());
  if (!cli.ok) return skipped(cli.problems.map(({ found, fix }) => `${found}; ${fix}`).join(" "));
  if (process.env.PULUMI_DEBUG_PROVIDERS === undefined) {
    return skipped("no providers: start the stand-in cloud of test/engine and name it in PULUMI_DEBUG_PROVIDERS");
  }
  const folder = mkdtempSync(path.join(tmpdir(), "tidegate-bench-"));
  mkdirSync(path.join(folder, "state"));
  const environment = {
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    CLOUDFLARE_API_TOKEN: "token-of-a-bench",
  };
  try {
    const argv = ["cli/tidegate.cjs", "preview", STACK];
    const engines = { recorded: argv, pulumi: [...argv, "--engine", "pulumi"] };
    const walls = { recorded: [] as number[], pulumi: [] as number[] };
    for (let run = 0; run < runs; run++) {
      for (const engine of ["recorded", "pulumi"] as const) {
        walls[engine].push((await measureNode(engines[engine], environment)).wallMs);
      }
    }
    const [recorded, real] = [spreadOf(walls.recorded), spreadOf(walls.pulumi)];
    return {
      name: "engines",
      title,
      columns: ["engine", "wall ms, median", "best", "against recorded"],
      rows: [
        ["recorded", ms(recorded.median), ms(recorded.best), times(1)],
        [`pulumi ${cli.value.version}`, ms(real.median), ms(real.best), times(real.best / recorded.best)],
      ],
      notes: [
        "The real engine makes the stack, previews it on a stand-in cloud on this machine and takes it away again; a real cloud adds its own answers.",
      ],
      data: { runs, recorded, real },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
