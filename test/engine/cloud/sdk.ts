import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** What the installed SDK's type definitions say about one resource type. */
export interface SdkType {
  /** The names of its inputs. */
  readonly inputs: ReadonlySet<string>;
  /** The names of its outputs. */
  readonly outputs: ReadonlySet<string>;
}

const cache = new Map<string, SdkType | undefined>();

/** The version of an installed provider SDK. */
export function sdkVersion(provider: string): string {
  return (JSON.parse(readFileSync(require.resolve(`@pulumi/${provider}/package.json`), "utf8")) as { version: string })
    .version;
}

/** Reads a type's inputs and outputs from the SDK's definitions; undefined when the SDK has no such type. */
export function sdkType(token: string): SdkType | undefined {
  if (!cache.has(token)) cache.set(token, read(token));
  return cache.get(token);
}

function read(token: string): SdkType | undefined {
  const [provider, path, name] = token.split(":");
  if (provider === undefined || path === undefined || name === undefined) return undefined;
  const root = dirname(require.resolve(`@pulumi/${provider}/package.json`));
  const file = join(root, `${path.replace(/^index\//, "")}.d.ts`);
  if (!existsSync(file)) return undefined;
  const definition = readFileSync(file, "utf8");
  const args = definition.slice(definition.indexOf(`export interface ${name}Args`));
  const members = (source: string, pattern: RegExp): ReadonlySet<string> =>
    new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ""));
  return {
    inputs: members(args, /^ {4}(\w+)\??: /gm),
    outputs: members(definition, /^ {4}readonly (\w+): pulumi\.Output</gm),
  };
}
