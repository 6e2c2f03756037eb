import { describe, expect, it } from "vitest";
import type { Refusal, RuleKind } from "../engine/cloud/refusal";
import { REFUSALS } from "../engine/cloud/rules";
import type { Props, Value } from "../engine/cloud/values";
import { type State, withAt } from "./client";
import { VARIATIONS } from "./variations";
import { startWorld, type World } from "./world";

function ofKind<K extends RuleKind["kind"]>(
  kind: K,
): readonly (readonly [string, Refusal, Extract<RuleKind, { kind: K }>])[] {
  return REFUSALS.flatMap((refusal) =>
    refusal.of?.kind === kind ? [[refusal.id, refusal, refusal.of as Extract<RuleKind, { kind: K }>] as const] : [],
  );
}

/** Runs a test in a cloud of its own. */
async function inWorld(
  act: (world: World) => Promise<void>,
  quotas: Readonly<Record<string, number>> = {},
): Promise<void> {
  const world = await startWorld({ quotas });
  try {
    await act(world);
  } finally {
    await world.close();
  }
}

/** The inputs of a rule's subject: its example, changed where the rule looks at something the example has not. */
async function subject(world: World, refusal: Refusal, variant: number): Promise<Props> {
  const inputs = await world.inputs(refusal.types[0] ?? "", variant);
  return (await VARIATIONS[refusal.id]?.(world, inputs, variant)) ?? inputs;
}

const up = (world: World, refusal: Refusal, inputs: Props): Promise<State> =>
  world.clients.up(refusal.types[0] ?? "", world.freshName(), inputs);

/** A text that no pattern of a reference refuses before the reference itself is looked up. */
function strange(example: Value | undefined, of: Extract<RuleKind, { kind: "exists" }>): string {
  const known = Array.isArray(example) ? example[0] : example;
  if (typeof known === "string" && known.startsWith("arn:")) return `${known}x`;
  return of.by === "arn" ? "arn:aws:iam::111122223333:role/nobody" : "nobody-0123456789abcdef";
}

describe("a reference to what does not exist", () => {
  it.each(ofKind("exists"))("%s", async (_id, refusal, of) => {
    await inWorld(async (world) => {
      const base = await subject(world, refusal, 1);
      const target = of.types[0] ?? "";
      const there = of.by === "id" ? await world.id(target, 0) : await world.output(target, of.by, 0);
      const lists = /(Ids|Arns|subnets|securityGroups|items|Members|defaultPools)$/.test(of.path);
      const shaped = (value: Value): Value => (lists ? [value] : value);
      await expect(up(world, refusal, withAt(base, of.path, shaped(strange(there, of))))).rejects.toThrow(
        `${of.path} "`,
      );
      // The near miss is the subject as it is, or with a reference to what is there.
      const named = JSON.stringify(base).includes(String(there)) ? base : withAt(base, of.path, shaped(there));
      await up(world, refusal, named);
    });
  });
});

describe("a name that is taken", () => {
  it.each(ofKind("unique"))("%s", async (_id, refusal, of) => {
    await inWorld(async (world) => {
      const first = await subject(world, refusal, 1);
      await up(world, refusal, first);
      await expect(up(world, refusal, first)).rejects.toThrow(refusal.code);
      const other = await subject(world, refusal, 2);
      await up(world, refusal, other);
      expect(of.by).not.toBe("");
    });
  });
});

describe("one more than a quota allows", () => {
  it.each(ofKind("quota"))("%s", async (_id, refusal, of) => {
    await inWorld(
      async (world) => {
        await up(world, refusal, await subject(world, refusal, 1));
        const second = await subject(world, refusal, 2);
        await expect(up(world, refusal, second)).rejects.toThrow(`quota ${of.quota}`);
      },
      { [of.quota]: 1 },
    );
  });
});

describe("more items than a quota allows", () => {
  it.each(ofKind("items"))("%s", async (_id, refusal, of) => {
    await inWorld(
      async (world) => {
        const inputs = await subject(world, refusal, 1);
        await expect(up(world, refusal, inputs)).rejects.toThrow(`quota ${of.quota}`);
      },
      { [of.quota]: 1 },
    );
    await inWorld(
      async (world) => {
        await up(world, refusal, await subject(world, refusal, 1));
      },
      { [of.quota]: 2 },
    );
  });
});

const users = ofKind("in-use").flatMap(([id, refusal, of]) =>
  of.users.map((user) => [`${id} by ${user.type} ${user.path}`, refusal, user] as const),
);

describe("the delete of what is in use", () => {
  it.each(users)("%s", async (_id, refusal, user) => {
    await inWorld(async (world) => {
      const type = refusal.types[0] ?? "";
      const used = await world.the(type, 0);
      const by = user.by === "id" ? used.id : (used.outputs[user.by] ?? "");
      const base = await world.inputs(user.type, 0);
      const lists = /(Ids|Arns|subnets|securityGroups|items|trustedKeyGroups|keyValueStoreAssociations)$/.test(
        user.path,
      );
      const inputs = JSON.stringify(base).includes(String(by)) ? base : withAt(base, user.path, lists ? [by] : by);
      const holder = await world.clients.up(
        user.type,
        world.freshName(),
        (await VARIATIONS[`${refusal.id} by ${user.type} ${user.path}`]?.(world, inputs, 0)) ?? inputs,
      );
      await expect(world.clients.down(used)).rejects.toThrow("is in use by");
      await world.clients.down(holder);
      // What the example itself was built on goes first; then nothing holds the object.
      for (const object of [...world.cloud.objects()].reverse())
        if (JSON.stringify(object.inputs).includes(String(by))) world.cloud.remove(object);
      await world.clients.down(used);
      expect(world.cloud.find(type, used.id)).toBeUndefined();
    });
  });
});
