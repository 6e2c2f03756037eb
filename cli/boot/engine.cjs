"use strict";
// Makes the Pulumi CLI available: the one on PATH, or one built from source by Go at the pinned version.
// Plain CommonJS, so that it runs on a fresh clone before anything is compiled.

const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync } = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..", "..");
const MODULE_FOLDER = path.join(ROOT, "test", "engine", "go");
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const MODULE = "github.com/pulumi/pulumi/pkg/v3";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const BINARY = path.join(ROOT, ".engine", "bin", process.platform === "win32" ? "pulumi.exe" : "pulumi");

/** The version that go.mod pins, without its `v`. */
function pinnedVersion() {
  const text = readFileSync(path.join(MODULE_FOLDER, "go.mod"), "utf8");
  const line = text.split("\n").find((candidate) => candidate.trim().startsWith(`${MODULE} v`));
  if (line === undefined) throw new Error(`test/engine/go/go.mod doesn't pin ${MODULE}`);
  return line.trim().split(/\s+/)[1].slice(1);
}

/** The version a pulumi command reports, or undefined when there is no such command. */
function versionOf(command) {
  const run = spawnSync(command, ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return run.status === 0 ? run.stdout.trim().replace(/^v/, "") : undefined;
}

/** A CLI older than the SDK may not know what the SDK asks for. */
function sdkVersion() {
  return require(path.join(ROOT, "node_modules", "@pulumi", "pulumi", "package.json")).version;
}

function isOlder(version, than) {
  const [a, b] = [version, than].map((text) => text.split(/[.+-]/, 3).map(Number));
  const at = a.findIndex((part, index) => part !== b[index]);
  return at !== -1 && a[at] < b[at];
}

function hasGo() {
  return spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;
}

function build(version) {
  mkdirSync(path.dirname(BINARY), { recursive: true });
  const flags = `-s -w -X ${VERSION_VARIABLE}=${version}`;
  return spawnSync("go", ["build", "-ldflags", flags, "-o", BINARY, PACKAGE], { cwd: MODULE_FOLDER, stdio: "inherit" })
    .status;
}

function main() {
  const onPath = versionOf("pulumi");
  if (onPath !== undefined && !isOlder(onPath, sdkVersion())) {
    console.log(`engine: using pulumi ${onPath} from PATH`);
    return 0;
  }
  if (onPath !== undefined) console.log(`engine: pulumi ${onPath} on PATH is older than the SDK's ${sdkVersion()}`);
  const version = pinnedVersion();
  if (existsSync(BINARY) && versionOf(BINARY) === version) {
    console.log(`engine: pulumi ${version} is already built`);
    return 0;
  }
  if (!hasGo()) {
    console.error(
      `engine: there is neither pulumi ${sdkVersion()} or newer nor go on PATH. Install Pulumi (https://www.pulumi.com/docs/install/), or install Go 1.26 or newer and run this again.`,
    );
    return 1;
  }
  console.log(
    `engine: building pulumi ${version} with Go, about 3 minutes on two cores the first time, seconds after that`,
  );
  const startedAt = Date.now();
  const status = build(version);
  if (status !== 0) {
    console.error(`engine: the build of pulumi ${version} failed; the lines above say why`);
    return 1;
  }
  console.log(`engine: pulumi ${version} built in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  return 0;
}

process.exitCode = main();
