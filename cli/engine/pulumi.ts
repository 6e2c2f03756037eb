import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import {
  CommandError,
  type EngineEvent,
  LocalWorkspace,
  type PulumiFn,
  type Stack,
  StackNotFoundError,
} from "@pulumi/pulumi/automation";
import { type EngineOutcome, problemFromText } from "./engine-problem";
import { type PendingCreate, pendingCreates, withTakenUp } from "./pending-creates";
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
  /** The state backend, such as `file:///var/state` or `s3://bucket`. @default the user's: PULUMI_BACKEND_URL, else where `pulumi login` went */
  readonly backendUrl?: string;
  /** Opens the stack's secrets. @default the user's: PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE */
  readonly passphrase?: string;
  /** Where the CLI keeps plugins and its own settings. @default the user's: PULUMI_HOME, else ~/.pulumi */
  readonly home?: string;
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
  /** Told every event as it comes. */
  readonly onEvent?: (event: EngineEvent) => void;
}

/** A preview, with what the program asked for. */
export interface PulumiPreview extends PulumiRun {
  /** Missing when the preview failed: there is no plan then. */
  readonly goals?: GoalGraph;
}

/** Ten thousand resources are about 50 MB. */
const LARGEST_STATE_BYTES = 512 * 1024 * 1024;

/** One stack on the real engine. */
export class PulumiStack {
  readonly #stack: Stack;
  readonly #options: PulumiStackOptions;

  /** Whether it was made when it was opened: the backend had none of that name. */
  readonly isNew: boolean;

  private constructor({ stack, isNew }: OpenedStack, options: PulumiStackOptions) {
    this.#stack = stack;
    this.isNew = isNew;
    this.#options = options;
  }

