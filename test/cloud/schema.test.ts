import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resourceRow } from "../../capacity/catalog/resources";
import { TYPES } from "../engine/cloud/catalog";
import { nameRule } from "../engine/cloud/names";
import { choices, togetherRules } from "../engine/cloud/schema";
import type { Props, Value } from "../engine/cloud/values";
import { urnOf, withAt, withoutAt } from "./client";
import { startWorld, type World } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.close();
});

/** What a provider's check says about inputs, as `property: reason`. */
async function problems(type: string, inputs: Props): Promise<readonly string[]> {
  const { failures } = await world.clients.of(type).checked(urnOf(type, "subject"), inputs);
  return failures.map((failure) => `${failure.property}: ${failure.reason}`);
}

const about = (found: readonly string[], property: string, words: string): boolean =>
  found.some((problem) => problem.startsWith(`${property}: `) && problem.includes(words));

const required = TYPES.flatMap((row) => (row.required ?? []).map((path) => [row.type, path] as const));
const enums = TYPES.flatMap((row) =>
  Object.entries(row.enums ?? {}).map(([path, allowed]) => [row.type, path, allowed] as const),
);
const ranges = TYPES.flatMap((row) =>
  Object.entries(row.ranges ?? {}).map(([path, [low, high]]) => [row.type, path, low ?? null, high ?? null] as const),
);
const conflicts = TYPES.flatMap((row) => (row.conflicts ?? []).map((paths) => [row.type, paths] as const));
const together = TYPES.flatMap((row) =>
  togetherRules(row)
    .filter((rule) => !rule.given.includes("["))
    .map((rule) => [row.type, rule.given, rule.needs] as const),
);
const chosen = TYPES.flatMap((row) => choices(row).map((choice) => [row.type, choice] as const));
const named = TYPES.filter((row) => row.name !== null);

describe("required arguments", () => {
  it.each(required)("%s: %s", async (type, path) => {
    const inputs = await world.inputs(type, 1);
    expect(about(await problems(type, withoutAt(inputs, path)), path, "missing required")).toBe(true);
    expect(about(await problems(type, inputs), path, "missing required")).toBe(false);
  });
});

describe("enumerations", () => {
  it.each(enums)("%s: %s", async (type, path, allowed) => {
    expect(about(await problems(type, withAt({}, path, "no-such-value")), path, "expected one of")).toBe(true);
    for (const value of allowed)
      expect(about(await problems(type, withAt({}, path, value)), path, "expected one of")).toBe(false);
  });
});

describe("ranges", () => {
  it.each(ranges)("%s: %s", async (type, path, low, high) => {
    const outside = [...(low === null ? [] : [low - 1]), ...(high === null ? [] : [high + 1])];
    const inside = [...(low === null ? [] : [low]), ...(high === null ? [] : [high])];
    const zeroIsOff = type.endsWith("LogpushJob") && path.startsWith("maxUpload");
    for (const value of outside)
      expect(about(await problems(type, withAt({}, path, value)), path, "expected"), `${value}`).toBe(true);
    for (const value of zeroIsOff ? [...inside, 0] : inside)
      expect(about(await problems(type, withAt({}, path, value)), path, "expected"), `${value}`).toBe(false);
  });
});

// A value that counts as given for any kind of argument.
const SOME: Value = "given";

describe("arguments that conflict", () => {
  it.each(conflicts)("%s: %s", async (type, paths) => {
    const [first = ""] = paths;
    const both = paths.reduce<Props>(
      (inputs, path) => (paths.some((other) => other.startsWith(`${path}.`)) ? inputs : withAt(inputs, path, SOME)),
      {},
    );
    expect(about(await problems(type, both), first, `only one of ${paths.join(", ")}`)).toBe(true);
    const alone = withAt({}, first, SOME);
    const covered = paths.every((path) => path === first || first.startsWith(`${path}.`));
    expect(about(await problems(type, alone), first, `only one of ${paths.join(", ")}`)).toBe(covered);
  });
});

describe("arguments that go together", () => {
  it.each(together)("%s: %s with %s", async (type, path, needs) => {
    expect(about(await problems(type, withAt({}, path, SOME)), path, `requires ${needs}`)).toBe(true);
    expect(about(await problems(type, withAt(withAt({}, path, SOME), needs, SOME)), path, `requires ${needs}`)).toBe(
      false,
    );
  });
});

describe("choices among arguments", () => {
  it.each(chosen)("%s: $paths", async (type, choice) => {
    const [first = "", second = ""] = choice.paths;
    const one = withAt({}, first, SOME);
    expect(about(await problems(type, one), first, "invalid combination")).toBe(false);
    const both = about(await problems(type, withAt(one, second, SOME)), first, "invalid combination");
    expect(both).toBe(choice.count === "exactly one");
    const holder = first.slice(0, first.lastIndexOf("."));
    const none = first.includes(".") ? withAt({}, holder, { other: SOME }) : {};
    expect(about(await problems(type, none), first, "invalid combination")).toBe(true);
  });
});

describe("names", () => {
  it.each(named.map((row) => row.type))("%s", async (type) => {
    const name = resourceRow(type)?.name ?? TYPES.find((row) => row.type === type)?.name;
    const path = name?.input ?? "";
    const example = await world.inputs(type, 1);
    expect((await problems(type, example)).filter((problem) => problem.startsWith(`${path}: `))).toEqual([]);
    if (name?.maxLength != null)
      expect(
        about(await problems(type, withAt(example, path, "a".repeat(name.maxLength + 1))), path, "characters"),
      ).toBe(true);
    const rule =
      name?.pattern == null
        ? undefined
        : nameRule({ ...TYPES.find((row) => row.type === type), name } as Parameters<typeof nameRule>[0]);
    const bad = ["", "sg-name", "-a", "a-", "aws/x", "default", "a:b", "no such\nname\u0001!", "system"].find(
      (text) => text !== "" && rule !== undefined && (!rule.matches.test(text) || rule.never?.test(text) === true),
    );
    if (bad !== undefined)
      expect(about(await problems(type, withAt(example, path, bad)), path, "must match")).toBe(true);
  });

  it("knows an expression for every pattern that is not one itself", () => {
    const odd = named.filter(
      (row) => row.name?.pattern != null && !/^\^?[[(a-zA-Z]|^\(/.test(row.name.pattern) && nameRule(row) === undefined,
    );
    expect(odd).toEqual([]);
  });
});

describe("arguments and types that do not exist", () => {
  it("refuses an argument that the provider has not", async () => {
    expect(await problems("aws:ec2/vpc:Vpc", { cidrBlok: "10.0.0.0/16" })).toContain(
      "cidrBlok: unsupported argument: the provider has no input of this name",
    );
    expect(await problems("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" })).toEqual([]);
  });

  it.each(["aws:ec2/instance:Instance", "cloudflare:index/worker:Worker", "kubernetes:core/v1:Pod"])(
    "refuses %s, of which nothing is known",
    async (type) => {
      await expect(problems(type, {})).rejects.toThrow(/has no facts about this resource type/);
    },
  );
});
