import { z } from "zod";
import { CRITICALITIES, PROTOCOLS } from "../../capacity/event/event";
import { LAYERS, POOLS } from "../../capacity/layers/layer";
import { PHASES, PLAN_VERSION, type Plan } from "../../capacity/plan-document";
import { PLAN_SCHEMA_ID } from "./json";

/** Numbers are finite: JSON knows no other. */
const num = (meaning: string) => z.number().describe(meaning);
const text = (meaning: string) => z.string().describe(meaning);
const unknownNum = (meaning: string) => z.number().nullable().describe(`${meaning}; null when unknown.`);
const ratio = (meaning: string) => z.number().min(0).max(1).describe(`${meaning}, 0 to 1.`);
const list = <T extends z.ZodType>(item: T, meaning: string) => z.array(item).readonly().describe(meaning);

export const moment = z
  .strictObject({
    utc: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
      .describe("The instant in UTC, e.g. 2027-01-31T00:00:00Z."),
    local: text("The same in the event's zone, e.g. 2027-01-31T08:00:00+08:00[Asia/Shanghai]."),
  })
  .meta({ id: "Moment", description: "An instant in the two forms people read." });

export const interval = z
  .strictObject({
    low: num("5th percentile of what is believed."),
    expected: num("Median."),
    high: num("95th percentile."),
  })
  .meta({ id: "Interval", description: "A number that is not known exactly; a certain one has all three equal." });

const leadTimeHours = z
  .strictObject({ low: unknownNum("Hours"), expected: unknownNum("Hours"), high: unknownNum("Hours") })
  .meta({ id: "LeadTimeHours", description: "From asking to having, in hours." });

export const unit = text("Unit of the numbers beside it; empty for a pure count.");
export const origin = z
  .enum(["given", "known", "assumed"])
  .describe("Who answers for the number: the event file, a catalog row with its source, or an assumption.");

export const finding = z
  .strictObject({
    id: text("Kind of the finding, the same for ever."),
    severity: z
      .enum(["error", "blocker", "warning", "note"])
      .describe("error: unusable input; blocker: not as planned; warning: a person decides; note: worth knowing."),
    where: text("A path in the event file or a layer's id."),
    file: text("File, for problems of input.").optional(),
    line: z.int().min(1).describe("1-based line in the file.").optional(),
    column: z.int().min(1).describe("1-based column in the file.").optional(),
    found: text("What there is, with its unit."),
    expected: text("What is allowed or needed, with its unit."),
    fix: text("What to do next."),
    source: text("Where the rule or limit comes from.").optional(),
  })
  .meta({ id: "Finding", description: "Something that a person should act on." });

const provision = z.strictObject({
  resource: text("What is needed, e.g. vcpu or connections."),
  unit,
  design: num("Needed with the planned viewers and expected coefficients."),
  required: num("Needed at the common quantile of the sampled worlds; never below design."),
  provisioned: num("What is there; equals required where no ceiling is known."),
  utilization: z
    .number()
    .nullable()
    .describe("required ÷ provisioned with all zones; null where the provision has no known ceiling."),
});

const podShape = z.strictObject({
  vcpu: num("vCPU a pod asks for."),
  memoryGib: num("GiB a pod asks for."),
  networkGbps: num("Sustained Gbps of one full pod, 0 when negligible."),
  connections: z.number().nullable().describe("Connections a pod may hold; null when they don't fill it."),
  internetFacing: z.boolean().describe("Whether it faces the internet with its node's public address."),
  gpus: num("GPUs per pod."),
});

const workload = z.strictObject({
  id: text("The layer's id."),
  pool: z.enum(POOLS).describe("The node pool it runs on."),
  criticality: z.enum(CRITICALITIES).describe("What may be shed first."),
  pod: podShape.describe("One copy, for the scheduler."),
  replicas: num("Copies at full size."),
  image: z.string().nullable().describe("Container image, null when the file names none."),
  deployment: z.string().nullable().describe("Existing deployment whose floor is raised, null when there is none."),
});

