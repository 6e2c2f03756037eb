import { AsyncLocalStorage } from "node:async_hooks";
import * as state from "@pulumi/pulumi/runtime/state.js";
import type { LocalClients } from "./recorder";

/** What the SDK keeps for one running program. It isn't in the published types. @see `runtime/state` of the SDK */
interface Store {
  readonly settings: { monitor?: object; engine?: object };
}

const { LocalStore } = state as unknown as { readonly LocalStore: new () => Store };

/**
 * Runs with a store of its own, so that a program finds nothing of an earlier one.
 * The SDK finds its store by AsyncLocalStorage, whose bookkeeping for every promise costs a third of a recording. Recordings wait for
 * each other, so that one store for all is enough; a program of the Automation API running meanwhile still finds its own.
 */
export async function withProgramStore<T>(run: (connect: (clients: LocalClients) => void) => Promise<T>): Promise<T> {
  const store = new LocalStore();
  const fallback = new FallbackStore();
  fallback.use(store as never);
  try {
    return await run((clients) => Object.assign(store.settings, clients));
  } finally {
    fallback.remove();
  }
}

type SdkStorage = typeof globalThis.asyncLocalStorage;
type SdkStore = NonNullable<ReturnType<SdkStorage["getStore"]>>;

/**
 * Stands in the place where the SDK looks for its store, and answers where the SDK's own storage has none.
 *
 * For a program of the Automation API that is whenever the engine calls back into it: transforms and hooks arrive outside the program's
 * context, find the store of nobody, and the SDK then sends secrets in plain text, since that store doesn't know that the engine takes secrets.
 */
export class FallbackStore extends AsyncLocalStorage<SdkStore> {
  readonly #usual: SdkStorage = globalThis.asyncLocalStorage;
  #store: SdkStore | undefined;

  constructor() {
    super();
    globalThis.asyncLocalStorage = this;
  }

  /** The program as it is, remembering its store when it starts. */
  remember<T>(program: () => Promise<T>): () => Promise<T> {
    return () => {
      this.#store = this.#usual.getStore();
      return program();
    };
  }

  use(store: SdkStore): void {
    this.#store = store;
  }

  /** Stops answering; another one that was put on top meanwhile stays. */
  remove(): void {
    this.#store = undefined;
    if (globalThis.asyncLocalStorage === this) globalThis.asyncLocalStorage = this.#usual;
  }

  override getStore(): SdkStore | undefined {
    return this.#usual.getStore() ?? this.#store;
  }

  override run<R, Args extends unknown[]>(store: SdkStore, callback: (...args: Args) => R, ...args: Args): R {
    return this.#usual.run(store, callback, ...args);
  }
}
