import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isMapping } from "../../capacity/event/path";
import { parseYaml } from "../../capacity/event/yaml";
import type { Outcome } from "../../capacity/problems";
import { parseStackFile } from "./stack-file";
import type { StackSettings } from "./stack-settings";

/** A stack that has a config file. */
export interface DeclaredStack {
  readonly stack: string;
  /** Its config file, relative to the project's folder. */
  readonly file: string;
  readonly settings: Outcome<StackSettings>;
}

const STACK_FILE = /^Pulumi\.(.+)\.ya?ml$/;

/** Folder of the stack files, relative to the project's; what `stackConfigDir` in `Pulumi.yaml` says. */
export function stackConfigFolder(root: string): string {
  const file = path.join(root, "Pulumi.yaml");
  if (!existsSync(file)) return ".";
  const yaml = parseYaml(readFileSync(file, "utf8"), "Pulumi.yaml");
  const folder = yaml.ok && isMapping(yaml.value.value) ? yaml.value.value.stackConfigDir : undefined;
  return typeof folder === "string" ? path.normalize(folder) : ".";
}

/** Every stack of the project by name, with its settings or what is wrong with them. */
export function declaredStacks(root: string): readonly DeclaredStack[] {
  const folder = stackConfigFolder(root);
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder))
    .flatMap((name) => {
      const stack = STACK_FILE.exec(name)?.[1];
      return stack === undefined ? [] : [{ stack, file: path.join(folder, name) }];
    })
    .sort((a, b) => (a.stack < b.stack ? -1 : 1))
    .map(({ stack, file }) => ({
      stack,
      file,
      settings: parseStackFile(readFileSync(path.join(root, file), "utf8"), file),
    }));
}
