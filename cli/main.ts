import { Command, CommanderError } from "commander";
import { Defect } from "../capacity/problems";
import packageJson from "../package.json";
import { registerCommands } from "./commands";
import { EXIT } from "./exit-codes";
import { colorsFor, say } from "./output";

/**
 * Runs the command line.
 *
 * @param argv arguments after the program's name
 * @returns the exit code: 0 fine, 1 invalid input, 2 no feasible plan, 3 mandatory policy violated, 4 differs where asked, 70 a defect of ours
 */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command("tidegate")
    .description("Capacity as code for live events: size, price, check and deploy the whole streaming chain.")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .showHelpAfterError("(add --help for the options and examples)")
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(colorsFor(process.stderr).red(text)) })
    .exitOverride();
  registerCommands(program);
  program.addHelpText(
    "after",
    `
Examples:
  $ tidegate init --tier 100k > my-event.yaml
  $ tidegate plan my-event.yaml
  $ tidegate plan my-event.yaml --set audience.peakConcurrentViewers=250000 --format html --out plan.html
  $ tidegate explain my-event.yaml session
  $ tidegate diff main:my-event.yaml my-event.yaml

Exit codes: 0 fine · 1 invalid input · 2 no feasible plan · 3 mandatory policy violated · 4 differs (diff --exit-code) · 70 defect of Tidegate`,
  );
  try {
    await program.parseAsync([...argv], { from: "user" });
    return Number(process.exitCode ?? EXIT.fine);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.invalidInput;
    say(defectText(error));
    return EXIT.defect;
  }
}

/** What a person needs to report a defect; the stack only on request, since it helps nobody at 05:00. */
function defectText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const kind = error instanceof Defect ? "Defect" : "Unexpected error";
  const stack = process.env.TIDEGATE_DEBUG && error instanceof Error ? `\n${error.stack}` : "";
  return `${kind} in Tidegate ${packageJson.version}: ${message}\nThis is ours, not yours. Run again with TIDEGATE_DEBUG=1 and report what it prints.${stack}`;
}
