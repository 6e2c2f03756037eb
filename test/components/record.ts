import { Topic } from "@pulumi/aws/sns/topic";
import type { Output } from "@pulumi/pulumi";
import { expect } from "vitest";
import { record } from "../../cli/engine/recorded";
import type { Recording, RecordOptions } from "../../cli/engine/recording";
import type { GraphResource, ResourceGraph } from "../../cli/engine/resource-graph";

const STACK_TYPE = "pulumi:pulumi:Stack";

/** What a program builds, recorded as the stack `platform` unless a test says otherwise. */
export async function recorded(build: () => unknown, options: Partial<RecordOptions> = {}): Promise<Recording> {
  const program = async () => {
    build();
    return {};
  };
  return record(program, { project: "tidegate", stack: "platform", ...options });
}

/** The graph of a program that must run to its end. */
export async function graphOf(build: () => unknown, options: Partial<RecordOptions> = {}): Promise<ResourceGraph> {
  const { graph, errors } = await recorded(build, options);
  expect(errors).toEqual([]);
  return graph;
}

/** Why a program was refused; it must be refused on purpose, without a stack trace. */
export async function refusalOf(build: () => unknown): Promise<string> {
  const { errors } = await recorded(build);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.kind).toBe("refused");
  return errors[0]?.message ?? "";
}

/** Everything below the stack as `type name`, in order; a provider's type without its package's URL. */
export function childrenOf(graph: ResourceGraph): readonly string[] {
  return graph.resources
    .filter(({ type }) => type !== STACK_TYPE)
    .map(({ type, name }) => `${type} ${name}`)
    .sort();
}

/** The one resource of a logical name. */
export function named(graph: ResourceGraph, name: string): GraphResource {
  const found = graph.resources.filter((resource) => resource.name === name);
  if (found.length !== 1)
    throw new Error(`${found.length} resources are named ${name}: ${childrenOf(graph).join("\n")}`);
  return found[0] as GraphResource;
}

/** The names of the resources that a resource waits for. */
export function awaitedBy(graph: ResourceGraph, name: string): readonly string[] {
  return named(graph, name).dependencies.map((urn) => urn.slice(urn.lastIndexOf("::") + 2));
}

/** A text that only a deployment can tell. */
export function unknownText(name: string): Output<string> {
  return new Topic(name, {}).arn;
}
