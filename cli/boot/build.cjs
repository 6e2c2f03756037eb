"use strict";

const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const DIST = path.join(ROOT, "dist");
const LOCK = path.join(DIST, ".build.lock");
/** Bundle name → the source it starts from. */
const ENTRIES = {
  main: "cli/main.ts",
  stacks: "stacks/index.ts",
  policies: "policies/packs/engine/index.ts",
  bench: "bench/main.ts",
};
/** Besides the sources; what comes from node_modules is pinned by the lockfile. */
const ALSO_READ = ["package-lock.json", "tsconfig.json", "cli/boot/build.cjs"];
/** Resolved from node_modules at run time: big, and loaded only by the commands that need them; what the SDK loads, too, is loaded once. */
const EXTERNAL = ["echarts", "@pulumi/*", "@grpc/grpc-js", "google-protobuf"];
/** File times come from a clock that may lag behind by a tick of the kernel. */
const FILE_CLOCK_MS = 20;
/** From this size on, JSON.parse of a string starts faster than the same value as a literal. */
const LARGE_JSON_BYTES = 8 * 1024;

/**
 * Bundles one entry into dist/ if it isn't there or any file it came from has changed.
 * @param entryName a key of ENTRIES
 * @returns the bundle's path; undefined when this repository has no such entry
 */
async function ensureBuilt(entryName) {
  const source = ENTRIES[entryName];
  if (!source) throw new Error(`No entry is called ${entryName}; there are ${Object.keys(ENTRIES).join(", ")}`);
  const bundle = path.join(DIST, `${entryName}.cjs`);
  // A published package has dist/ and no lockfile: what was published is what runs.
  if (!fs.existsSync(path.join(ROOT, "package-lock.json"))) return fs.existsSync(bundle) ? bundle : undefined;
  if (!fs.existsSync(path.join(ROOT, source))) return undefined;
  if (isFresh(entryName)) return bundle;

  const { withLock } = require("./lock.cjs");
  fs.mkdirSync(DIST, { recursive: true });
  await withLock(LOCK, async () => {
    if (!isFresh(entryName)) await build(entryName);
  });
  return bundle;
}

const inputsPath = (entryName) => path.join(DIST, `${entryName}.inputs.json`);

/** True when the bundle is there and every file it was made from is exactly as it was. */
function isFresh(entryName) {
  let inputs;
  try {
    inputs = JSON.parse(fs.readFileSync(inputsPath(entryName), "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return false;
    throw error;
  }
  return (
    fs.existsSync(path.join(DIST, `${entryName}.cjs`)) &&
    Object.entries(inputs).every(([file, mark]) => mark !== null && mark === markOf(file))
  );
}

/** Changes whenever the file may have: ctime also sees a replacement that keeps size and mtime. */
function markOf(file) {
  const stat = fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}` : "absent";
}

async function build(entryName) {
  const { createHash } = require("node:crypto");
  const esbuild = require("esbuild");
  const before = Date.now() - FILE_CLOCK_MS;
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [ENTRIES[entryName]],
    outfile: path.join(DIST, `${entryName}.cjs`),
    write: false,
    bundle: true,
    packages: "bundle",
    external: EXTERNAL,
    format: "cjs",
    platform: "node",
    target: "node20",
    // Lazy code stays lazy as require(): the libraries' CommonJS builds are single files, their ES modules hundreds.
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "importMetaUrl" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    plugins: [largeJson],
  });

  const files = Object.keys(result.metafile.inputs).filter((file) => !/(^|\/)node_modules\//.test(file));
  const inputs = {};
  for (const file of [...files, ...ALSO_READ].sort()) {
    // Changed while esbuild was reading: there is no telling which version it saw, so the next run builds again.
    inputs[file] = isTouchedSince(file, before) ? null : markOf(file);
  }

  const staging = fs.mkdtempSync(path.join(DIST, ".staging-"));
  try {
    for (const output of result.outputFiles) {
      const name = path.basename(output.path);
      // The last line names the build, so that cached machine code of another build is never used (see load.cjs).
      const id = createHash("sha256").update(output.contents).digest("hex").slice(0, 16);
      const text = name.endsWith(".cjs") ? `${output.text.trimEnd()}\n//# build=${id}` : output.text;
      fs.writeFileSync(path.join(staging, name), text);
      fs.renameSync(path.join(staging, name), path.join(DIST, name));
    }
    // Last, since it is what declares the bundle fresh.
    fs.writeFileSync(path.join(staging, "inputs.json"), JSON.stringify(inputs, undefined, 1));
    fs.renameSync(path.join(staging, "inputs.json"), inputsPath(entryName));
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
  fs.rmSync(path.join(DIST, "cache", entryName), { recursive: true, force: true });
}

function isTouchedSince(file, instantMs) {
  const stat = fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false });
  if (!stat) return !ALSO_READ.includes(file); // a source has gone; a configuration file need not exist
  return Math.max(stat.mtimeMs, stat.ctimeMs) >= instantMs;
}

const largeJson = {
  name: "large-json",
  setup(build) {
    build.onLoad({ filter: /\.json$/ }, async (file) => {
      const text = await fs.promises.readFile(file.path, "utf8");
      if (text.length < LARGE_JSON_BYTES) return { contents: text, loader: "json" };
      const compact = JSON.stringify(JSON.parse(text));
      return { contents: `export default JSON.parse(${JSON.stringify(compact)});`, loader: "js" };
    });
  },
};

module.exports = { ensureBuilt };

if (require.main === module) {
  const { ensureInstalled } = require("./install.cjs");
  ensureInstalled()
    .then(() => Promise.all(Object.keys(ENTRIES).map(ensureBuilt)))
    .catch(require("./defect.cjs").reportDefect);
}
