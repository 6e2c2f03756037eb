const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Collects what a program throws outside of its own promise. A failed registration surfaces only as an unhandled rejection
 * (the SDK leaves it so on purpose), and other listeners of the process, such as a test runner's, would take it for their own defect.
 */
export class StrayErrors {
  readonly errors = new Set<unknown>();
  readonly #displaced = EVENTS.map((event) => [event, process.listeners(event as "uncaughtException")] as const);
  readonly #collect = (error: unknown): void => {
    this.errors.add(error);
  };

  constructor() {
    for (const event of EVENTS) {
      process.removeAllListeners(event);
      process.on(event, this.#collect);
    }
  }

  /** Waits until rejections already on their way have arrived. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Puts the process's own listeners back. */
  release(): void {
    for (const [event, listeners] of this.#displaced) {
      process.removeListener(event, this.#collect);
      for (const listener of listeners) process.on(event as "uncaughtException", listener);
    }
  }
}
