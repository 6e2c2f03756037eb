import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

/** A project's folder to work in, whose files nobody minds being written. */
export interface ProjectCopy {
  readonly folder: string;
  remove(): void;
}

/**
 * A project's folder in which creating a stack or setting config leaves the real files alone: `Pulumi*.yaml` and the folder
 * of stack configs are copies, everything else is a link to the original.
 */
export function copyOfProject(original: string): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-project-"));
  const configFolder = stackConfigFolder(original).split("/")[0];
  for (const name of readdirSync(original)) {
    const isCopied = /^Pulumi\..*ya?ml$/.test(name) || name === configFolder;
    if (isCopied) cpSync(join(original, name), join(folder, name), { recursive: true });
    else symlinkSync(join(original, name), join(folder, name));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What `stackConfigDir` in `Pulumi.yaml` says, with `/` between names; the project's own folder is an empty text. */
function stackConfigFolder(original: string): string {
  const path = join(original, "Pulumi.yaml");
  if (!existsSync(path)) return "";
  const file = parse(readFileSync(path, "utf8")) as { readonly stackConfigDir?: string } | null;
  return (file?.stackConfigDir ?? "").replace(/^\.\//, "");
}