const layer = z.strictObject({
  id: text("session, edge:cloudfront, service:rewards."),
  layer: z.enum(LAYERS).describe("The model that sized it."),
  title: text("Its name for people."),
  criticality: z.enum(CRITICALITIES).describe("What may be shed first: value-added before core."),
  resources: list(provision, "What is needed, what is there and how full it is."),
  unitName: text("What is counted: pods, distributions, shards."),
  units: num("How many."),
  bindingConstraint: text("The resource that set the count, or minimum, quota, limit."),
  waterfall: z
    .strictObject({
      demand: num("Units for the demand."),
      risk: num("Units at the risk quantile."),
      utilization: num("Units at the target utilization."),
      zoneLoss: num("Units with a zone lost."),
      count: num("Units after rounding and minimum."),
    })
    .nullable()
    .describe("How the count came about, before rounding up; null where no such steps lead to it."),
  candidates: list(
    z.strictObject({
      name: text("What could have carried the layer."),
      units: num("How many of it."),
      usdPerHour: unknownNum("USD per hour"),
      chosen: z.boolean().describe("Whether it was taken."),
      rejected: z.string().nullable().describe("Why it was not; null for the chosen one."),
    }),
    "What could have carried the layer, and what came of it.",
  ),
  workload: workload.nullable().describe("What runs on nodes; null for managed services."),
  settings: z
    .record(z.string(), z.number())
    .readonly()
    .describe("Numbers to build from, the unit at the end of each name."),
  findings: list(finding, "What is wrong with this layer."),
});

const fourResources = (meaning: string) =>
  z
    .strictObject({ vcpu: num("vCPU."), memoryGib: num("GiB."), networkGbps: num("Gbps."), pods: num("Pods.") })
    .describe(meaning);

const nodePool = z.strictObject({
  name: z.enum(POOLS).describe("Name of the pool."),
  instanceTypes: list(
    z.string(),
    "Interchangeable machine types, cheapest suitable first; the count holds on the weakest.",
  ),
  purchaseOption: z.enum(["on-demand", "spot"]).describe("How the machines are bought."),
  nodes: num("Nodes at full size."),
  nodesPerZone: num("Nodes in each zone."),
  groupsPerZone: num("Managed node groups in each zone, at the per-group quota."),
  vcpuPerNode: num("vCPU of a node."),
  memoryGibPerNode: num("GiB of a node."),
  allocatable: fourResources("What pods may use of one node of the weakest type."),
  relativeSpeed: num("Work of a vCPU, in vCPU of the reference machine."),
  packing: fourResources("Use of the allocatable by the pods placed, 0 to 1, at full size."),
  lowerBoundNodes: num("No packing can do with fewer nodes."),
  bindingConstraint: text("The resource that set the number of nodes."),
  usdPerHour: unknownNum("USD per hour of the whole pool"),
  workloads: list(z.strictObject({ id: text("Layer id."), pods: num("Pods.") }), "What runs on it."),
  runnersUp: list(
    z.strictObject({
      instanceType: text("Machine type."),
      nodes: num("Nodes it would take."),
      usdPerHour: unknownNum("USD per hour of the whole pool"),
      rejected: text("Why it was not taken."),
    }),
    "The next best machine types.",
  ),
});

const quota = z.strictObject({
  key: text("Key in the catalog."),
  provider: z.enum(["aws", "cloudflare", "kubernetes", "other"]).describe("Who grants it."),
  service: text("Service code."),
  name: text("Name of the quota."),
  code: z.string().nullable().describe("Service Quotas code; null when asked for by ticket or contract."),
  unit: text("Unit of value, needed and requestedValue."),
  region: z.string().nullable().describe("Region; null for a global quota."),
  value: unknownNum("What is in force"),
  basis: z
    .enum(["applied", "default", "unknown"])
    .describe("applied: stated in the event file; default: that of a new account; unknown: no value is known."),
  needed: num("What the plan needs."),
  status: z
    .enum(["ok", "raise", "late", "unknown"])
    .describe("raise: ask in time; late: can't be there in time; unknown: no value to judge against."),
  requestedValue: z.number().nullable().describe("What to ask for; null when nothing is asked."),
  leadTimeHours,
  latestAsk: moment
    .nullable()
    .describe("Latest moment to ask; null when the lead time is unknown or nothing is asked."),
  neededBy: moment.describe("When it must be in force."),
  why: text("What of the plan counts against it."),
  source: text("Where the value comes from."),
});

