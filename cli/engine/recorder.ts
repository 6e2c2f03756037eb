import { ProgramCallbacks } from "./callbacks";
import { RecordingEngine } from "./engine-service";
import { RecordingMonitor } from "./monitor";
import {
  maskText,
  type ProgramError,
  type Recording,
  type RecordOptions,
  secretTexts,
  withSecretArguments,
} from "./recording";
import { localClient, type RpcServer, startRpcServer } from "./rpc-server";

/** What the SDK's store calls for the monitor and the engine. */
export interface LocalClients {
  readonly monitor: object;
  readonly engine: object;
}

/** The recorded engine, listening: a monitor and an engine on one loopback port, for one run of one program. */
export class Recorder {
  readonly #options: RecordOptions;
  readonly #callbacks = new ProgramCallbacks();
  readonly #engine = new RecordingEngine();
  readonly #monitor: RecordingMonitor;
  #server: RpcServer | undefined;

  constructor(options: RecordOptions) {
    const { project, stack, organization = "organization", stackOutputs = {}, invokeAnswers = {} } = options;
    this.#options = options;
    this.#monitor = new RecordingMonitor(
      { project, stack, organization, stackOutputs, invokeAnswers },
      this.#callbacks,
    );
  }

  /** Both services for a program in this process. */
  localClients(): LocalClients {
    return {
      monitor: localClient(this.#monitor.service().implementation),
      engine: localClient(this.#engine.service().implementation),
    };
  }

  /** @returns the address of both services, `127.0.0.1:port` */
  async start(): Promise<string> {
    this.#server = await startRpcServer([this.#monitor.service(), this.#engine.service()]);
    return this.#server.address;
  }

  close(): void {
    this.#callbacks.close();
    this.#server?.close();
  }

  /** What was recorded. An error that only repeats what the engine or the log already says is left out. */
  recording(thrown: readonly ProgramError[]): Recording {
    const graph = this.#monitor.graph();
    const secrets = secretTexts(this.#options, graph);
    const mask = (text: string) => maskText(text, secrets);
    const refusals = this.#monitor.errors.map((message): ProgramError => ({ kind: "engine", message }));
    const logged = this.#engine.logs.filter((entry) => entry.severity === "error");
    const all = [...refusals, ...thrown, ...logged.map(({ message }): ProgramError => ({ kind: "logged", message }))];
    const distinct = all.filter(
      (error, at) => !all.slice(0, at).some((earlier) => error.message.includes(earlier.message)),
    );
    return {
      graph: withSecretArguments(graph, secrets),
      errors: distinct.map((error) => maskedError(error, mask)),
      logs: this.#engine.logs.map((entry) => ({ ...entry, message: mask(entry.message) })),
      hooks: this.#monitor.hooks,
    };
  }
}

function maskedError(error: ProgramError, mask: (text: string) => string): ProgramError {
  const stack = error.stack === undefined ? {} : { stack: mask(error.stack) };
  return { ...error, message: mask(error.message), ...stack };
}
