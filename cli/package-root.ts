import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { required } from "../capacity/problems";

const MARK = path.join("cli", "boot", "build.cjs");

/** Tidegate's own folder: this file lies in its cli/, or in its dist/ once it is bundled. */
export function packageRoot(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const above = [here, path.resolve(here, "..")];
  return required(
    above.find((folder) => existsSync(path.join(folder, MARK))),
    `${MARK} above ${here}`,
  );
}
