import { z } from "zod";
import type { Finding } from "../capacity/problems";
import { LEVELS, type Level, type Rule } from "./rule";

const setting = z.strictObject({
  level: z
    .enum([...LEVELS, "off"])
    .describe("How a violation counts; off needs a reason.")
    .optional(),
  because: z.string().trim().min(1).describe("Why the rule is off, for whoever reads the report.").optional(),
  config: z.record(z.string(), z.unknown()).describe("The rule's own settings.").optional(),
});

/** What a team sets of the rules, by rule id. */
export const settingsSchema = z.record(z.string(), setting);
export type RuleSettings = z.infer<typeof settingsSchema>;

/** A rule as it is run. */
export interface SetRule {
  readonly level: Level | "off";
  readonly because: string | null;
  readonly config: unknown;
}

export type SetRules =
  | { readonly ok: true; readonly rules: ReadonlyMap<string, SetRule> }
  | { readonly ok: false; readonly problems: readonly Finding[] };

/**
 * Reads a team's settings against the rules there are.
 * @param file named in problems
 * @returns every rule's level and config, or every problem
 */
export function readSettings(rules: readonly Rule[], raw: unknown, file = "policy settings"): SetRules {
  const shape = settingsSchema.safeParse(raw ?? {});
  if (!shape.success) return { ok: false, problems: shape.error.issues.map((issue) => issueProblem(issue, file)) };
  const problems = Object.keys(shape.data)
    .filter((id) => !rules.some((rule) => rule.id === id))
    .map((id) => unknownRule(id, rules, file));
  const set = new Map<string, SetRule>();
  for (const rule of rules) {
    const { level = rule.level, because = null, config = {} } = shape.data[rule.id] ?? {};
    if (level === "off" && because === null) problems.push(withoutReason(rule, file));
    const parsed = rule.config.safeParse(config);
    if (parsed.success) set.set(rule.id, { level, because, config: parsed.data });
    else problems.push(...parsed.error.issues.map((issue) => issueProblem(issue, file, `${rule.id}.config`)));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rules: set };
}

function issueProblem(issue: z.core.$ZodIssue, file: string, under = ""): Finding {
  const where = [under, ...issue.path.map(String)].filter((part) => part !== "").join(".");
  return {
    id: "policy-setting-invalid",
    severity: "error",
    where: where === "" ? "policies" : where,
    file,
    found: issue.message,
    expected: "a setting that the rule has, within its bounds",
    fix: "See the rule's row in policies/RULES.md",
  };
}

function unknownRule(id: string, rules: readonly Rule[], file: string): Finding {
  const area = id.split("-")[0] ?? "";
  const alike = rules.filter((rule) => rule.area === area).map((rule) => rule.id);
  return {
    id: "policy-rule-unknown",
    severity: "error",
    where: id,
    file,
    found: "no rule has this id",
    expected: alike.length > 0 ? `one of ${alike.join(", ")}` : "an id from policies/RULES.md",
    fix: "Write the id as in policies/RULES.md, or take the setting out",
  };
}

function withoutReason(rule: Rule, file: string): Finding {
  return {
    id: "policy-off-without-reason",
    severity: "error",
    where: rule.id,
    file,
    found: "off, and nobody says why",
    expected: "a reason in because",
    fix: `Say why the event can do without it: ${rule.title}`,
  };
}
