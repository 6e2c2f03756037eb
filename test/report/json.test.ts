import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { describe, expect, it } from "vitest";
import { schemaText } from "../../cli/commands/schema";
import { renderJson } from "../../cli/report/json";
import { planJsonSchema } from "../../cli/report/plan-schema";
import { expectGolden } from "../support/golden";
import { samplePlan } from "../support/sample-plan";

const SCHEMA_FILE = path.resolve(import.meta.dirname, "../../schema/plan.schema.json");
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(planJsonSchema() as object);

function problemsOf(plan: unknown): readonly string[] {
  return validate(plan) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe("the JSON report", () => {
  it("reads as reviewed", () => {
    expectGolden(renderJson(samplePlan), "report/sample.json");
  });

  it("is the plan itself, its schema and version first", () => {
    const { $schema, ...rest } = JSON.parse(renderJson(samplePlan));
    expect($schema).toBe("urn:tidegate:schema:plan:1");
    expect(rest).toEqual(samplePlan);
    expect(renderJson(samplePlan).split("\n").slice(1, 3).join()).toMatch(/"\$schema".*"version": 1/);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %d instead of printing null", (value) => {
    const plan = { ...samplePlan, verdict: { ...samplePlan.verdict, plannedViewers: value } };
    expect(() => renderJson(plan)).toThrow(/where a number belongs/);
  });
});

describe("the plan's schema", () => {
  it("is published as it is", async () => {
    const text = await schemaText("plan");
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(SCHEMA_FILE, text);
    expect(readFileSync(SCHEMA_FILE, "utf8"), "UPDATE_GOLDEN=1 writes schema/plan.schema.json").toBe(text);
  });

  it("holds for a plan with every kind of row", () => {
    expect(problemsOf(JSON.parse(renderJson(samplePlan)))).toEqual([]);
  });

  it("finds what is missing, too much, or of another kind", () => {
    const plan = JSON.parse(renderJson(samplePlan));
    const { verdict, ...withoutVerdict } = plan;
    expect(problemsOf(withoutVerdict)).toEqual([" must have required property 'verdict'"]);
    expect(problemsOf({ ...plan, extra: 1 })).toEqual([" must NOT have additional properties"]);
    expect(problemsOf({ ...plan, verdict: { ...verdict, blockers: "3" } })).toEqual([
      "/verdict/blockers must be integer",
    ]);
    expect(problemsOf({ ...plan, event: { ...plan.event, start: { utc: "tomorrow", local: "" } } })).toHaveLength(1);
  });

  it("describes every field", () => {
    const bare: string[] = [];
    const visit = (node: unknown, at: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === "properties") {
          for (const [name, field] of Object.entries(value as Record<string, object>)) {
            if (!("description" in field) && !("$ref" in field)) bare.push(`${at}.${name}`);
          }
        }
        visit(value, `${at}.${key}`);
      }
    };
    visit(planJsonSchema(), "");
    expect(bare).toEqual([]);
  });
});
