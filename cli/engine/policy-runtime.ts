import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";

const LANGUAGE_PLUGIN = "pulumi-language-nodejs";

/** Policy packs in the form the engine can start, for as long as an operation runs. */
export interface StartedPacks {
  /** What `--policy-pack` gets. */
  readonly paths: readonly string[];
  remove(): void;
}

/**
 * The packs for `--policy-pack`. With the CLI's Node language plugin (part of Pulumi's complete release) a pack's folder is enough.
 * A CLI built from source has none: it gets a two-line script for each pack, which the engine runs as a plugin of its own.
 * @param folders the packs' folders
 * @param path where the engine looks for plugins, as in PATH
 * @see `NewPolicyAnalyzer` in the engine's `pkg/resource/plugin/analyzer_plugin.go`
 */
export function startedPacks(folders: readonly string[], path: string): StartedPacks {
  const hasPlugin = path.split(delimiter).some((entry) => existsSync(join(entry, LANGUAGE_PLUGIN)));
  if (hasPlugin || folders.length === 0) return { paths: folders, remove: () => undefined };
  const place = mkdtempSync(join(tmpdir(), "tidegate-policy-"));
  const paths = folders.map((folder, index) => writeStarter(join(place, String(index)), resolve(folder)));
  return { paths, remove: () => rmSync(place, { recursive: true, force: true }) };
}

/** The pack runs in its own folder with its own SDK; the engine gives its address as the only argument. */
function writeStarter(place: string, folder: string): string {
  const starter = join(place, basename(folder));
  mkdirSync(dirname(starter), { recursive: true });
  const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  writeFileSync(starter, `#!/bin/sh\ncd '${folder}' && exec '${process.execPath}' '${runner}' "$1" .\n`);
  chmodSync(starter, 0o755);
  return starter;
}
