import { z } from "zod";
import type { PlanFacts } from "../../facts";
import type { GraphIndex } from "../../graph";
import { fine, rule, violated } from "../../rule";
import { TYPES } from "../../types";

/** Something the plan asks for, and the component that is it. */
interface Need {
  readonly layer: string;
  readonly component: string;
  readonly what: string;
  readonly isNeeded: (settings: Readonly<Record<string, number>>, graph: GraphIndex) => boolean;
}

const hasWorkloads = (graph: GraphIndex) => graph.ofType(TYPES.workload).length > 0;
const hasCloudflare = (graph: GraphIndex) => graph.types().some((type) => type.startsWith("cloudflare:"));

const NEEDS: readonly Need[] = [
  {
    layer: "network:balancers",
    component: TYPES.ingress,
    what: "balancers",
    // Nothing to balance where all services are somebody else's.
    isNeeded: ({ albs = 0, nlbs = 0 }, graph) => albs + nlbs > 0 && hasWorkloads(graph),
  },
  { layer: "cache", component: TYPES.sessionCache, what: "a cache", isNeeded: ({ shards = 0 }) => shards > 0 },
  {
    layer: "chat",
    component: TYPES.chatBroker,
    what: "a chat broker",
    isNeeded: ({ brokerShards = 0 }) => brokerShards > 0,
  },
  {
    layer: "database",
    component: TYPES.databaseReaders,
    what: "database readers",
    isNeeded: ({ readers = 0 }) => readers > 0,
  },
  {
    layer: "upload",
    component: TYPES.uploadLane,
    what: "an upload lane",
    isNeeded: ({ surgeUploadsPerMinute = 0 }) => surgeUploadsPerMinute > 0,
  },
  {
    layer: "firewall",
    component: TYPES.webFirewall,
    what: "a web firewall",
    isNeeded: ({ perAddressLimit = 0 }, graph) => perAddressLimit > 0 && graph.ofType(TYPES.ingress).length > 0,
  },
  {
    layer: "admission",
    component: TYPES.admission,
    what: "a waiting room",
    isNeeded: ({ totalActiveUsers = 0 }, graph) => totalActiveUsers > 0 && hasCloudflare(graph),
  },
];

export const carried = rule({
  id: "plan-carried",
  area: "plan",
  level: "mandatory",
  severity: "high",
  title: "Everything that the plan sizes besides machines is there",
  why: "The plan counts on it; without it its load falls on what stands behind it",
  fix: "Build it, or name the layer in the rule's elsewhere when somebody else does",
  sources: [{ document: "plan: layers with settings that components are built from" }],
  appliesTo: "planned layers",
  config: z.strictObject({
    elsewhere: z.array(z.string()).default([]).describe("Ids of layers that stand somewhere else, such as cache."),
  }),
  check: ({ graph, facts, config }) =>
    NEEDS.flatMap(({ layer, component, what, isNeeded }) => {
      const settings = planned(facts.plan, layer);
      if (settings === undefined || config.elsewhere.includes(layer) || !isNeeded(settings, graph)) return [];
      return graph.ofType(component).length > 0
        ? [fine()]
        : [violated(undefined, `nothing for layer ${layer}`, `${what}, as planned`)];
    }),
});

function planned(plan: PlanFacts | null, id: string): Readonly<Record<string, number>> | undefined {
  return plan?.layers.find((layer) => layer.id === id)?.settings;
}
