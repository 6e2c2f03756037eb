import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ASSUMPTIONS } from "../../capacity/catalog/assumptions";
import { DURATION_PATTERN, formatDuration, parseDuration } from "../../capacity/event/duration";
import { parseEvent } from "../../capacity/event/parse";
import { rowSteps } from "../../capacity/event/row-fields";
import { eventJsonSchema } from "../../capacity/event/schema";
import { schemaText } from "../../cli/commands/schema";
import { startingFile } from "../../cli/input/starting-file";
import { expectGolden } from "../support/golden";
import { LEAST } from "./document";

const ROOT = path.resolve(import.meta.dirname, "../..");
const EVENTS = path.join(ROOT, "stacks/events");
const schema = eventJsonSchema() as Record<string, unknown>;
const isValid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

describe("the published schema", () => {
  it("is the one that is committed; UPDATE_GOLDEN=1 writes it", async () => {
    expectGolden(await schemaText("event"), "../../schema/event.schema.json");
  });

  it.each(readdirSync(EVENTS).filter((file) => file.endsWith(".yaml")))("accepts %s, which names it", (file) => {
    const text = readFileSync(path.join(EVENTS, file), "utf8");
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../../schema/event.schema.json");
    isValid(parse(text));
    expect(isValid.errors).toBe(null);
  });

  it.each(["10k", "100k", "1m"] as const)("accepts what init prints for %s", (tier) => {
    isValid(parse(startingFile({ tier, name: "sample" })));
    expect(isValid.errors).toBe(null);
  });

  it("describes every field, with its default where there is one", () => {
    const undescribed: string[] = [];
    const visit = (node: unknown, place: string): void => {
      if (typeof node !== "object" || node === null) return;
      const { properties, description, $ref } = node as Record<string, unknown>;
      if (place !== "" && description === undefined && $ref === undefined) undescribed.push(place);
      for (const [name, below] of Object.entries(properties ?? {})) visit(below, `${place}.${name}`);
    };
    visit(schema, "");
    expect(undescribed).toEqual([]);
  });

  it("has a field for each row of the catalog that names a path", () => {
    const missing = ASSUMPTIONS.filter((row) => {
      let node: unknown = schema;
      for (const step of rowSteps(row) ?? []) {
        const { properties, items, additionalProperties } = node as Record<string, Record<string, unknown>>;
        node = step === "*" ? (items ?? additionalProperties) : properties?.[step];
        if (node === undefined) return true;
      }
      return false;
    });
    expect(missing.map((row) => row.key)).toEqual([]);
  });

  it("gives no row the name of a field that is not a row's", () => {
    const places = ASSUMPTIONS.flatMap((row) => row.path ?? []);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });

  it("knows `*` in paths of CDNs and services only", () => {
    const astray = ASSUMPTIONS.filter((row) => (rowSteps(row) ?? []).includes("*")).filter(
      (row) => !/^(edge|service)\./.test(row.key),
    );
    expect(astray.map((row) => row.key)).toEqual([]);
  });

  it("refuses what parsing refuses in a field, and the other way round", () => {
    const value = fc.oneof(
      fc.double({ min: -10, max: 10 }),
      fc.constantFrom("3", "15m", "", "5", null, true),
      fc.record({ expected: fc.double({ min: 0, max: 2, noNaN: true }) }),
      fc.record({ low: fc.constant("5m"), high: fc.constant("10m") }),
      fc.constant([]),
    );
    const field = fc.constantFrom("ramp", "rampSteepness", "exitShareRatio", "meanWatchRatio", "exitSeconds");
    fc.assert(
      fc.property(field, value, (name, given) => {
        const document = { ...LEAST, audience: { ...LEAST.audience, [name]: given } };
        const isParsed = parseEvent(document).ok;
        // Inside an interval JSON Schema can't bound the parts: there parsing is stricter.
        if (isParsed) expect(isValid(document), JSON.stringify(document)).toBe(true);
        if (typeof given !== "object" && !Number.isNaN(given)) expect(isValid(document)).toBe(isParsed);
      }),
      { numRuns: 200 },
    );
  });
});

describe("durations", () => {
  it("are what the published pattern says", () => {
    const text = fc.oneof(
      fc.stringMatching(/^[0-9.dhmsPTin]{0,8}$/),
      fc.constantFrom("15m", "1h30m", "PT15M", "P1D", "PT", "P", "h", "5", "1m1h", "PT5", "2 h", "90S", "5min"),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(parseDuration(each) !== undefined).toBe(new RegExp(DURATION_PATTERN).test(each));
      }),
      { numRuns: 2000 },
    );
  });

  it("read back as they are written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 * 86_400 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});
