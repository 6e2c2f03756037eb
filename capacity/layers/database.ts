import type { databaseAssumptions } from "../catalog/assumptions/database";
import { INSTANCE_TYPES, type InstanceType, relativeSpeedPerVcpu } from "../catalog/instances";
import { FORMULA_KEYS, limitValue, postgresMaxConnections } from "../catalog/limits";
import { quota } from "../catalog/quotas";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount, provision } from "../sizing";
import { BYTES_PER_GIB } from "../units";
import type { FlowName, LayerModel, Requirement, Requirements, SizingContext, Waterfall } from "./layer";
import { cheapest, nodeUsdPerHour, rejection, type StoreOption } from "./store-price";

const DATABASE = "database";
const TITLE = "Database";
/** The family planned with: the newest memory-rich one that databases come in and whose speed a source compares. */
const FAMILY = "r7i";
const READERS_QUOTA = "aws/rds/read-replicas-per-primary";

const equations = Equations.over<FlowName | LocalName<typeof databaseAssumptions>>()
  .let(
    "readsPerSecond",
    "operations/s",
    "databaseReadsPerSecond + cacheOperationsPerSecond × coldMissRatio",
    (s) => s.databaseReadsPerSecond + s.cacheOperationsPerSecond * s.coldMissRatio,
  )
  .let("writesPerSecond", "operations/s", "databaseWritesPerSecond", (s) => s.databaseWritesPerSecond)
  .let(
    "connections",
    "connections",
    "appRequestsPerSecond ÷ callsPerSecondPerPod × connectionsPerPod",
    (s) => (s.appRequestsPerSecond / s.callsPerSecondPerPod) * s.connectionsPerPod,
  );

interface Needs {
  readonly reads: Requirement;
  readonly writes: Requirement;
  readonly connections: Requirement;
}

function needsOf(requirements: Requirements): Needs {
  return {
    reads: required(requirements.readsPerSecond, "database.readsPerSecond"),
    writes: required(requirements.writesPerSecond, "database.writesPerSecond"),
    connections: required(requirements.connections, "database.connections"),
  };
}

interface Option extends StoreOption {
  readonly instance: InstanceType;
  readonly readers: number;
  readonly readsPerReader: number;
  readonly writesPerWriter: number;
  readonly maxConnections: number;
  readonly bindingConstraint: string;
  readonly waterfall: Waterfall;
}

function option(needs: Needs, instance: InstanceType, context: SizingContext): Option {
  const { targetUtilization, zones, survivingZones } = context;
  const degraded = Math.max(targetUtilization, context.degradedUtilization);
  const speed = relativeSpeedPerVcpu(instance.family)?.expected ?? 1;
  const readsPerReader = instance.vcpu * speed * context.value("readsPerSecondPerVcpu");
  const writesPerWriter = instance.vcpu * speed * context.value("writesPerSecondPerVcpu");
  const overhead = limitValue("aws/eks/vm-memory-overhead-before-the-kubelet-sees-it");
  const maxConnections = postgresMaxConnections(instance.memoryGib * BYTES_PER_GIB * (1 - overhead));

  const demand = needs.reads.design / readsPerReader;
  const risk = needs.reads.atRisk / readsPerReader;
  const utilization = risk / targetUtilization;
  // A lost zone takes its readers, and one of the others is promoted to writer.
  const zoneLoss =
    zones > survivingZones
      ? Math.max(utilization, ((risk / degraded + 1) * zones) / Math.max(1, survivingZones))
      : utilization;
  const readers = ceilCount(zoneLoss);
  const readersAllowed = readerQuota(context);
  const writesHold = needs.writes.atRisk <= writesPerWriter * targetUtilization;
  const name = `db.${instance.type}`;
  const usd = nodeUsdPerHour(context.event, name, `aws/aurora/${name.replaceAll(".", "-")}`);
  return {
    name,
    instance,
    units: 1 + readers,
    readers,
    readsPerReader,
    writesPerWriter,
    maxConnections,
    usdPerHour: usd === null ? null : usd * (1 + readers),
    vcpu: (1 + readers) * instance.vcpu,
    memoryGib: (1 + readers) * instance.memoryGib,
    bindingConstraint:
      needs.writes.atRisk / writesPerWriter >= risk / Math.max(1, readers) ? "writesPerSecond" : "readsPerSecond",
    waterfall: {
      demand: 1 + demand,
      risk: 1 + risk,
      utilization: 1 + utilization,
      zoneLoss: 1 + zoneLoss,
      count: 1 + readers,
    },
    impossible: !writesHold
      ? `one writer holds ${numberText(Math.floor(writesPerWriter * targetUtilization))} writes/s, ${numberText(Math.ceil(needs.writes.atRisk))} are needed`
      : readers > readersAllowed
        ? `${readers} readers, ${readersAllowed} are allowed`
        : needs.connections.atRisk > maxConnections * context.value("connectionUtilization") &&
            maxConnections < ceilingOf()
          ? `accepts ${numberText(maxConnections)} connections, pools open ${numberText(Math.ceil(needs.connections.atRisk))}`
          : null,
  };
}

