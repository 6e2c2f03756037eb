import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { type Evaluation, evaluate, violationText } from "../../evaluate";
import type { PolicyGraph, PolicyResource } from "../../graph";
import type { Pack, PackRule } from "../../pack";
import { readStackFacts } from "../../policy-input";
import type { Rule } from "../../rule";
import { sourceUrl } from "../../source-text";
import { PACKS } from "..";
import { plain } from "./plain";

type StackArgs = Parameters<StackValidationPolicy["validateStack"]>[0];

const STACK_TYPE = "pulumi:pulumi:Stack";
/** Resources that the engine lists, and no program makes. */
const DEFAULT_PROVIDER = /::default(_[\w_]+)?$/;

/** How a pack is started. */
export interface StartOptions {
  /** What the stack is judged by, as read from a file. @default what the stack's own output says */
  readonly facts?: unknown;
}

/**
 * Serves a pack to the engine that has started this process: the only place where a PolicyPack is made.
 * The engine gives rules about the whole stack what resources have become; what was asked for, which our components' intent is part of,
 * it shows resource by resource before. So inputs are noted down on the way, and all rules run over them at the end.
 * @throws RangeError for a pack that isn't there
 */
export function startPack(name: string, { facts }: StartOptions): PolicyPack {
  const pack = PACKS.find((each) => each.name === name);
  if (pack === undefined)
    throw new RangeError(`no pack is called ${name}: ${PACKS.map((each) => each.name).join(", ")}`);
  const run = new PackRun(pack, facts);
  const policies = [run.inputsPolicy(), run.factsPolicy(), ...pack.rules.map((rule) => run.rulePolicy(rule))];
  return new PolicyPack(`tidegate-${name}`, { enforcementLevel: "mandatory", policies });
}

class PackRun {
  readonly #pack: Pack;
  readonly #facts: unknown;
  readonly #inputs = new Map<string, PolicyResource["inputs"]>();
  #evaluation: Evaluation | undefined;
  #graph: PolicyGraph | undefined;

  constructor(pack: Pack, facts: unknown) {
    this.#pack = pack;
    this.#facts = facts;
  }

  /** Reports nothing: it notes down what each resource is asked to be. */
  inputsPolicy(): ResourceValidationPolicy {
    return {
      name: "inputs",
      description: "Notes down what each resource is asked to be; violates nothing",
      enforcementLevel: "advisory",
      validateResource: ({ urn, props }) => {
        this.#inputs.set(urn, plain(props));
      },
    };
  }

  /** Comes first of those that see the whole stack: it prepares what the rules look at. */
  factsPolicy(): StackValidationPolicy {
    return {
      name: "policy-input",
      description: "The stack says what it is judged by: its plan and its account",
      enforcementLevel: "mandatory",
      severity: "critical",
      validateStack: ({ resources }, report) => {
        const graph = this.#graphOf(resources);
        const stack = resources.find(({ type }) => type === STACK_TYPE);
        const read = readStackFacts(graph.stack, stack === undefined ? {} : plain(stack.props), this.#facts);
        this.#graph = undefined;
        this.#evaluation = undefined;
        if (!read.ok) {
          for (const { where, found, expected, fix } of read.problems)
            report(`${where}: ${found}, expected ${expected}. ${fix}`);
          return;
        }
        const evaluated = evaluate({ graph, facts: read.value, packs: [this.#pack], settings: {} });
        if (evaluated.ok) this.#evaluation = evaluated.value;
        else
          for (const { where, found, expected, fix } of evaluated.problems)
            report(`${where}: ${found}, expected ${expected}. ${fix}`);
        this.#graph = graph;
      },
    };
  }

  rulePolicy({ rule, level }: PackRule): StackValidationPolicy {
    const speaks = (of: Rule) => this.#speaks(of);
    const url = sourceUrl(rule.sources);
    const schema = z.toJSONSchema(rule.config, { io: "input" }) as { readonly properties?: Record<string, object> };
    return {
      name: rule.id,
      displayName: rule.title,
      description: `${rule.title}. ${rule.why}.`,
      enforcementLevel: level,
      severity: rule.severity,
      framework: { name: "Tidegate", version: "1", reference: rule.id, specification: `policies/RULES.md#${rule.id}` },
      tags: ["tidegate", rule.area],
      remediationSteps: `${rule.fix}.`,
      ...(url === undefined ? {} : { url }),
      configSchema: { properties: schema.properties ?? {} },
      // Asked again for each run, after the policy before all others has run them: see #speaks.
      get validateStack() {
        return speaks(rule) as StackValidationPolicy["validateStack"];
      },
    };
  }

  /**
   * What a rule says; nothing when it has nothing to say. The SDK unpacks every resource of the stack once more for each policy that
   * looks at the stack, which for a hundred rules takes longer than the preview: only rules that report, or may be set, are asked.
   */
  #speaks(rule: Rule): StackValidationPolicy["validateStack"] | undefined {
    const result = this.#evaluation?.results.find(({ id }) => id === rule.id);
    const mayBeSet = Object.keys(rule.config.shape).length > 0;
    if (result !== undefined && !mayBeSet && result.state === "does-not-apply") {
      // Told without unpacking anything: the SDK's own way to say that no resource is of the policy's type.
      return Object.assign(() => undefined, { __pulumiType: rule.appliesTo });
    }
    if (result !== undefined && !mayBeSet && result.violations.length === 0) return undefined;
    return (args, report) => {
      const own = this.#resultOf(rule.id, args);
      if (own === undefined) return;
      for (const violation of own.violations) report(violationText(violation), violation.resource?.urn);
      if (own.state === "does-not-apply") args.notApplicable(own.because ?? "");
    };
  }

  /** A rule with settings of its own runs again with them. */
  #resultOf(id: string, { getConfig, resources }: StackArgs) {
    const config = getConfig<Readonly<Record<string, unknown>>>();
    const common = this.#evaluation?.results.find((result) => result.id === id);
    if (common === undefined || this.#graph === undefined || Object.keys(config).length === 0) return common;
    const stack = resources.find(({ type }) => type === STACK_TYPE);
    const read = readStackFacts(this.#graph.stack, stack === undefined ? {} : plain(stack.props), this.#facts);
    if (!read.ok) return undefined;
    const packs = [{ ...this.#pack, rules: this.#pack.rules.filter(({ rule }) => rule.id === id) }];
    const evaluated = evaluate({ graph: this.#graph, facts: read.value, packs, settings: { [id]: { config } } });
    if (!evaluated.ok) throw new Error(evaluated.problems.map(({ where, found }) => `${where}: ${found}`).join("; "));
    return evaluated.value.results[0];
  }

  #graphOf(resources: StackArgs["resources"]): PolicyGraph {
    const own = resources.filter(({ urn }) => !DEFAULT_PROVIDER.test(urn));
    return {
      stack: /^urn:pulumi:([^:]+)::/.exec(own[0]?.urn ?? "")?.[1] ?? "",
      resources: own.map((resource) => {
        const { urn, type, name, opts, parent, propertyDependencies } = resource;
        const from = parent?.urn ?? opts.parent;
        return {
          urn,
          type,
          name,
          ...(from === undefined ? {} : { parent: from }),
          inputs: this.#inputs.get(urn) ?? plain(resource.props),
          options: {
            protect: opts.protect,
            // The engine doesn't tell packs.
            retainOnDelete: "unknown",
            ignoreChanges: opts.ignoreChanges,
            ...(opts.deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace: opts.deleteBeforeReplace }),
          },
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([input, from]) => [input, from.map((each) => each.urn)]),
          ),
        };
      }),
    };
  }
}
