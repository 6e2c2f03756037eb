import { evaluate, type RuleResult, violationText } from "../../../policies/evaluate";
import type { StackFacts } from "../../../policies/facts";
import type { PolicyGraph } from "../../../policies/graph";
import { pack } from "../../../policies/pack";
import type { Rule } from "../../../policies/rule";
import { RULES } from "../../../policies/rules";
import type { Change } from "./change";
import { happyFacts, platformFacts } from "./happy-facts";

/** One thing broken, and what the rule says of it. */
export interface Broken {
  readonly rule: string;
  /** Which happy program is broken. @default "event" */
  readonly of?: "event" | "platform";
  readonly change?: Change;
  readonly facts?: Partial<StackFacts>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** The violations, each as the resource's name and the sentence without its fix. */
  readonly says: readonly string[];
}

/** A value that only a deployment can tell, and the question that stays open. */
export interface Open extends Omit<Broken, "says"> {
  readonly asks: readonly string[];
}

export interface HappyGraphs {
  readonly event: PolicyGraph;
  readonly platform: PolicyGraph;
}

export function ruleOf(id: string): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** The rule's result on a happy program with a change. */
export function run(
  { rule: id, of = "event", change, facts, config }: Omit<Broken, "says">,
  graphs: HappyGraphs,
): RuleResult {
  const base = of === "event" ? happyFacts : platformFacts;
  const graph = graphs[of];
  const evaluated = evaluate({
    graph: change === undefined ? graph : change(graph),
    facts: { ...base, ...facts },
    packs: [pack("limits", "one rule", [ruleOf(id)])],
    ...(config === undefined ? {} : { settings: { [id]: { config } } }),
  });
  if (!evaluated.ok) throw new Error(JSON.stringify(evaluated.problems));
  const [result] = evaluated.value.results;
  if (result === undefined) throw new Error(`${id} gave no result`);
  return result;
}

export function saysOf(result: RuleResult): readonly string[] {
  return result.violations.map((violation) => {
    const sentence = violationText(violation).slice(0, -violation.fix.length - 2);
    return `${violation.resource?.name ?? "stack"}: ${sentence}`;
  });
}

export function asksOf(result: RuleResult): readonly string[] {
  return result.unknown.map(({ resource, what }) => `${resource ?? "stack"}: ${what}`);
}
