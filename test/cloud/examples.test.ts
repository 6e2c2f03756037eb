import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TYPES } from "../engine/cloud/catalog";
import { urnOf } from "./client";
import { EXAMPLES } from "./examples";
import { startWorld, type World } from "./world";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await world.close();
});

describe("every type that the stand-in accepts", () => {
  it("has an example", () => {
    expect(TYPES.map((row) => row.type).filter((type) => EXAMPLES[type] === undefined)).toEqual([]);
  });

  it.each(TYPES.map((row) => row.type))(
    "%s: is created, unchanged on a second look, read and deleted",
    async (type) => {
      const client = world.clients.of(type);
      // An even variant of its own, so that no other example's object is in the way.
      const inputs = await world.inputs(type, type === "cloudflare:index/zone:Zone" ? 7 : 6);
      const urn = urnOf(type, world.freshName());
      const checked = await client.check(urn, inputs);
      const preview = await client.create(urn, checked, "preview");
      const state = await client.create(urn, checked);
      expect(Object.keys(preview.outputs).sort()).toEqual(Object.keys(state.outputs).sort());
      const again = await client.check(urn, inputs, state.inputs);
      expect((await client.diff(state, again)).details).toEqual([]);
      const read = await client.read(urn, state.id, state);
      expect(read?.outputs).toEqual(state.outputs);
      expect(read?.inputs).toEqual(state.inputs);
      await client.delete(state);
      expect(
        world.cloud.find(type, state.id) === undefined ||
          type.startsWith("cloudflare:") ||
          type.includes("servicequotas"),
      ).toBe(true);
    },
  );
});
