import { describe, expect, it } from "vitest";
import { countByType } from "../../cli/engine/resource-graph";
import { recordStack } from "./record-stack";

describe.each(["event-10k", "event-100k", "event-1m", "morning-meeting"])("the stack %s", (stack) => {
  it("is built whole from its plan", async () => {
    const { graph, errors } = await recordStack(stack);
    expect(errors).toEqual([]);
    console.log(stack, graph.resources.length, JSON.stringify(countByType(graph)));
  });
});
