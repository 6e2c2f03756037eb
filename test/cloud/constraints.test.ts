import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONSTRAINT_SOURCE, type Constraint, patternOf, SERVICE_MODELS, violation } from "../engine/cloud/constraints";
import type { Value } from "../engine/cloud/values";
import { withAt } from "./client";
import { startWorld, type World } from "./world";

const all = SERVICE_MODELS.flatMap((model) => model.constraints.map((constraint) => [model.type, constraint] as const));

/** Values just outside and, where one can be made, just inside. */
function sides(constraint: Constraint): { readonly outside: readonly Value[]; readonly inside: readonly Value[] } {
  const { min, max, kind } = constraint;
  const of = (size: number): Value =>
    kind === "list" ? Array.from({ length: size }, () => "x") : kind === "number" ? size : "x".repeat(size);
  if (constraint.enum !== undefined) return { outside: ["no such value"], inside: constraint.enum };
  const low = min === undefined || (min <= 0 && kind !== "number") || (kind === "text" && min <= 1) ? [] : [min - 1];
  const high = max === undefined || max > 100_000_000 || (kind !== "number" && max > 1_000_000) ? [] : [max + 1];
  const bounds = [...(min === undefined ? [] : [min]), ...(max === undefined || high.length === 0 ? [] : [max])];
  return {
    outside: [...low, ...high].map(of),
    inside: constraint.pattern === undefined ? bounds.filter((bound) => kind !== "text" || bound > 0).map(of) : [],
  };
}

describe("the service models' constraints", () => {
  it("come from a named version of the models", () => {
    expect(CONSTRAINT_SOURCE).toMatch(/^boto\/botocore \d+\.\d+\.\d+ service models$/);
    expect(all.length).toBeGreaterThan(1000);
  });

  it("refuse what is just outside and accept what is just inside", () => {
    for (const [type, constraint] of all) {
      const { outside, inside } = sides(constraint);
      for (const value of outside)
        expect(violation(constraint, value), `${type} ${constraint.path} outside`).toBeDefined();
      for (const value of inside)
        expect(violation(constraint, value), `${type} ${constraint.path} inside`).toBeUndefined();
    }
  });

  it("have patterns that are expressions, most of which refuse a control character", () => {
    const patterns = all.flatMap(([, constraint]) => constraint.pattern ?? []);
    const strict = patterns.filter((pattern) => !patternOf(pattern).test("\u0001"));
    // The others are of free texts, whose pattern names what may not stand there.
    expect(strict.length / patterns.length).toBeGreaterThan(0.6);
  });
});

describe("a create that breaks a model's constraint", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(async () => {
    await world.close();
  });

  it.each([
    ["aws:scheduler/schedule:Schedule", "target.roleArn", "arn:aws:iam::1:role/x", /ValidationException/],
    ["aws:scheduler/schedule:Schedule", "target.retryPolicy.maximumEventAgeInSeconds", 59, /./],
    ["aws:lb/listener:Listener", "port", 65_536, /./],
    ["aws:eks/nodeGroup:NodeGroup", "taints.key", "k".repeat(64), /InvalidParameterException.*63/],
    ["aws:acm/certificate:Certificate", "domainName", "not a domain", /regular expression/],
    ["aws:wafv2/webAcl:WebAcl", "rules.statement.rateBasedStatement.limit", 9, /./],
    ["aws:lambda/function:Function", "role", "nobody", /./],
  ] as const)("%s refuses %s = %s", async (type, path, value, message) => {
    const inputs = await world.inputs(type, world.cloud.objects(type).length + 1);
    await expect(world.clients.up(type, world.freshName(), withAt(inputs, path, value))).rejects.toThrow(message);
    await world.clients.up(type, world.freshName(), inputs);
  });
});
