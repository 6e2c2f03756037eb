import { z } from "zod";
import type { Finding } from "../capacity/problems";
import { NO_FACTS, type StackFacts, stackFactsSchema } from "./facts";
import { type EventStack, eventStackFacts } from "./stack-facts";

/** Name of the stack output that says what a stack is judged by. */
export const POLICY_OUTPUT = "policyInput";

const shared = {
  cloudflarePlan: z.enum(["free", "pro", "business", "enterprise"]).nullable(),
  quotas: z.record(z.string(), z.number().nonnegative()),
};

/** What stands in the output; the plan itself is looked at by whoever made it. */
const outputSchema = z.discriminatedUnion("program", [
  z.object({
    program: z.literal("event"),
    mode: z.enum(["now", "rehearsal", "armed"]),
    plan: z.looseObject({ version: z.literal(1) }),
    account: z.object(shared),
    cdnShares: z.record(z.string(), z.number()),
    overlapping: z.array(z.looseObject({ version: z.literal(1) })).optional(),
    ceilingNodes: z.number().nullable().optional(),
  }),
  z.object({ program: z.enum(["platform", "edge"]), account: z.object(shared) }),
]);

export type StackFactsRead =
  | { readonly ok: true; readonly value: StackFacts }
  | { readonly ok: false; readonly problems: readonly Finding[] };

/**
 * What a stack is judged by, from its outputs or from a file of facts.
 * @param outputs the stack's outputs, plain
 * @param facts facts as read from a file; they win
 */
export function readStackFacts(
  stack: string,
  outputs: Readonly<Record<string, unknown>>,
  facts?: unknown,
): StackFactsRead {
  if (facts !== undefined) {
    const parsed = stackFactsSchema.safeParse(facts);
    return parsed.success ? { ok: true, value: parsed.data } : problem(stack, parsed.error);
  }
  const output = outputs[POLICY_OUTPUT];
  if (output === undefined) return missing(stack);
  const parsed = outputSchema.safeParse(output);
  if (!parsed.success) return problem(stack, parsed.error);
  if (parsed.data.program === "event") {
    return { ok: true, value: eventStackFacts(parsed.data as unknown as EventStack) };
  }
  const { program, account } = parsed.data;
  const value = { ...NO_FACTS, program, appliedQuotas: account.quotas, cloudflarePlan: account.cloudflarePlan };
  return { ok: true, value };
}

function missing(stack: string): StackFactsRead {
  const finding: Finding = {
    id: "policy-input-missing",
    severity: "error",
    where: stack,
    found: `no output ${POLICY_OUTPUT}`,
    expected: "the plan and the account that the stack is judged by",
    fix: "Deploy with the program of stacks/, or name a file of facts in TIDEGATE_POLICY_FACTS",
  };
  return { ok: false, problems: [finding] };
}

function problem(stack: string, error: z.ZodError): StackFactsRead {
  const problems = error.issues.map(
    (issue): Finding => ({
      id: "policy-input-invalid",
      severity: "error",
      where: [stack, POLICY_OUTPUT, ...issue.path.map(String)].join("."),
      found: issue.message,
      expected: "what policies/policy-input.ts describes",
      fix: "Use the program and the packs of one version",
    }),
  );
  return { ok: false, problems };
}
