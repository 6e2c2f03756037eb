import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Copy, type Outcome } from "./copy";

const INSTALLING = /^Installing what package-lock\.json pins \(about a minute, once\) …\n$/;
const LOCK = ".tidegate-install.lock";

/** A project whose one dependency lies in a folder, so that real npm installs it without a network. */
function project(version: string): Readonly<Record<string, string>> {
  const manifest = { name: "copy", version: "1.0.0", dependencies: { greeting: "file:vendor/greeting" } };
  const packages = {
    "": manifest,
    "node_modules/greeting": { resolved: "vendor/greeting", link: true },
    "vendor/greeting": { version },
  };
  return {
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify({
      name: "copy",
      version: "1.0.0",
      lockfileVersion: 3,
      requires: true,
      packages,
    }),
    "vendor/greeting/package.json": JSON.stringify({ name: "greeting", version }),
    "vendor/greeting/index.js": 'module.exports = "hello";',
  };
}

let copy: Copy;
beforeEach(() => {
  copy = new Copy(project("1.0.0"));
});
afterEach(() => copy.remove());

function greet(): Promise<Outcome> {
  return copy.node(
    "-e",
    'require("./cli/boot/install.cjs").ensureInstalled().then(() => console.log(require("greeting")))',
  );
}

describe("ensureInstalled", () => {
  it("installs what is missing, says so in one line, and is silent from then on", async () => {
    const first = await greet();
    expect(first).toMatchObject({ exitCode: 0, stdout: "hello\n" });
    expect(first.stderr).toMatch(INSTALLING);
    expect(await greet()).toEqual({ exitCode: 0, stdout: "hello\n", stderr: "" });
    expect(existsSync(copy.path(LOCK))).toBe(false);
  });

  it("installs again when package-lock.json has changed", async () => {
    await greet();
    for (const [file, text] of Object.entries(project("1.0.1"))) copy.write(file, text);
    const after = await greet();
    expect(after).toMatchObject({ exitCode: 0, stdout: "hello\n" });
    expect(after.stderr).toMatch(INSTALLING);
  });

  it("installs again when an install was interrupted before npm had finished", async () => {
    await greet();
    rmSync(copy.path("node_modules/.package-lock.json"));
    expect((await greet()).stderr).toMatch(INSTALLING);
  });

  it("accepts an install made by hand", async () => {
    const byHand = await copy.shell("npm ci --silent --ignore-scripts --no-audit --no-fund");
    expect(byHand.exitCode).toBe(0);
    expect(await greet()).toEqual({ exitCode: 0, stdout: "hello\n", stderr: "" });
  });

  it("lets one of two processes install while the other waits", async () => {
    const both = await Promise.all([greet(), greet()]);
    expect(both.map((outcome) => outcome.stdout)).toEqual(["hello\n", "hello\n"]);
    expect(both.filter((outcome) => outcome.stderr.includes("Installing"))).toHaveLength(1);
  });

  it("takes over the lock of a process that is gone", async () => {
    const gone = await copy.node("-e", "console.log(process.pid)");
    mkdirSync(copy.path(LOCK));
    const owner = { token: "left behind", host: hostname(), pids: [Number(gone.stdout)] };
    writeFileSync(copy.path(`${LOCK}/owner.json`), JSON.stringify(owner));
    expect(await greet()).toMatchObject({ exitCode: 0, stdout: "hello\n" });
    expect(existsSync(copy.path(LOCK))).toBe(false);
  });

  it("waits for the lock of a process that lives", async () => {
    mkdirSync(copy.path(LOCK));
    const owner = { token: "at work", host: hostname(), pids: [process.pid] };
    writeFileSync(copy.path(`${LOCK}/owner.json`), JSON.stringify(owner));
    const waiting = greet();
    const early = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 1_000, "still waiting"))]);
    expect(early).toBe("still waiting");
    rmSync(copy.path(LOCK), { recursive: true });
    const outcome = await waiting;
    expect(outcome).toMatchObject({ exitCode: 0, stdout: "hello\n" });
    expect(outcome.stderr).toContain("Another process is installing; waiting for it …\n");
  });

  it("shows npm's output and what to do when npm can't, and runs nothing", async () => {
    copy.write(
      "package.json",
      JSON.stringify({ name: "copy", version: "1.0.0", dependencies: { another: "file:vendor/another" } }),
    );
    const outcome = await greet();
    expect(outcome).toMatchObject({ exitCode: 1, stdout: "" });
    expect(outcome.stderr).toMatch(/npm error/);
    expect(outcome.stderr).toMatch(/Nothing was run\. Check the network and the disk, then run the command again\.\n$/);
    expect(existsSync(copy.path(LOCK))).toBe(false);
  });

  it("leaves the folder alone that a linked node_modules points to, when it isn't what is pinned", async () => {
    copy.write("elsewhere/greeting/index.js", 'module.exports = "theirs";');
    symlinkSync(copy.path("elsewhere"), copy.path("node_modules"));
    const outcome = await greet();
    expect(outcome).toMatchObject({ exitCode: 1, stdout: "" });
    expect(outcome.stderr).toBe(
      `node_modules is a link to ${realpathSync(copy.path("elsewhere"))}, which isn't what package-lock.json pins.\nNothing was installed: that would empty the folder it points to. Delete the link, then run the command again.\n`,
    );
    expect(existsSync(copy.path("elsewhere/greeting/index.js"))).toBe(true);
  });

  it("uses a linked node_modules that is what package-lock.json pins", async () => {
    await greet();
    renameSync(copy.path("node_modules"), copy.path("elsewhere"));
    symlinkSync(copy.path("elsewhere"), copy.path("node_modules"));
    expect(await greet()).toEqual({ exitCode: 0, stdout: "hello\n", stderr: "" });
  });

  it("does nothing in a published package, which has no lockfile", async () => {
    rmSync(copy.path("package-lock.json"));
    const outcome = await copy.node(
      "-e",
      'require("./cli/boot/install.cjs").ensureInstalled().then(() => console.log("on"))',
    );
    expect(outcome).toEqual({ exitCode: 0, stdout: "on\n", stderr: "" });
  });
});

describe("requireNodeVersion", () => {
  it.each([
    ["18.19.0", 1],
    ["20.19.9", 1],
    ["20.20.0", 0],
    ["22.0.0", 0],
  ])("on Node %s ends with exit code %d", async (version, exitCode) => {
    const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" })`;
    const outcome = await copy.node("-e", `${pretend}; require("./cli/boot/node-version.cjs").requireNodeVersion()`);
    const line = `Tidegate needs Node 20.20 or newer, this is ${version}. Install a newer Node and run the command again.\n`;
    expect(outcome).toEqual({ exitCode, stdout: "", stderr: exitCode === 0 ? "" : line });
  });
});
