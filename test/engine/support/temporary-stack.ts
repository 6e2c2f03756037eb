import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiStack, type PulumiStackOptions } from "../../../cli/engine/pulumi";
import type { PulumiCli } from "../../../cli/engine/pulumi-command";

/** A backend and a home for as long as a test runs; several stacks of one project may share it. */
export class TemporaryBackend {
  readonly folder = mkdtempSync(join(tmpdir(), "tidegate-engine-"));
  readonly #cli: PulumiCli;

  constructor(cli: PulumiCli) {
    this.#cli = cli;
    mkdirSync(this.path("state"));
  }

  /** Where a test may put files of its own. */
  path(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /**
   * Opens a stack here.
   * @throws Error naming the problems when it can't be opened
   */
  async open(options: Omit<PulumiStackOptions, "cli" | "backendUrl" | "home" | "passphrase">): Promise<PulumiStack> {
    const opened = await PulumiStack.open({ ...this.defaults(), ...options });
    if (opened.ok) return opened.value;
    throw new Error(opened.problems.map(({ found, fix }) => `${found}; ${fix}`).join("\n"));
  }

  /** What every stack here has in common. */
  defaults(): Pick<PulumiStackOptions, "cli" | "backendUrl" | "home" | "passphrase"> {
    return { cli: this.#cli, backendUrl: `file://${this.path("state")}`, home: this.path("home"), passphrase: "test" };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