const deadline = z.strictObject({
  id: text("Stable identifier."),
  thing: text("What takes time to get."),
  leadTimeHours,
  neededBy: moment.describe("When it must be there."),
  latestAsk: moment.nullable().describe("Latest moment to start; null when the lead time is unknown."),
  status: z.enum(["ok", "tight", "late", "unknown"]).describe("Whether there is time, judged at basis.at."),
  source: text("Where the lead time comes from."),
});

const phaseName = z.enum(PHASES);

const costLine = z.strictObject({
  id: text("Stable identifier."),
  layer: text("Layer id, or compute."),
  item: text("What is billed."),
  quantity: num("How much of it."),
  unit: text("Unit of the quantity."),
  usdPerUnit: z.number().nullable().describe("USD per unit; null when tiers differ or the price is unknown."),
  usd: unknownNum("USD"),
  byPhase: z.partialRecord(phaseName, z.number()).readonly().describe("USD by phase, where the line is made of hours."),
  assumed: z.boolean().describe("Whether the price or the quantity is an assumption."),
  source: text("Where the price comes from."),
  note: text("What a reader should know of the line."),
});

const cost = z
  .strictObject({
    lines: list(costLine, "The bill, line by line."),
    knownUsd: num("Sum of the lines with a price, USD."),
    unpriced: z.int().min(0).describe("How many lines have no price."),
    exclusions: list(z.string(), "What the bill leaves out."),
  })
  .meta({ id: "Cost", description: "A bill." });

const assumption = z.strictObject({
  key: text("Full key, e.g. session.validTokenRatio."),
  unit,
  interval,
  origin,
  because: text("Path in the event file, catalog key, or the reason of the assumption."),
  source: z.string().nullable().describe("Source of a known number, null otherwise."),
  asOf: z.string().nullable().describe("Date of the source or assumption, null for given numbers."),
  path: z.string().nullable().describe("Where the event file can state a better number."),
});

const sensitivity = z.strictObject({
  key: text("Full key of the input."),
  unit,
  origin,
  low: num("Its low."),
  expected: num("Its median."),
  high: num("Its high."),
  usdAtLow: num("Known cost of one occurrence with the input at its low, USD."),
  usdAtHigh: num("The same at its high, USD."),
  shortfallCorrelation: z.number().min(-1).max(1).describe("Rank correlation with the worst layer's need, −1 to 1."),
});

const lever = z.strictObject({
  id: text("Stable identifier."),
  title: text("What to do."),
  set: list(z.string(), "What to write in the event file, each as path=value."),
  viewersBefore: num("Viewers the event can hold with what can be had in time, without the lever."),
  viewersAfter: num("The same with the lever."),
  usdChange: unknownNum("Change of the cost of one occurrence, USD"),
  viewersLose: text("What viewers lose."),
  removes: list(z.string(), "Blockers it removes, by finding id and place."),
});

