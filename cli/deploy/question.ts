import { createInterface } from "node:readline/promises";

/** Asks on the terminal; an end of input is no. */
export async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([terminal.question(question), gone]);
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}
