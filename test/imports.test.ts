import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json";

const ROOT = path.resolve(import.meta.dirname, "..");

/** Who may import whom (design.md 5). Entries are folders or files of this repository, package names, `@scope/*` or `node:*`. */
interface Rule {
  /** What is there when the program runs. */
  readonly runtime: readonly string[];
  /** Besides, what only the type checker sees: `import type`, `export type`, `import("…")` in a type. */
  readonly types: readonly string[];
  /** Same input, same bytes: no clock, no randomness, no environment. */
  readonly pure: boolean;
}

const PURE_LIBRARIES = ["zod", "yaml", "temporal-polyfill", "simple-statistics", "pure-rand", "fastest-levenshtein"];

const RULES: Readonly<Record<string, Rule>> = {
  capacity: { runtime: ["capacity", ...PURE_LIBRARIES], types: [], pure: true },
  components: { runtime: ["components", "@pulumi/*"], types: ["capacity"], pure: true },
  // The program reads the event file that its config names; what the text means is decided in capacity.
  stacks: {
    runtime: ["stacks", "components", "capacity", "@pulumi/*", "zod", "node:fs", "node:path"],
    types: [],
    pure: true,
  },
  // What a stack's files say, without any of Pulumi: the command line reads it, too.
  "stacks/declared": { runtime: ["stacks/declared", "capacity", "zod", "node:fs", "node:path"], types: [], pure: true },
  policies: { runtime: ["policies", "capacity/catalog", "@pulumi/*", "zod"], types: ["capacity"], pure: false },
  cli: {
    runtime: [
      "cli",
      "capacity",
      "policies",
      "stacks/declared",
      "package.json",
      "node:*",
      ...Object.keys(packageJson.dependencies),
    ],
    types: [],
    pure: false,
  },
  // The program, only through an engine.
  "cli/engine": {
    runtime: [
      "cli",
      "capacity",
      "policies",
      "stacks",
      "package.json",
      "node:*",
      ...Object.keys(packageJson.dependencies),
    ],
    types: [],
    pure: false,
  },
};

/** Folders whose code is not shipped: tests and measurements may look at everything. */
const UNRESTRICTED = ["test", "bench"];

interface Import {
  readonly specifier: string;
  readonly line: number;
  readonly kind: "runtime" | "types";
}

interface Breach {
  readonly line: number;
  readonly what: string;
}

/** Every way a TypeScript file can name another module. */
function importsOf(source: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (!specifier) return;
    found.push({
      specifier: ts.isStringLiteralLike(specifier) ? specifier.text : "an expression",
      line: lineOf(source, specifier),
      kind: isTypeOnly ? "types" : "runtime",
    });
  };
  const visit = (node: ts.Node): void => {
    // `import { type A }` still loads the module under verbatimModuleSyntax; only `import type` doesn't.
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isExternalModuleReference(node))
      add(node.expression, (node.parent as ts.ImportEqualsDeclaration).isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument, true);
    else if (ts.isCallExpression(node) && isModuleLoad(node)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isModuleLoad(call: ts.CallExpression): boolean {
  const callee = call.expression;
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
}

/** The name under which a rule would list the module: a path from the root, or the specifier itself. */
function moduleName(file: string, specifier: string): string {
  return specifier.startsWith(".") ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
}

function isAllowed(name: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) =>
    entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry || name.startsWith(`${entry}/`),
  );
}

/** What each name may be used for in pure code; every other use reads a clock, a seed or the surroundings. */
const IMPURE: Readonly<Record<string, (use: ts.Identifier) => boolean>> = {
  Date: (use) => !isMemberIn(use, ["UTC", "parse"]) && !isNewWithArguments(use) && !isRightOfInstanceof(use),
  Math: (use) => !isMember(use) || isMemberIn(use, ["random"]),
  Temporal: (use) => !isMember(use) || isMemberIn(use, ["Now"]),
  process: () => true,
  performance: () => true,
  crypto: () => true,
  globalThis: () => true,
  eval: () => true,
};

function isMember(use: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(use.parent) && use.parent.expression === use;
}

function isMemberIn(use: ts.Identifier, names: readonly string[]): boolean {
  return isMember(use) && names.includes((use.parent as ts.PropertyAccessExpression).name.text);
}