  /** Selects the stack, creating it where there is none, and writes its config. */
  static async open(options: PulumiStackOptions): Promise<EngineOutcome<PulumiStack>> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), "tidegate-"));
    const settings = { pulumiCommand: options.cli.command, workDir: folder, envVars: environment(options) };
    const { stack: stackName, project: projectName, program } = options;
    try {
      const opened =
        program === undefined
          ? await selectOrCreate(
              () => LocalWorkspace.selectStack({ stackName, workDir: folder }, settings),
              () => LocalWorkspace.createStack({ stackName, workDir: folder }, settings),
            )
          : await selectOrCreate(
              () => LocalWorkspace.selectStack({ stackName, projectName, program }, settings),
              () => LocalWorkspace.createStack({ stackName, projectName, program }, settings),
            );
      const { stack } = opened;
      const secret = new Set(options.secretConfigKeys);
      const config = Object.entries(options.config ?? {}).map(
        ([key, value]) => [key, { value, secret: secret.has(key) }] as const,
      );
      if (config.length > 0) await stack.setAllConfig(Object.fromEntries(config));
      return { ok: true, value: new PulumiStack(opened, options) };
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
  refresh(options: Omit<RunOptions, "policyPacks"> = {}): Promise<PulumiRun> {
    return this.#run(options, (given) => this.#stack.refresh(given));
  }

  /**
   * After a killed operation: takes up what it had begun to make and the cloud has made meanwhile, then reads the live values. What can't be found by the
   * name we gave it must be looked up by a person: the next update is refused where such a thing is there already, and makes it where it isn't.
   * @param ids ids by URN for what was looked up
   * @returns the creates that were pending, with the id under which each was taken up
   */
  async resume(ids: Readonly<Record<string, string>> = {}): Promise<EngineOutcome<readonly PendingCreate[]>> {
    try {
      // Secrets stay encrypted on this way; the SDK's own export and import have them in plain text.
      const state = JSON.parse(await this.#cli(["stack", "export"])) as EngineState;
      const pending = pendingCreates(state, ids);
      if (pending.length > 0) await this.#cli(["stack", "import"], JSON.stringify(withTakenUp(state, pending)));
      await this.#cli(["refresh", "--yes", "--skip-preview"]);
      return { ok: true, value: pending };
    } catch (error) {
      return { ok: false, problems: [problemFromText(textOf(error), this.#options.stack)] };
    }
  }

  /** Runs a command of the CLI on this stack. @returns what it wrote */
  async #cli(words: readonly string[], input?: string): Promise<string> {
    const { stack, cli } = this.#options;
    const env = { ...process.env, ...environment(this.#options) };
    const settings = { cwd: this.#stack.workspace.workDir, env, maxBuffer: LARGEST_STATE_BYTES };
    const running = promisify(execFile)(
      cli.command.command,
      [...words, "--stack", stack, "--non-interactive"],
      settings,
    );
    running.child.stdin?.end(input ?? "");
    return (await running).stdout;
  }

  /**
   * What a destroy would take away, and what it would refuse: ask before every destroy.
   * A destroy by itself takes everything away until it comes to what is protected, and stops there.
   */
  previewDestroy(options: Omit<RunOptions, "policyPacks"> = {}): Promise<PulumiRun> {
    return this.#run(options, (given) => this.#stack.previewDestroy({ ...given, runProgram: true }));
  }

  /** Removes everything. The program runs first, since delete hooks live in it. */
  destroy(options: Omit<RunOptions, "policyPacks"> = {}): Promise<PulumiRun> {
    return this.#run(options, (given) => this.#stack.destroy({ ...given, runProgram: true }));
  }

  /** Takes away the lock that a killed operation left. */
  cancel(): Promise<PulumiRun> {
    return this.#run({}, () => this.#stack.cancel());
  }

  /** The state with its secrets in plain text: never write it to a file. */
  async exportState(): Promise<EngineOutcome<EngineState>> {
    try {
      return { ok: true, value: (await this.#stack.exportStack()) as EngineState };
    } catch (error) {
      return { ok: false, problems: [problemFromText(textOf(error), this.#options.stack)] };
    }
  }

  /** Takes a stack without resources out of the backend again, with the copies that the backend keeps; its config file stays. */
  async forget(): Promise<void> {
    await this.#cli(["stack", "rm", "--yes", "--preserve-config", "--remove-backups"]);
  }

  /** The SDK's own handle, for what isn't here. */
  get automation(): Stack {
    return this.#stack;
  }

  async #runWithPacks(
    options: RunOptions,
    operate: (given: GivenOptions & { policyPacks: string[] }) => Promise<unknown>,
  ): Promise<PulumiRun> {
    const { command } = this.#options.cli.command;
    const path = [dirname(command), this.#options.environment?.PATH ?? process.env.PATH ?? ""].join(delimiter);
    const packs = startedPacks(options.policyPacks ?? [], path);
    try {
      return await this.#run(options, (given) => operate({ ...given, policyPacks: [...packs.paths] }));
    } finally {
      packs.remove();
    }
  }

  async #run(
    { signal, onEvent }: Omit<RunOptions, "policyPacks">,
    operate: (given: GivenOptions) => Promise<unknown>,
  ): Promise<PulumiRun> {
    const events: EngineEvent[] = [];
    const fallback = new FallbackStore();
    const { program } = this.#options;
    if (program !== undefined) this.#stack.workspace.program = fallback.remember(program);
    const startedAt = performance.now();
    let failure: string | undefined;
    try {
      const remember = (event: EngineEvent) => {
        events.push(event);
        onEvent?.(event);
      };
      await operate({ ...(signal === undefined ? {} : { signal }), onEvent: remember });
    } catch (error) {
      failure = textOf(error);
    } finally {
      fallback.remove();
    }
    const elapsedMilliseconds = Math.round(performance.now() - startedAt);
    return pulumiRun({ stack: this.#options.stack, events, failure, elapsedMilliseconds });
  }
}

interface OpenedStack {
  readonly stack: Stack;
  readonly isNew: boolean;
}

async function selectOrCreate(select: () => Promise<Stack>, create: () => Promise<Stack>): Promise<OpenedStack> {
  try {
    return { stack: await select(), isNew: false };
  } catch (error) {
    if (!(error instanceof StackNotFoundError)) throw error;
    return { stack: await create(), isNew: true };
  }
}

interface GivenOptions {
  readonly signal?: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Everything that would make a run depend on the machine or wait for the network is set. */
function environment(options: PulumiStackOptions): Record<string, string> {
  return {
    ...(options.plugins === "fetch" ? {} : { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
    ...options.environment,
    ...(options.home === undefined ? {} : { PULUMI_HOME: options.home }),
    ...(options.backendUrl === undefined ? {} : { PULUMI_BACKEND_URL: options.backendUrl }),
    ...(options.passphrase === undefined ? {} : { PULUMI_CONFIG_PASSPHRASE: options.passphrase }),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function textOf(error: unknown): string {
  return error instanceof CommandError ? error.message : messageOf(error);
}
