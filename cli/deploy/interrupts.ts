import { say } from "../output";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs something that a signal stops gently. A terminal sends Ctrl-C to the CLI below us by itself, and a second one would make it
 * drop what is under way; so only what no terminal sends is passed on.
 */
export async function withInterrupts<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    say(`\n${signal}: stopping after what is under way …`);
    if (signal !== "SIGINT" || process.stdin.isTTY !== true) stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await run(stop.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
