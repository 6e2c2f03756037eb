import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** A project of its own with the shipped stack and event files, in which a test may break things. */
export class TemporaryProject {
  readonly folder = mkdtempSync(path.join(tmpdir(), "tidegate-project-"));

  constructor() {
    mkdirSync(path.join(this.folder, "stacks"));
    for (const part of ["Pulumi.yaml", "stacks/config", "stacks/events"]) {
      cpSync(path.join(ROOT, part), path.join(this.folder, part), { recursive: true });
    }
  }

  path(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  /** The file of a stack's config. */
  stackFile(stack: string): string {
    return this.path("stacks", "config", `Pulumi.${stack}.yaml`);
  }

  read(stack: string): string {
    return readFileSync(this.stackFile(stack), "utf8");
  }

  write(stack: string, text: string): void {
    writeFileSync(this.stackFile(stack), text);
  }

  /** Changes keys of a stack's config; undefined takes one away. */
  configure(stack: string, changes: Readonly<Record<string, unknown>>): void {
    const { config } = parse(this.read(stack)) as { readonly config: Readonly<Record<string, unknown>> };
    const entries = Object.entries({ ...config, ...changes }).filter(([, value]) => value !== undefined);
    this.write(stack, stringify({ config: Object.fromEntries(entries) }));
  }

  drop(stack: string): void {
    rmSync(this.stackFile(stack));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