/** The plan's JSON as it is published: `schema/plan.schema.json`. */
export const planSchema = z
  .strictObject({
    $schema: z.literal(PLAN_SCHEMA_ID).describe("This schema."),
    version: z.literal(PLAN_VERSION).describe("Raised when a field is removed or changes its meaning."),
    event: z
      .strictObject({
        name: text("Name of the event."),
        owner: z.string().nullable().describe("Who answers for it."),
        tier: z.string().nullable().describe("Audience class: 10k, 100k or 1m."),
        start: moment,
        end: moment,
        durationSeconds: num("Seconds on air."),
        zone: text("IANA zone of its local times."),
        occurrences: list(moment, "Starts within the horizon, first first."),
        protocol: z.enum(PROTOCOLS).describe("How media reaches the player."),
        region: text("Cloud region."),
        zones: list(z.string(), "Availability zones."),
        survivingZones: num("Zones that must be enough to hold the peak."),
        peakConcurrentViewers: interval,
      })
      .describe("What was planned."),
    basis: z
      .strictObject({
        at: moment.nullable().describe("The instant the plan is judged at; null: lateness isn't judged."),
        worlds: num("Sampled worlds."),
        seed: num("Seed of the sampling: same seed, same bytes."),
        riskRatio: ratio("Accepted probability that some layer is short"),
        jointHoldRatio: ratio("Share of the worlds in which all layers hold together"),
        commonQuantile: ratio("Share of worlds that every single requirement covers"),
        catalogDate: text("Date of the catalog."),
      })
      .describe("What the answer rests on."),
    verdict: z
      .strictObject({
        status: z
          .enum(["ready", "blocked", "infeasible", "over"])
          .describe("blocked: blockers remain; infeasible: no size satisfies a hard limit; over: the event has ended."),
        sentence: text("One line for a person who has a minute."),
        plannedViewers: num("Viewers planned for."),
        confidenceRatio: ratio("Probability that the whole chain holds them"),
        blockers: z.int().min(0).describe("Findings that block."),
        warnings: z.int().min(0).describe("Findings a person should decide on."),
      })
      .describe("The answer in short."),
    demand: list(
      z.strictObject({
        name: text("What is asked."),
        unit,
        design: num("At the planned viewers with expected coefficients."),
        low: num("5th percentile of the worlds."),
        high: num("95th percentile of the worlds."),
      }),
      "What the audience asks of the chain as a whole.",
    ),
    layers: list(layer, "The chain, in the order in which demand flows through it."),
    nodePools: list(nodePool, "Machines that are sized together."),
    quotas: list(quota, "Quotas that the plan touches."),
    deadlines: list(deadline, "What else takes time to get."),
    timeline: z
      .strictObject({
        phases: list(
          z.strictObject({
            phase: phaseName.describe("Name of the phase."),
            from: moment,
            to: moment,
            viewers: num("Viewers at its end."),
            nodes: num("Nodes in service during it."),
          }),
          "Phases of the first occurrence.",
        ),
        curve: list(
          z.strictObject({
            utc: text("The instant in UTC."),
            viewers: num("Viewers."),
            nodes: num("Nodes in service."),
            capacityViewers: num("Viewers those nodes hold."),
          }),
          "Viewers and capacity over time, for pictures.",
        ),
      })
      .describe("What happens when."),
    cost: z
      .strictObject({
        perOccurrence: cost,
        allOccurrences: z
          .strictObject({
            occurrences: num("How many occurrences."),
            knownUsd: num("Known cost of all of them, USD."),
          })
          .describe("The bill of all occurrences within the horizon."),
        idlePerMonth: cost,
      })
      .describe("The bills."),
    assumptions: list(assumption, "All numbers that the plan rests on."),
    sensitivity: list(sensitivity, "How much each input moves the answer, the strongest first."),
    levers: list(lever, "What brings the event back when it can't be ready in time."),
    findings: list(finding, "What a person should act on."),
  })
  .describe("A plan of Tidegate: an event's sizes, limits, deadlines and cost.");

// What the renderer writes is what the schema describes: a field that only one of them has doesn't compile.
type Published = z.infer<typeof planSchema>;
type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Loose<T[Key]> }
    : T extends string
      ? string
      : T;
type Written = Plan & { readonly $schema: typeof PLAN_SCHEMA_ID };
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
true satisfies Same<keyof Published, keyof Written>;
true satisfies [Loose<Written>] extends [Loose<Published>] ? true : never;

/** The JSON Schema (draft 2020-12) of `tidegate plan --format json`. */
export function planJsonSchema(): unknown {
  const { $schema, ...rest } = z.toJSONSchema(planSchema, { target: "draft-2020-12" });
  return { $schema, $id: PLAN_SCHEMA_ID, title: "Tidegate plan", ...rest };
}