function isNewWithArguments(use: ts.Identifier): boolean {
  return ts.isNewExpression(use.parent) && use.parent.expression === use && (use.parent.arguments?.length ?? 0) > 0;
}

function isRightOfInstanceof(use: ts.Identifier): boolean {
  return ts.isBinaryExpression(use.parent) && use.parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
}

/** True for a reference to a value; false for a type, an import's name, or a property that merely has that name. */
function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent))
    return parent.name !== node;
  return !ts.isMethodDeclaration(parent) && !ts.isPropertyDeclaration(parent) && !ts.isEnumMember(parent);
}

function impuritiesOf(source: ts.SourceFile): readonly Breach[] {
  const found: Breach[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && Object.hasOwn(IMPURE, node.text) && isValueUse(node) && IMPURE[node.text]?.(node)) {
      found.push({ line: lineOf(source, node), what: `uses ${node.parent.getText(source).split("\n")[0]}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** The rule of the deepest folder that has one. */
function ruleOf(file: string): Rule | undefined {
  const folders = Object.keys(RULES).filter((folder) => file.startsWith(`${folder}/`));
  const deepest = folders.sort((a, b) => b.length - a.length)[0];
  return deepest === undefined ? undefined : RULES[deepest];
}

/** @returns one sentence per breach, `file:line what` */
function breachesOf(file: string, text: string): readonly string[] {
  const rule = ruleOf(file);
  if (!rule)
    return UNRESTRICTED.includes(file.split("/")[0] ?? "") ? [] : [`${file}:1 lies in a folder without a rule`];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const imports = importsOf(source)
    .filter(({ specifier, kind }) => {
      const name = moduleName(file, specifier);
      return !isAllowed(name, rule.runtime) && !(kind === "types" && isAllowed(name, rule.types));
    })
    .map(({ specifier, line, kind }) => ({
      line,
      what: `imports ${specifier}${kind === "types" ? " as a type" : ""}`,
    }));
  const impurities = rule.pure ? impuritiesOf(source) : [];
  return [...imports, ...impurities].map(({ line, what }) => `${file}:${line} ${what}`);
}

/** All TypeScript files in folders, as paths from the root; root files are configuration. */
function typescriptFiles(): readonly string[] {
  const skipped = new Set(["node_modules", "dist", "coverage"]);
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith("."))
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder.name), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.[cm]?tsx?$/.test(file) && !file.includes("node_modules"))
        .map((file) => path.posix.join(folder.name, file.split(path.sep).join("/"))),
    );
}

describe("import directions", () => {
  it("hold in every file", () => {
    const files = typescriptFiles();
    expect(files).toContain("test/imports.test.ts");
    expect(files.flatMap((file) => breachesOf(file, readFileSync(path.join(ROOT, file), "utf8")))).toEqual([]);
  });

  it.each([
    ["capacity/cost.ts", 'import { readFileSync } from "node:fs";', "imports node:fs"],
    ["capacity/cost.ts", 'import { NodePool } from "../components/node-pool";', "imports ../components/node-pool"],
    ["capacity/cost.ts", 'import * as pulumi from "@pulumi/pulumi";', "imports @pulumi/pulumi"],
    ["capacity/layers/edge.ts", 'export { main } from "../../cli/main";', "imports ../../cli/main"],
    ["capacity/cost.ts", 'const load = () => import("commander");', "imports commander"],
    ["capacity/cost.ts", 'const fs = require("fs");', "imports fs"],
    ["capacity/cost.ts", 'import fs = require("fs");', "imports fs"],
    ["capacity/cost.ts", "const load = (name: string) => import(name);", "imports an expression"],
    ["capacity/cost.ts", 'import { z } from "zod-to-json-schema";', "imports zod-to-json-schema"],
    ["components/node-pool.ts", 'import { size } from "../capacity/compute";', "imports ../capacity/compute"],
    ["components/node-pool.ts", 'import { type Sizing } from "../capacity/compute";', "imports ../capacity/compute"],
    [
      "components/node-pool.ts",
      'import type { Settings } from "../stacks/settings";',
      "imports ../stacks/settings as a type",
    ],
    ["components/node-pool.ts", 'let a: import("../cli/main").Main;', "imports ../cli/main as a type"],
    ["stacks/event.ts", 'import { rules } from "../policies/packs";', "imports ../policies/packs"],
    ["policies/budget.ts", 'import { plan } from "../capacity/plan";', "imports ../capacity/plan"],
    ["policies/budget.ts", 'import { NodePool } from "../components/node-pool";', "imports ../components/node-pool"],
    ["cli/commands/plan.ts", 'import { program } from "../../stacks/index";', "imports ../../stacks/index"],
    [
      "cli/commands/plan.ts",
      'import { NodePool } from "../../components/node-pool";',
      "imports ../../components/node-pool",
    ],
    ["cli/commands/plan.ts", 'import ts from "typescript";', "imports typescript"],
    [
      "cli/engine/recorded.ts",
      'import { NodePool } from "../../components/node-pool";',
      "imports ../../components/node-pool",
    ],
    ["scripts/prices.ts", "export {};", "lies in a folder without a rule"],
  ])("%s may not say %s", (file, text, what) => {
    expect(breachesOf(file, text)).toEqual([`${file}:1 ${what}`]);
  });

  it.each([
    [
      "capacity/cost.ts",
      'import { z } from "zod"; import rows from "./catalog/prices.json"; import { Temporal } from "temporal-polyfill";',
    ],
    ["capacity/sampling.ts", 'import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";'],
    [
      "components/node-pool.ts",
      'import type { Sizing } from "../capacity/compute"; import * as aws from "@pulumi/aws";',
    ],
    ["stacks/event.ts", 'import { plan } from "../capacity/plan"; import { NodePool } from "../components/node-pool";'],
    [
      "policies/budget.ts",
      'import { PRICES } from "../capacity/catalog/prices"; import type { Plan } from "../capacity/plan";',
    ],
    [
      "cli/commands/plan.ts",
      'import { readFileSync } from "node:fs"; import { Command } from "commander"; import { rules } from "../../policies/packs";',
    ],
    ["cli/engine/recorded.ts", 'const program = () => import("../../stacks/index");'],
    ["test/plan.test.ts", 'import { NodePool } from "../components/node-pool";'],
    ["capacity/cost.ts", '// import fs from "node:fs"\nconst text = "import fs from \'node:fs\'";'],
  ])("%s may say %s", (file, text) => {
    expect(breachesOf(file, text)).toEqual([]);
  });
});

describe("purity", () => {
  it.each([
    ["const t = Date.now();", "uses Date.now"],
    ["const t = new Date();", "uses new Date()"],
    ["const t = new Date;", "uses new Date"],
    ["const t = Date();", "uses Date()"],
    ['const t = Date["now"]();', 'uses Date["now"]'],
    ["const { now } = Date;", "uses { now } = Date"],
    ["const x = Math.random();", "uses Math.random"],
    ["const { random } = Math;", "uses { random } = Math"],
    ["const t = Temporal.Now.instant();", "uses Temporal.Now"],
    ["const t = Temporal['Now'].instant();", "uses Temporal['Now']"],
    ["const home = process.env;", "uses process.env"],
    ["const t = performance.now();", "uses performance.now"],
    ["const id = crypto.randomUUID();", "uses crypto.randomUUID"],
    ["const t = globalThis.Date.now();", "uses globalThis.Date"],
  ])("%s reads what is not an argument", (text, what) => {
    for (const folder of ["capacity", "components", "stacks"]) {
      expect(breachesOf(`${folder}/cost.ts`, text)).toEqual([`${folder}/cost.ts:1 ${what}`]);
    }
    expect(breachesOf("cli/clock.ts", text)).toEqual([]);
  });

  it.each([
    ["const t = new Date(0);"],
    ['const t = Date.parse("2027-01-31T00:00:00Z");'],
    ["const isDate = (x: unknown): x is Date => x instanceof Date;"],
    ["const x = Math.max(1, 2);"],
    [
      'import { Temporal } from "temporal-polyfill"; const t: Temporal.Instant = Temporal.Instant.from("2027-01-31T00:00Z");',
    ],
    ["const phase = { process: 1 }; const p = phase.process;"],
    ["interface Row { readonly process: string; readonly performance?: number }"],
  ])("%s does not", (text) => {
    expect(breachesOf("capacity/cost.ts", text)).toEqual([]);
  });
});
