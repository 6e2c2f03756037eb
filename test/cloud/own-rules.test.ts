import { describe, expect, it } from "vitest";
import { PROVIDER } from "../engine/cloud/errors";
import type { Refusal } from "../engine/cloud/refusal";
import { REFUSALS } from "../engine/cloud/rules";
import { BALANCING_CASES } from "./cases/balancing";
import type { RefusedCase } from "./cases/case";
import { CLOUDFLARE_CASES } from "./cases/cloudflare";
import { COMPUTE_CASES } from "./cases/compute";
import { DELIVERY_CASES } from "./cases/delivery";
import { KUBERNETES_CASES } from "./cases/kubernetes";
import { NETWORK_CASES } from "./cases/network";
import { SERVICE_CASES } from "./cases/services";
import { startWorld, type World } from "./world";

const CASES: Readonly<Record<string, RefusedCase>> = {
  ...NETWORK_CASES,
  ...COMPUTE_CASES,
  ...DELIVERY_CASES,
  ...BALANCING_CASES,
  ...SERVICE_CASES,
  ...CLOUDFLARE_CASES,
  ...KUBERNETES_CASES,
};

const OWN = REFUSALS.filter((refusal) => refusal.of === undefined);

/** Expects that an operation is refused, by this rule and with its code. */
async function expectRefused(world: World, refusal: Refusal, act: () => Promise<unknown>): Promise<void> {
  await expect(act()).rejects.toThrow(refusal.code === PROVIDER ? /./ : refusal.code);
  expect(world.cloud.calls.at(-1)?.rule).toBe(refusal.id);
}

async function judge(world: World, refusal: Refusal, example: RefusedCase): Promise<void> {
  const type = example.type ?? refusal.types[0] ?? "";
  await example.before?.(world);
  const plain = await world.inputs(type, 1);
  const good = (await example.good?.(plain, world)) ?? plain;
  const bad = await example.bad(good, world);
  if (refusal.on.includes("delete")) {
    const state = await world.clients.up(type, world.freshName(), bad);
    await example.arrange?.(state, world);
    await expectRefused(world, refusal, () => world.clients.down(state));
    const freed = example.release === undefined ? await world.clients.change(state, good) : state;
    await example.release?.(state, world);
    await world.clients.down(freed);
    return;
  }
  if (refusal.on.includes("create") || refusal.on.includes("check")) {
    await expectRefused(world, refusal, () => world.clients.up(type, world.freshName(), bad));
    await example.again?.(world);
    await world.clients.up(type, world.freshName(), good);
    return;
  }
  const state = await world.clients.up(type, world.freshName(), good);
  await example.arrange?.(state, world);
  await expectRefused(world, refusal, () => world.clients.change(state, bad));
  await world.clients.change(state, good);
}

describe("a refusal of its own", () => {
  it("has a case, and every case a refusal", () => {
    expect(OWN.map((refusal) => refusal.id).filter((id) => CASES[id] === undefined)).toEqual([]);
    expect(Object.keys(CASES).filter((id) => !OWN.some((refusal) => refusal.id === id))).toEqual([]);
  });

  it.each(OWN.filter((refusal) => CASES[refusal.id] !== undefined).map((refusal) => [refusal.id, refusal] as const))(
    "%s",
    async (id, refusal) => {
      const example = CASES[id];
      const world = await startWorld(example?.options);
      try {
        if (example !== undefined) await judge(world, refusal, example);
      } finally {
        await world.close();
      }
    },
  );
});
