import { z } from "zod";

const count = z.number().nonnegative();

const nodePool = z.object({
  name: z.string(),
  instanceTypes: z.array(z.string()),
  purchaseOption: z.enum(["on-demand", "spot"]),
  nodes: count,
  nodesPerZone: count,
  vcpuPerNode: count,
});

const layer = z.object({
  id: z.string(),
  layer: z.string(),
  criticality: z.enum(["core", "value-added"]),
  settings: z.record(z.string(), z.number()),
  /** What it asks of a pool; null when it is not pods. */
  workload: z.object({ pool: z.string(), replicas: count }).nullable(),
});

/** The plan of a stack's event, as far as rules read it. */
export const planFactsSchema = z.object({
  event: z.object({
    name: z.string(),
    owner: z.string().nullable(),
    start: z.string(),
    end: z.string(),
    zones: z.array(z.string()),
    survivingZones: count,
    occurrences: z.array(z.string()),
  }),
  nodePools: z.array(nodePool),
  layers: z.array(layer),
  /** Shares of viewers by CDN, 0 to 1; empty where nobody says. */
  cdnShares: z.record(z.string(), z.number()),
  quotas: z.array(z.object({ key: z.string(), needed: count })),
  /** Nodes in service by phase of the first occurrence. */
  phases: z.array(z.object({ phase: z.string(), from: z.string(), nodes: count })),
  cost: z.object({ monthUsd: count, unpriced: count, idleMonthUsd: count }),
});
export type PlanFacts = z.infer<typeof planFactsSchema>;

/** What a stack is judged by besides its graph: plain JSON, so that it can be handed to a policy pack as a file. */
export const stackFactsSchema = z.object({
  /** Which program the stack runs. */
  program: z.enum(["event", "platform", "edge"]),
  /** How the event's capacity is held. */
  mode: z.enum(["now", "rehearsal", "armed"]),
  /** Null for stacks without an event. */
  plan: planFactsSchema.nullable(),
  /** Quotas as applied in the account, by catalog key; the default of a new account where nothing stands. */
  appliedQuotas: z.record(z.string(), count),
  /** What others use of a quota at the same time, by catalog key: the platform and overlapping declared events. */
  inUse: z.record(z.string(), count),
  cloudflarePlan: z.enum(["free", "pro", "business", "enterprise"]).nullable(),
  /** Event nodes that the platform is built for; null when unknown. */
  ceilingNodes: count.nullable(),
});
export type StackFacts = z.infer<typeof stackFactsSchema>;

/** A stack of which nothing is known but its graph. */
export const NO_FACTS: StackFacts = {
  program: "platform",
  mode: "now",
  plan: null,
  appliedQuotas: {},
  inUse: {},
  cloudflarePlan: null,
  ceilingNodes: null,
};
