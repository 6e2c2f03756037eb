import { describe, expect, it } from "vitest";
import { errorLines, problemFromText, withoutStack } from "../../../cli/engine/engine-problem";

describe("what the CLI writes, as a problem", () => {
  it.each([
    ["error: getting stack configuration: get stack secrets manager: incorrect passphrase", "passphrase-wrong"],
    [
      "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
      "passphrase-missing",
    ],
    ["error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end", "stack-locked"],
    [
      'error: unable to open state directory "file:///nowhere": stat /nowhere: no such file or directory',
      "backend-unreachable",
    ],
    [
      'error: read ".pulumi/meta.yaml": blob (key ".pulumi/meta.yaml") (code=Unknown): operation error S3',
      "backend-unreachable",
    ],
    [
      'error: performing HTTP request: Get "http://127.0.0.1:9/api/user": dial tcp: connect: connection refused',
      "backend-unreachable",
    ],
    ["error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions", "backend-unreachable"],
    ["error: plugin aws 7.48.0 not installed", "plugin-missing"],
    ["error: no language plugin 'pulumi-language-nodejs' found in the workspace or on your $PATH", "plugin-missing"],
    ['error: Preview failed: unknown stack "platform"', "stack-unknown"],
    ["error: something new", "engine-failed"],
  ])("%s is %s", (text, id) => {
    const problem = problemFromText(`Command failed with exit code 255: pulumi preview\n${text}\n`, "dev");
    expect(problem.id).toBe(id);
    expect(problem.where).toBe("dev");
    expect(problem.found).toContain(text.slice("error: ".length));
    expect(problem.found).not.toContain("Command failed");
    expect(problem.fix.length).toBeGreaterThan(10);
  });

  it("gives each error line once, without the line that only says that it failed", () => {
    expect(errorLines("error: a\n  error: a\nerror: preview failed\nerror: b")).toEqual(["a", "b"]);
  });

  it("gives the last lines when none is marked as an error", () => {
    expect(errorLines("Command failed: x\none\ntwo\nthree\nfour\n")).toEqual(["two", "three", "four"]);
  });

  it("drops stack traces and the words around them", () => {
    expect(withoutStack("Unhandled exception: Error: no zone\n    at f (x.js:1:1)\n    at g")).toBe("no zone");
    expect(withoutStack("Running program '/p' failed with an unhandled exception:\nError: no zone\n    at f")).toBe(
      "no zone",
    );
  });
});
