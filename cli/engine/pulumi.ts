import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { CommandError, type EngineEvent, LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { type EngineOutcome, problemFromText } from "./engine-problem";
import { startedPacks } from "./policy-runtime";
import { FallbackStore } from "./program-store";
import type { PulumiCli } from "./pulumi-command";
import { type EngineState, type GoalGraph, goalGraph, type SavedPlan } from "./pulumi-goals";
import { type PulumiRun, pulumiRun } from "./pulumi-run";
import { messageOf } from "./rpc-server";

/** Where a stack lives and how its program is started. */
export interface PulumiStackOptions {
  readonly cli: PulumiCli;
  readonly project: string;
  readonly stack: string;
  /**
   * The program, in this process. With none, the CLI starts the folder's own, for which it needs its language plugin.
   */
  readonly program?: PulumiFn;
  /** The folder with `Pulumi.yaml`. @default a fresh one with a minimal project, which needs `program` */
  readonly folder?: string;
  /** The state backend, such as `file:///var/state` or `s3://bucket`. */
  readonly backendUrl: string;
  /** Opens the stack's secrets. */
  readonly passphrase: string;
  /** Where the CLI keeps plugins and its own settings. */
  readonly home: string;
  /** Whether missing provider plugins may be fetched from the network. @default "installed", nothing is fetched */
  readonly plugins?: "installed" | "fetch";
  /** Config values by key, written into the stack's config. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secret. @default none */
  readonly secretConfigKeys?: readonly string[];
  /** Variables for the CLI, its plugins and a program it starts. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** How an operation runs. */
export interface RunOptions {
  /** Folders of policy packs that the engine runs. @default none */
  readonly policyPacks?: readonly string[];
  /** Stops the operation as Ctrl-C does. */
  readonly signal?: AbortSignal;
}

/** A preview, with what the program asked for. */
export interface PulumiPreview extends PulumiRun {
  /** Missing when the preview failed: there is no plan then. */
  readonly goals?: GoalGraph;
}

/** One stack on the real engine. */
export class PulumiStack {
  readonly #stack: Stack;
  readonly #options: PulumiStackOptions;

  private constructor(stack: Stack, options: PulumiStackOptions) {
    this.#stack = stack;
    this.#options = options;
  }

  /** Selects the stack, creating it where there is none, and writes its config. */
  static async open(options: PulumiStackOptions): Promise<EngineOutcome<PulumiStack>> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), "tidegate-"));
    const settings = { pulumiCommand: options.cli.command, workDir: folder, envVars: environment(options) };
    const { stack: stackName, project: projectName, program } = options;
    try {
      const stack =
        program === undefined
          ? await LocalWorkspace.createOrSelectStack({ stackName, workDir: folder }, settings)
          : await LocalWorkspace.createOrSelectStack({ stackName, projectName, program }, settings);
      const secret = new Set(options.secretConfigKeys);
      const config = Object.entries(options.config ?? {}).map(
        ([key, value]) => [key, { value, secret: secret.has(key) }] as const,
      );
      if (config.length > 0) await stack.setAllConfig(Object.fromEntries(config));
      return { ok: true, value: new PulumiStack(stack, options) };
    } catch (error) {
      return { ok: false, problems: [problemFromText(textOf(error), stackName)] };
    }
  }

  /** What an update would do; the saved plan is read back into the goals. */
  async preview(options: RunOptions = {}): Promise<PulumiPreview> {
    const folder = mkdtempSync(join(tmpdir(), "tidegate-plan-"));
    const plan = join(folder, "plan.json");
    try {
      const run = await this.#runWithPacks(options, (given) => this.#stack.preview({ ...given, plan }));
      if (!run.ok || !existsSync(plan)) return run;
      const saved = JSON.parse(readFileSync(plan, "utf8")) as SavedPlan;
      const { project, stack } = this.#options;
      return { ...run, goals: goalGraph({ project, stack, plan: saved, events: run.events }) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Makes what the program asks for. It doesn't preview first: whoever calls it has. */
  up(options: RunOptions = {}): Promise<PulumiRun> {
    return this.#runWithPacks(options, (given) => this.#stack.up({ ...given }));
  }

  /** Reads the live values of every resource into the state. */
  refresh(options: Pick<RunOptions, "signal"> = {}): Promise<PulumiRun> {
    return this.#run((onEvent) => this.#stack.refresh({ ...options, onEvent }));
  }

  /**
   * What a destroy would take away, and what it would refuse: ask before every destroy.
   * A destroy by itself takes everything away until it comes to what is protected, and stops there.
   */
  previewDestroy(options: Pick<RunOptions, "signal"> = {}): Promise<PulumiRun> {
    return this.#run((onEvent) => this.#stack.previewDestroy({ ...options, runProgram: true, onEvent }));
  }

  /** Removes everything. The program runs first, since delete hooks live in it. */
  destroy(options: Pick<RunOptions, "signal"> = {}): Promise<PulumiRun> {
    return this.#run((onEvent) => this.#stack.destroy({ ...options, runProgram: true, onEvent }));
  }

  /** Takes away the lock that a killed operation left. */
  cancel(): Promise<PulumiRun> {
    return this.#run(() => this.#stack.cancel());
  }

  /** The state with its secrets in plain text: never write it to a file. */
  async exportState(): Promise<EngineOutcome<EngineState>> {
    try {
      return { ok: true, value: (await this.#stack.exportStack()) as EngineState };
    } catch (error) {
      return { ok: false, problems: [problemFromText(textOf(error), this.#options.stack)] };
    }
  }

  /** The SDK's own handle, for what isn't here. */
  get automation(): Stack {
    return this.#stack;
  }

  async #runWithPacks(options: RunOptions, operate: (given: GivenOptions) => Promise<unknown>): Promise<PulumiRun> {
    const { command } = this.#options.cli.command;
    const path = [dirname(command), this.#options.environment?.PATH ?? process.env.PATH ?? ""].join(delimiter);
    const packs = startedPacks(options.policyPacks ?? [], path);
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    try {
      return await this.#run((onEvent) => operate({ policyPacks: [...packs.paths], ...signal, onEvent }));
    } finally {
      packs.remove();
    }
  }

  async #run(operate: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<PulumiRun> {
    const events: EngineEvent[] = [];
    const fallback = new FallbackStore();
    const { program } = this.#options;
    if (program !== undefined) this.#stack.workspace.program = fallback.remember(program);
    const startedAt = performance.now();
    let failure: string | undefined;
    try {
      await operate((event) => events.push(event));
    } catch (error) {
      failure = textOf(error);
    } finally {
      fallback.remove();
    }
    const elapsedMilliseconds = Math.round(performance.now() - startedAt);
    return pulumiRun({ stack: this.#options.stack, events, failure, elapsedMilliseconds });
  }
}

interface GivenOptions {
  readonly policyPacks: string[];
  readonly signal?: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Everything that would make a run depend on the machine or wait for the network is set. */
function environment(options: PulumiStackOptions): Record<string, string> {
  return {
    ...(options.plugins === "fetch" ? {} : { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
    ...options.environment,
    PULUMI_HOME: options.home,
    PULUMI_BACKEND_URL: options.backendUrl,
    PULUMI_CONFIG_PASSPHRASE: options.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function textOf(error: unknown): string {
  return error instanceof CommandError ? error.message : messageOf(error);
}