/** Connections that no instance of the engine exceeds by default, however large. */
function ceilingOf(): number {
  return postgresMaxConnections(Number.MAX_SAFE_INTEGER);
}

function readerQuota(context: SizingContext): number {
  const row = quota(READERS_QUOTA);
  return context.event.account.quotas[row.code ?? row.key] ?? required(row.defaultValue, READERS_QUOTA);
}

/** The database: one writer, readers for what the cache misses, and the connections that pools hold open. */
export const database: LayerModel = {
  layer: "database",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["readsPerSecond", "writesPerSecond", "connections"],
  emits: {},
  size(requirements, context) {
    const needs = needsOf(requirements);
    const options = INSTANCE_TYPES.filter((instance) => instance.family === FAMILY).map((instance) =>
      option(needs, instance, context),
    );
    const largest = required(options.at(-1), `an instance of ${FAMILY}`);
    const chosen = cheapest(options) ?? largest;
    return {
      id: DATABASE,
      layer: "database",
      title: TITLE,
      criticality: "core",
      resources: [
        provision(
          "readsPerSecond",
          "operations/s",
          needs.reads.design,
          needs.reads.atRisk,
          chosen.readers * chosen.readsPerReader,
        ),
        provision("writesPerSecond", "operations/s", needs.writes.design, needs.writes.atRisk, chosen.writesPerWriter),
        provision(
          "connections",
          "connections",
          needs.connections.design,
          needs.connections.atRisk,
          chosen.maxConnections,
        ),
      ],
      unitName: "instances",
      units: chosen.units,
      bindingConstraint: chosen.impossible === null ? chosen.bindingConstraint : "limit",
      waterfall: chosen.waterfall,
      candidates: options.map((one) => ({
        name: one.name,
        units: one.units,
        usdPerHour: one.usdPerHour,
        chosen: one === chosen,
        rejected: one === chosen ? null : rejection(one, chosen),
      })),
      workload: null,
      settings: {
        instances: chosen.units,
        readers: chosen.readers,
        vcpuPerInstance: chosen.instance.vcpu,
        maxConnections: chosen.maxConnections,
        connectionsPerPod: context.value("connectionsPerPod"),
      },
      findings: findings(needs, chosen, context),
    };
  },
};

function findings(needs: Needs, chosen: Option, context: SizingContext): readonly Finding[] {
  const all: Finding[] = [];
  const writesHeld = Math.floor(chosen.writesPerWriter * context.targetUtilization);
  if (needs.writes.atRisk > writesHeld) {
    all.push({
      id: "database-writes",
      severity: "blocker",
      where: DATABASE,
      found: `${numberText(Math.ceil(needs.writes.atRisk))} writes/s`,
      expected: `at most ${numberText(writesHeld)} writes/s on the one writer, a ${chosen.name}`,
      fix: "Put writes into a queue and write in batches (lower features.*.databaseWritesPerCall), or split the data over several databases.",
      source: "database.writesPerSecondPerVcpu; readers don't take writes",
    });
  }
  const allowed = readerQuota(context);
  if (chosen.readers > allowed) {
    all.push({
      id: "database-readers",
      severity: "blocker",
      where: DATABASE,
      found: `${chosen.readers} readers`,
      expected: `at most ${allowed} (quota ${quota(READERS_QUOTA).code})`,
      fix: "Cache more (lower features.*.databaseReadsPerCall), or ask for more read replicas.",
      source: quota(READERS_QUOTA).source,
    });
  }
  const usable = Math.floor(chosen.maxConnections * context.value("connectionUtilization"));
  if (needs.connections.atRisk > usable) {
    all.push({
      id: "database-connections",
      // The pods behind the number are estimated from requests: only where the expected ones are too many is it certain enough to stop a plan.
      severity: needs.connections.design > usable ? "blocker" : "warning",
      where: DATABASE,
      found: `pools open ${numberText(Math.ceil(needs.connections.atRisk))} connections when all pods run`,
      expected: `at most ${numberText(usable)} of the ${numberText(chosen.maxConnections)} that a ${chosen.name} accepts by default`,
      fix: "Put a connection pooler between pods and database, or lower database.connectionsPerPod: new pods are refused otherwise, and the event's own scale-out breaks it.",
      source: `catalog: ${FORMULA_KEYS.postgresMaxConnections}`,
    });
  }
  return all;
}
