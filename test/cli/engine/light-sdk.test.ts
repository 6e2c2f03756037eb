import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Runs `tidegate preview platform` and then a line of JavaScript in the same process. @returns what that line printed */
function afterPreview(line: string): string {
  const script = `process.argv.splice(1, 0, "tidegate"); process.once("exit", () => { console.error(${line}); }); require("./cli/tidegate.cjs");`;
  const ended = spawnSync(process.execPath, ["-e", script, "preview", "platform"], { cwd: ROOT, encoding: "utf8" });
  expect(ended.stdout).toContain("Network");
  return ended.stderr.trim();
}

const HEAVY = String.raw`/node_modules\/(typescript\/lib|@npmcli\/arborist\/lib\/arborist)\//`;

it("leaves the compiler and the tree reader unread in a preview", () => {
  expect(afterPreview(`Object.keys(require.cache).filter((file) => ${HEAVY}.test(file)).length`)).toBe("0");
});

it("gives the real ones to whoever uses them", () => {
  const shim = `require("@pulumi/pulumi/typescript-shim.js")`;
  expect(afterPreview(`[${shim}.version, ${shim}.SyntaxKind.Unknown, "version" in ${shim}]`)).toMatch(
    /^\[ '\d+\.\d+\.\d+', 0, true \]$/,
  );
});
