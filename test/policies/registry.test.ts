import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PACKS } from "../../policies/packs";
import { AREAS } from "../../policies/rule";
import { RULES } from "../../policies/rules";
import { rulesPage } from "../../policies/rules-page";
import { readSettings } from "../../policies/settings";
import { sourceText } from "../../policies/source-text";
import { TYPES } from "../../policies/types";
import { expectGolden } from "../support/golden";

const RULES_FOLDER = path.resolve(import.meta.dirname, "../../policies/rules");
const configurable = RULES.filter(({ config }) => Object.keys(config.shape).length > 0);

describe("the list of rules", () => {
  it("has every rule file, each named after its rule", () => {
    const files = AREAS.flatMap((area) =>
      readdirSync(path.join(RULES_FOLDER, area)).filter((file) => file.startsWith(`${area}-`)),
    );
    expect(RULES.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it("gives every id once, beginning with the rule's area", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    expect(RULES.filter(({ id, area }) => !id.startsWith(`${area}-`))).toEqual([]);
  });

  it("names a source for every rule, and each row of the catalog that it names is there", () => {
    for (const { id, sources } of RULES) {
      expect(sources.length, id).toBeGreaterThan(0);
      for (const source of sources) expect(sourceText(source), id).not.toBe("");
    }
  });

  it("types no number of a limit: what area limits compares with comes from the catalog or the facts", () => {
    const typed = readdirSync(path.join(RULES_FOLDER, "limits")).flatMap((file) => {
      const text = readFileSync(path.join(RULES_FOLDER, "limits", file), "utf8");
      const code = text.replace(/"[^"]*"|`[^`]*`|\/\/.*|\/\*[\s\S]*?\*\//g, "").replace(/config: z[\s\S]*?}\),\n/g, "");
      return [...code.matchAll(/(?<![\w.])\d{2,}/g)].map(([number]) => `${file} ${number}`);
    });
    // GiB in a TiB.
    expect(typed).toEqual(["limits-disks.ts 1024"]);
  });

  it("says title, why, fix and subject as parts of sentences", () => {
    for (const { id, title, why, fix, appliesTo } of RULES) {
      for (const text of [title, why, fix, appliesTo]) expect(text, id).not.toMatch(/\.$|^$|\n/);
    }
  });

  it("is on the page of rules", () => {
    expectGolden(rulesPage(), "../../policies/RULES.md");
  });

  it("looks at types that providers have, or that are ours", () => {
    for (const type of Object.values(TYPES)) {
      expect(type).toMatch(
        /^(tidegate:[a-z]+:\w+|aws:[a-z0-9]+\/\w+:\w+|cloudflare:index\/\w+:\w+|kubernetes:[\w./]+:\w+|pulumi:providers:aws)$/,
      );
    }
  });
});

describe("packs", () => {
  it("have every rule in one of them at least, and none twice", () => {
    const packed = new Set(PACKS.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));
    expect(RULES.filter(({ id }) => !packed.has(id)).map(({ id }) => id)).toEqual([]);
    for (const { name, rules } of PACKS)
      expect(new Set(rules.map(({ rule }) => rule.id)).size, name).toBe(rules.length);
  });
});

describe("a team's settings", () => {
  it("are every rule's own when nothing is set", () => {
    const set = readSettings(RULES, undefined);
    if (!set.ok) throw new Error(JSON.stringify(set.problems));
    expect([...set.rules].filter(([id, { level }]) => level !== RULES.find((rule) => rule.id === id)?.level)).toEqual(
      [],
    );
  });

  it.each([
    [{ "cost-budgets": { level: "off", because: "x" } }, "cost-budgets", "no rule has this id"],
    [{ "cost-budget": { level: "off" } }, "cost-budget", "off, and nobody says why"],
    [
      { "cost-budget": { level: "off", because: " " } },
      "cost-budget.because",
      "Too small: expected string to have >=1 characters",
    ],
    [
      { "cost-budget": { level: "none" } },
      "cost-budget.level",
      'Invalid option: expected one of "mandatory"|"advisory"|"off"',
    ],
    [{ "cost-budget": { config: { ratio: 2 } } }, "cost-budget.config", 'Unrecognized key: "ratio"'],
    [[], "policies", "Invalid input: expected record, received array"],
  ])("%j are refused", (raw, where, found) => {
    const set = readSettings(RULES, raw, "policies.yaml");
    expect(set.ok ? [] : set.problems.map((problem) => [problem.file, problem.where, problem.found])).toEqual([
      ["policies.yaml", where, found],
    ]);
  });

  it.each(configurable.map((rule) => ({ id: rule.id, rule })))("of $id have bounds", ({ rule }) => {
    const { properties = {} } = z.toJSONSchema(rule.config, { io: "input" }) as {
      readonly properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    for (const [name, schema] of Object.entries(properties)) {
      expect(schema.description, name).toBeTypeOf("string");
      const refused = (value: unknown) => !rule.config.safeParse({ [name]: value }).success;
      expect(refused(Number.NaN), name).toBe(true);
      expect(refused("nonsense nobody means"), name).toBe(true);
      const { minimum, maximum, exclusiveMinimum } = schema as Readonly<Record<string, number>>;
      if (minimum !== undefined) expect([refused(minimum), refused(minimum - 1)], name).toEqual([false, true]);
      if (maximum !== undefined) expect([refused(maximum), refused(maximum + 1)], name).toEqual([false, true]);
      if (exclusiveMinimum !== undefined) expect(refused(exclusiveMinimum), name).toBe(true);
    }
    expect(rule.config.safeParse({}).success).toBe(true);
  });
});
