import { beforeAll, describe, expect, it } from "vitest";
import { policyGraph } from "../../cli/engine/policy-graph";
import { evaluate } from "../../policies/evaluate";
import type { PolicyGraph, PolicyResource } from "../../policies/graph";
import { PACKS } from "../../policies/packs";
import { graphOf } from "../components/record";
import { happyEvent } from "./support/happy-event";
import { happyFacts } from "./support/happy-facts";
import { happyPlatform } from "./support/happy-platform";

let small: PolicyGraph;
beforeAll(async () => {
  const event = policyGraph(await graphOf(happyEvent, { stack: "event-1m" }));
  const platform = policyGraph(await graphOf(happyPlatform, { stack: "platform" }));
  small = { stack: "event-1m", resources: [...event.resources, ...platform.resources] };
});

/** The same stack many times over, each under names of its own, until it has so many resources. */
function grown(graph: PolicyGraph, count: number): PolicyGraph {
  const copyOf = (at: number): readonly PolicyResource[] => {
    const own = (urn: string) => `${urn}-${at}`;
    return graph.resources.map((each) => ({
      ...each,
      urn: own(each.urn),
      ...(each.parent === undefined ? {} : { parent: own(each.parent) }),
      propertyDependencies: Object.fromEntries(
        Object.entries(each.propertyDependencies).map(([input, from]) => [input, from.map(own)]),
      ),
    }));
  };
  const copies = Array.from({ length: Math.ceil(count / graph.resources.length) }, (_, at) => copyOf(at));
  return { ...graph, resources: copies.flat().slice(0, count) };
}

/** The fastest of a few runs, milliseconds: what the machine does besides only ever adds. */
function fastest(graph: PolicyGraph): number {
  const times = Array.from({ length: 5 }, () => {
    const started = process.cpuUsage();
    const evaluated = evaluate({ graph, facts: happyFacts, packs: PACKS });
    expect(evaluated.ok).toBe(true);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe("all rules", () => {
  it("take well below 0.3 s of one core for 5,000 resources, and grow no faster than the stack", () => {
    // Compiled code is measured, not compiling.
    fastest(grown(small, 2500));
    const half = fastest(grown(small, 2500));
    const whole = fastest(grown(small, 5000));
    console.log(`2,500 resources ${half.toFixed(1)} ms, 5,000 resources ${whole.toFixed(1)} ms`);
    expect(whole).toBeLessThan(300);
    // Twice the resources take twice as long; the rest is noise of the measurement.
    expect(whole / half).toBeLessThan(3);
  });
});
