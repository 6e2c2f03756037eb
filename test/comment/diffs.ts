import { readFileSync } from "node:fs";
import path from "node:path";
import { planEvent } from "../../capacity/plan";
import type { Plan } from "../../capacity/plan-document";
import { type Diff, type DiffOptions, diffSides } from "../../cli/diff/diff";
import type { PolicyResult } from "../../cli/diff/policy-result";
import { NOTHING, type Rendered } from "../../cli/diff/side";
import type { ResourceGraph } from "../../cli/engine/resource-graph";
import { readEventText } from "../../cli/input/read-event";
import { graph, resource, TYPES, UNKNOWN } from "../diff/graphs";

const EVENTS = path.resolve(import.meta.dirname, "../../stacks/events");
/** Enough for every section to say something. */
const WORLDS = 100;

/** The plan of a shipped event with some values of its file replaced. */
export function planOf(name: string, set: readonly string[] = [], at?: number): Plan {
  const file = path.join(EVENTS, `${name}.yaml`);
  const event = readEventText(readFileSync(file, "utf8"), `${name}.yaml`, { set });
  if (!event.ok) throw new Error(JSON.stringify(event.findings));
  return planEvent(event.value, { worlds: WORLDS, seed: 1, ...(at === undefined ? {} : { at }) });
}

export function side(label: string, plan: Plan | null, rest: Partial<Rendered> = {}): Rendered {
  return { ...NOTHING, label, plan, ...rest };
}

const FILE = "stacks/events/product-launch-100k.yaml";
export const small = planOf("product-launch-100k");
export const large = planOf("product-launch-100k", ["audience.peakConcurrentViewers=1000000", "tier=1m"]);

/** The resources of an event of so many nodes a zone. */
export function eventGraph(
  nodesPerZone: number,
  { instanceType = "c7g.4xlarge", zones = ["a", "b", "c"], armed = false } = {},
): ResourceGraph {
  const pool = resource(TYPES.pool, "core", { nodesPerZone, zones });
  const groups = zones.map((zone) =>
    resource(
      TYPES.group,
      `core-${zone}-1`,
      {
        instanceTypes: [instanceType],
        scalingConfig: { desiredSize: nodesPerZone, maxSize: 450 },
        clusterName: UNKNOWN,
      },
      { parent: pool.urn, options: armed ? { ignoreChanges: ["scalingConfig"] } : {} },
    ),
  );
  return graph(pool, ...groups, resource(TYPES.bucket, "uploads", { bucket: "launch-uploads" }));
}

export function compare(old: Rendered, fresh: Rendered, options: DiffOptions = {}): Diff {
  return diffSides(old, fresh, options);
}

const violation: PolicyResult = {
  pack: "tidegate-live",
  rule: "no-single-zone",
  enforcement: "mandatory",
  outcome: "violated",
  urn: "urn:pulumi:event-1m::tidegate::aws:eks/nodeGroup:NodeGroup::core-a-1",
  where: "NodeGroup core-a-1",
  message: "All nodes of pool core stand in one zone, expected at least 2 zones. Name more zones under cluster.zones",
};

export const refused: readonly PolicyResult[] = [
  violation,
  {
    ...violation,
    rule: "tagged",
    enforcement: "advisory",
    message: "No owner tag, expected one. Set owner in the event file",
  },
];

/** Seconds since 1970 in the middle of the launch. */
export const ON_AIR = Date.parse(small.event.start.utc) / 1000 + 600;

/** The cases that reviewers meet, each a set of stacks. */
export const cases = {
  "new-event": () => [compare(NOTHING, side(FILE, small, { graph: eventGraph(4) }))],
  resize: () => [
    compare(
      side(`main:${FILE}`, small, { graph: eventGraph(4) }),
      side(FILE, large, { graph: eventGraph(10, { instanceType: "c8g.12xlarge" }) }),
    ),
  ],
  "no-change": () => [
    compare(side(`main:${FILE}`, small, { graph: eventGraph(4) }), side(FILE, small, { graph: eventGraph(4) })),
  ],
  "policy-refusal": () => [
    compare(
      side(`main:${FILE}`, small, { graph: eventGraph(4) }),
      side(FILE, small, { graph: eventGraph(12, { zones: ["a"] }), policies: refused }),
    ),
  ],
  "live-window": () => [
    compare(
      side(`main:${FILE}`, small, { graph: eventGraph(4, { armed: true }) }),
      side(FILE, planOf("product-launch-100k", ["audience.peakConcurrentViewers=60000"]), {
        graph: eventGraph(2, { armed: true }),
      }),
      { atSeconds: ON_AIR },
    ),
  ],
  "20-stacks": () =>
    Array.from({ length: 20 }, (_, i) => {
      const fresh = i % 5 === 0 ? large : small;
      return compare(
        side(`main:stacks/events/launch-${i}.yaml`, small, { graph: eventGraph(4) }),
        side(`stacks/events/launch-${i}.yaml`, fresh, { graph: eventGraph(i % 5 === 0 ? 10 : 4) }),
        { name: `launch-${i}` },
      );
    }),
  "5000-resources": () => [
    compare(
      side(`main:${FILE}`, small, { graph: manyResources(5000, 60) }),
      side(FILE, large, { graph: manyResources(5000, 30) }),
    ),
  ],
} satisfies Readonly<Record<string, () => readonly Diff[]>>;

function manyResources(count: number, period: number): ResourceGraph {
  return graph(
    ...Array.from({ length: count }, (_, i) =>
      resource(TYPES.alarm, `alarm-${String(i).padStart(4, "0")}`, {
        period,
        threshold: 90,
        metricName: "CPUUtilization",
      }),
    ),
  );
}
