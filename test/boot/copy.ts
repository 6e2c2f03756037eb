import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with this repository's boot code and other sources, where a test may break things. */
export class Copy {
  readonly root = mkdtempSync(path.join(tmpdir(), "tidegate-boot-"));

  constructor(files: Readonly<Record<string, string>>) {
    for (const boot of ["cli/boot", "cli/tidegate.cjs"]) {
      cpSync(path.join(ROOT, boot), this.path(boot), { recursive: true });
    }
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  path(file: string): string {
    return path.join(this.root, file);
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Uses what this repository has installed, and its lockfile, so that nothing is to be installed. */
  borrowNodeModules(): void {
    for (const file of ["package.json", "package-lock.json"]) cpSync(path.join(ROOT, file), this.path(file));
    symlinkSync(path.join(ROOT, "node_modules"), this.path("node_modules"));
  }

  node(...argv: readonly string[]): Promise<Outcome> {
    return run(process.execPath, argv, this.root);
  }

  shell(command: string): Promise<Outcome> {
    return run("bash", ["-c", command], this.root);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function run(command: string, argv: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
