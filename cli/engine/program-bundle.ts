import { createRequire } from "node:module";
import path from "node:path";
import type { ProgramContext } from "../../stacks/program-context";
import { packageRoot } from "../package-root";

/** What `stacks/index.ts` exports, once it is bundled. */
export interface ProgramBundle {
  readonly program: (context: ProgramContext) => Promise<Record<string, unknown>>;
}

interface Boot {
  readonly ensureBuilt: (entry: "stacks") => Promise<string>;
  readonly load: (bundle: string, kind: string) => ProgramBundle;
}

/** Makes the bundle of the stacks' program where a source has changed, and loads it with its compiled code of an earlier run. */
export async function loadProgram(): Promise<ProgramBundle> {
  const root = packageRoot();
  const fromRoot = createRequire(path.join(root, "package.json"));
  const { ensureBuilt } = fromRoot("./cli/boot/build.cjs") as Pick<Boot, "ensureBuilt">;
  const { load } = fromRoot("./cli/boot/load.cjs") as Pick<Boot, "load">;
  return load(await ensureBuilt("stacks"), "record");
}
