import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";

const ORIGINAL = path.resolve(import.meta.dirname, "../..");

type Config = Readonly<Record<string, unknown>>;

/** Config as the engine hands it over: text, and JSON for what is a mapping or a list; undefined is left out. */
export function engineText(config: Config): Readonly<Record<string, string>> {
  const values = Object.entries(config).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    values.map(([key, value]) => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}

/** A copy of the project's declarations, in which a test may change stacks and events. */
export class TemporaryProject {
  readonly root = mkdtempSync(path.join(tmpdir(), "tidegate-declared-"));

  constructor() {
    mkdirSync(path.join(this.root, "stacks"));
    cpSync(path.join(ORIGINAL, "Pulumi.yaml"), path.join(this.root, "Pulumi.yaml"));
    for (const folder of ["config", "events"]) {
      cpSync(path.join(ORIGINAL, "stacks", folder), path.join(this.root, "stacks", folder), { recursive: true });
    }
  }

  path(...names: readonly string[]): string {
    return path.join(this.root, ...names);
  }

  /** The very text of a stack's file. */
  read(stack: string): string {
    return readFileSync(this.#stackFile(stack), "utf8");
  }

  write(stack: string, text: string): void {
    writeFileSync(this.#stackFile(stack), text);
  }

  /** A stack's config by full key. */
  config(stack: string): Config {
    return (parse(this.read(stack)) as { readonly config: Config }).config;
  }

  /** A stack's config as the engine hands it over: text, and JSON for what is a mapping or a list. */
  engineConfig(stack: string): Readonly<Record<string, string>> {
    return engineText(this.config(stack));
  }

  /** Writes a stack's config anew, or changes keys of it; undefined takes one away. */
  declare(stack: string, config: Config): void {
    writeFileSync(this.#stackFile(stack), stringify({ config }));
  }

  change(stack: string, changes: Config): void {
    const changed = Object.entries({ ...this.config(stack), ...changes }).filter(([, value]) => value !== undefined);
    this.declare(stack, Object.fromEntries(changed));
  }

  /** Takes stacks away, so that they are no neighbours of the others. */
  forget(...stacks: readonly string[]): void {
    for (const stack of stacks) rmSync(this.#stackFile(stack));
  }

  /** Changes the top-level fields of an event file; undefined takes one away. */
  changeEvent(file: string, changes: Readonly<Record<string, unknown>>): void {
    const place = path.join(this.root, "stacks", "events", file);
    const event = { ...(parse(readFileSync(place, "utf8")) as object), ...changes };
    writeFileSync(place, stringify(event));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #stackFile(stack: string): string {
    return path.join(this.root, "stacks", "config", `Pulumi.${stack}.yaml`);
  }
}
