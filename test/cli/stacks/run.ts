import { vi } from "vitest";
import { main } from "../../../cli/main";

/** How a command ended, and what it said. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, as if it were started in a folder, without colours on 120 columns. */
export async function runIn(folder: string, ...argv: readonly string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const spies = [
    vi.spyOn(process, "cwd").mockReturnValue(folder),
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += String(text);
      return true;
    }),
  ];
  vi.stubEnv("NO_COLOR", "1");
  vi.stubEnv("COLUMNS", "120");
  process.exitCode = undefined;
  try {
    const code = await main(argv);
    return { code, out, err };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
