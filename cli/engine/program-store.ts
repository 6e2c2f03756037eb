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
  const usual = globalThis.asyncLocalStorage;
  const store = new LocalStore();
  globalThis.asyncLocalStorage = new SingleStore(usual, store as never);
  try {
    return await run((clients) => Object.assign(store.settings, clients));
  } finally {
    globalThis.asyncLocalStorage = usual;
  }
}

type SdkStorage = typeof globalThis.asyncLocalStorage;
type SdkStore = NonNullable<ReturnType<SdkStorage["getStore"]>>;

/** Answers with one store wherever the usual storage has none. */
class SingleStore extends AsyncLocalStorage<SdkStore> {
  readonly #usual: SdkStorage;
  readonly #store: SdkStore;

  constructor(usual: SdkStorage, store: SdkStore) {
    super();
    this.#usual = usual;
    this.#store = store;
  }

  override getStore(): SdkStore {
    return this.#usual.getStore() ?? this.#store;
  }

  override run<R, Args extends unknown[]>(store: SdkStore, callback: (...args: Args) => R, ...args: Args): R {
    return this.#usual.run(store, callback, ...args);
  }
}
