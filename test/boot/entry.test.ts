import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Copy } from "./copy";

const MAIN = `
export async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === "exit") return Number(argv[1]);
  if (argv[0] === "throw") throw new Error("out of true"); // line 4
  if (argv[0] === "stack") process.stdout.write(String(new Error("where").stack));
  if (argv[0] === "later") setTimeout(() => { throw new Error("out of time"); }, 1);
  if (argv[0] === "flood") {
    for (let line = 0; line < 20_000; line++) process.stdout.write("a line of a long report\\n");
    return 2;
  }
  process.stdout.write(argv.join(" "));
  return 0;
}
`;

let copy: Copy;
beforeAll(() => {
  copy = new Copy({ "cli/main.ts": MAIN });
  copy.borrowNodeModules();
});
afterAll(() => copy.remove());

describe("tidegate.cjs", () => {
  it.each([0, 1, 2, 3])("passes exit code %d on", async (exitCode) => {
    expect(await copy.node("cli/tidegate.cjs", "exit", `${exitCode}`)).toEqual({ exitCode, stdout: "", stderr: "" });
  });

  it.each([
    ["throw", "Error: out of true", "cli/main.ts:4:"],
    ["later", "Error: out of time", "cli/main.ts:6:"],
  ])("reports a defect (%s) by its place in the sources, with exit code 70", async (word, message, place) => {
    const outcome = await copy.node("cli/tidegate.cjs", word);
    expect(outcome.exitCode).toBe(70);
    expect(outcome.stderr).toContain("This is a defect of Tidegate, not of your input.");
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).toContain(copy.path(place));
    expect(outcome.stderr).not.toContain("dist/main.cjs");
  });

  it("gives stack traces of the sources to the program itself when TIDEGATE_DEBUG is set", async () => {
    const outcome = await copy.shell(`TIDEGATE_DEBUG=1 "${process.execPath}" cli/tidegate.cjs stack`);
    expect(outcome.stdout).toContain(copy.path("cli/main.ts:5:"));
  });

  it("keeps quiet, and its exit code, when the reader of its output leaves", async () => {
    const outcome = await copy.shell(
      `"${process.execPath}" cli/tidegate.cjs flood | head -1; echo "\${PIPESTATUS[0]}"`,
    );
    expect(outcome).toEqual({ exitCode: 0, stdout: "a line of a long report\n2\n", stderr: "" });
  });
});

describe("start.cjs", () => {
  it("plans the story, then previews its stack", async () => {
    const plan = "plan stacks/events/morning-meeting.yaml --at 2027-01-27T14:00[Asia/Shanghai]";
    const preview = "preview morning-meeting";
    const stdout = `${plan}\n$ tidegate ${preview}\n\n${preview}`;
    const outcome = await copy.node("cli/boot/start.cjs");
    expect({ ...outcome, stdout: outcome.stdout.replaceAll(/\n+/g, "\n") }).toEqual({
      exitCode: 0,
      stdout: stdout.replaceAll(/\n+/g, "\n"),
      stderr: "",
    });
  });

  it.each([
    [
      ["--format", "json"],
      "plan stacks/events/morning-meeting.yaml --at 2027-01-27T14:00[Asia/Shanghai] --format json",
    ],
    [["--at", "now"], "plan stacks/events/morning-meeting.yaml --at now"],
    [["stacks/events/cup-final-1m.yaml", "--seed", "7"], "plan stacks/events/cup-final-1m.yaml --seed 7"],
    [["levers", "mine.yaml"], "levers mine.yaml"],
  ])("%j runs: tidegate %s", async (argv, command) => {
    expect(await copy.node("cli/boot/start.cjs", ...argv)).toEqual({ exitCode: 0, stdout: command, stderr: "" });
  });
});
