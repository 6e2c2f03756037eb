import pc from "picocolors";
import type { ExitCode } from "./exit-codes";

type Colors = ReturnType<typeof pc.createColors>;

/** Colours for a stream: off for pipes and with NO_COLOR, on with FORCE_COLOR. */
export function colorsFor(stream: NodeJS.WriteStream): Colors {
  if ("NO_COLOR" in process.env && process.env.NO_COLOR !== "") return pc.createColors(false);
  if ("FORCE_COLOR" in process.env && process.env.FORCE_COLOR !== "0") return pc.createColors(true);
  return pc.createColors(stream.isTTY === true && process.env.TERM !== "dumb");
}

/** Width for tables: the terminal's, else COLUMNS, else 120 for files and pipes. */
export function widthOf(stream: NodeJS.WriteStream): number {
  const stated = Number(process.env.COLUMNS);
  const columns = stream.columns ?? (Number.isInteger(stated) && stated > 0 ? stated : 120);
  return Math.min(Math.max(columns, 60), 200);
}

/** Writes the answer: standard output carries nothing else. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes a message for the person: standard error, so that answers can be piped. */
export function say(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Sets the exit code that the shell will see. A graver one already set stays. */
export function exitWith(code: ExitCode): void {
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
}
