import { resolve } from "node:path";
import { describe } from "vitest";
import { findPulumi, type PulumiCli } from "../../../cli/engine/pulumi-command";

const ENGINE_FOLDER = resolve(__dirname, "..", "..", "..", ".engine");
const isRequired = (process.env.TIDEGATE_REQUIRE ?? "").split(",").includes("engine");

/**
 * A suite that needs the real engine. Without one it is skipped with a line that says so;
 * where TIDEGATE_REQUIRE names `engine`, its absence fails.
 */
export async function describeWithEngine(name: string, suite: (cli: PulumiCli) => void): Promise<void> {
  const found = await findPulumi(ENGINE_FOLDER);
  if (found.ok) {
    describe(name, () => suite(found.value));
    return;
  }
  const [problem] = found.problems;
  const reason = `${problem?.found}: ${problem?.fix}`;
  if (isRequired) throw new Error(`TIDEGATE_REQUIRE asks for the real engine: ${reason}`);
  console.log(`skipped "${name}": ${reason}`);
  describe.skip(name, () => suite(undefined as never));
}
