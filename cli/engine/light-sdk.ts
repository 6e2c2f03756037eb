import { createRequire, Module } from "node:module";

/**
 * What the SDK loads for turning functions into text, which no program here asks for: TypeScript's compiler and npm's reader of
 * package trees, more than half of the SDK's own loading time and 50 MB.
 */
const DEFERRED = ["@pulumi/pulumi/typescript-shim.js", "@npmcli/arborist"] as const;

/**
 * Lets the SDK load its heaviest parts when they are first used instead of always. Call it before anything loads the SDK; it changes nothing
 * afterwards, and nothing that a program can see.
 */
export function deferUnusedParts(): void {
  const require = createRequire(import.meta.url);
  const sdk = createRequire(require.resolve("@pulumi/pulumi"));
  for (const name of DEFERRED) {
    const file = sdk.resolve(name);
    if (require.cache[file] === undefined) require.cache[file] = deferred(file, sdk);
  }
}

/** A loaded module to whoever asks for it; the real one is read at the first use of anything in it. */
function deferred(file: string, sdk: NodeJS.Require): NodeModule {
  let real: object | undefined;
  const load = (): object => {
    if (real === undefined) {
      delete sdk.cache[file];
      real = sdk(file) as object;
    }
    return real;
  };
  const exports = new Proxy(
    {},
    {
      // Compiled imports ask for this mark at once, and read the rest when they use it.
      get: (_, key) => (key === "__esModule" && real === undefined ? true : Reflect.get(load(), key)),
      has: (_, key) => Reflect.has(load(), key),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), key);
        // What isn't on the proxy's own target must not be called fixed.
        return found === undefined ? undefined : { ...found, configurable: true };
      },
    },
  );
  return Object.assign(new Module(file), { exports, filename: file, loaded: true });
}
