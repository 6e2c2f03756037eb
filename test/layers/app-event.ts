import { Parser } from "expr-eval";
import { expect } from "vitest";
import { ASSUMPTIONS } from "../../capacity/catalog/assumptions";
import { coefficient } from "../../capacity/catalog/coefficients";
import { contextOf, requireChain, sizeFleetLayer, sizeLayer } from "../../capacity/chain";
import { type Equation, namesIn } from "../../capacity/equation";
import type { Feature } from "../../capacity/event/event";
import type { Fleet, LayerInstance, LayerModel, LayerSizing, Requirements } from "../../capacity/layers/layer";
import type { AssumptionRow, Parameter } from "../../capacity/parameter";
import { required } from "../../capacity/problems";
import type { Unit } from "../../capacity/units";
import { type EventChanges, sampleEvent } from "../support/sample-event";

/** What a test states about an event and its parameters, by full key. */
export type Stated = EventChanges & {
  readonly viewers?: number;
  readonly values?: Readonly<Record<string, number>>;
  /** Keep the intervals of the assumptions: numbers are then uncertain. */
  readonly uncertain?: true;
};

/** Numbers of the event that are no assumptions. */
const GIVEN: Readonly<Record<string, number>> = {
  "audience.peakConcurrentViewers": 10_000,
  "stream.durationSeconds": 3600,
  "stream.ladderMeanKbps": 3000,
  "stream.ladderSumKbps": 3000,
  "stream.renditions": 1,
  "stream.tracks": 1,
  "stream.channels": 1,
  "stream.segmentSeconds": 6,
  "stream.partSeconds": 1,
  "stream.timeShiftSeconds": 0,
  "session.hashesPerSecondPerVcpu": 34.5,
  "session.memoryPerHashMib": 19,
};

/** A straight ramp whose joins are all there is: 1,000,000 viewers in 60 s are 16,667 joins/s. */
export const PLAIN_JOINS = {
  "audience.rampSeconds": 60,
  "audience.rampSteepness": 1,
  "audience.meanWatchRatio": 1e12,
  "audience.rejoinShareRatio": 0,
  "audience.exitShareRatio": 0,
} as const;

function parameter(key: string, row: AssumptionRow | undefined, stated: number | undefined): Parameter {
  const value = stated ?? row?.expected ?? 0;
  const interval =
    stated === undefined && row
      ? { low: row.low, expected: row.expected, high: row.high }
      : { low: value, expected: value, high: value };
  return {
    key,
    unit: row?.unit ?? "",
    interval,
    origin: stated === undefined ? "assumed" : "given",
    because: row?.because ?? "stated",
    source: row?.source ?? null,
    asOf: row?.asOf ?? null,
    path: row?.path ?? null,
    ...(row?.min === undefined ? {} : { min: row.min }),
    ...(row?.max === undefined ? {} : { max: row.max }),
  };
}

export function appEvent(stated: Stated = {}) {
  const { viewers, values = {}, uncertain: _, ...changes } = stated;
  const parameters = new Map<string, Parameter>();
  const given = {
    ...GIVEN,
    ...(viewers === undefined ? {} : { "audience.peakConcurrentViewers": viewers }),
    ...values,
  };
  for (const row of ASSUMPTIONS as readonly AssumptionRow[]) {
    parameters.set(row.key, parameter(row.key, row, (given as Record<string, number>)[row.key]));
  }
  for (const [key, value] of Object.entries(given)) {
    if (!parameters.has(key)) parameters.set(key, parameter(key, undefined, value));
  }
  const peak = (given as Record<string, number>)["audience.peakConcurrentViewers"] as number;
  const event = sampleEvent(changes);
  return {
    ...event,
    audience: { ...event.audience, peakConcurrentViewers: { low: peak, expected: peak, high: peak } },
    parameters,
  };
}

/** A feature with nothing special about it. */
export function feature(id: string, changes: Partial<Feature> = {}): Feature {
  return { kind: "service", id, enabled: true, criticality: "value-added", image: null, deployment: null, ...changes };
}

/** A model as the chain sees it: the rows of its layer by local name; a named service has its own copies, stated as `service:<name>.<row>`. */
export function instanceOf(
  event: ReturnType<typeof appEvent>,
  model: LayerModel,
  id: string = model.layer,
): LayerInstance {
  const parameters = new Map<string, Parameter>();
  for (const [key, value] of event.parameters) {
    const local = key.slice(key.indexOf(".") + 1);
    if (key.startsWith(`${model.layer}.`)) parameters.set(local, { ...value, key: `${id}.${local}` });
  }
  for (const [key, value] of event.parameters) {
    if (id !== model.layer && key.startsWith(`${id}.`)) parameters.set(key.slice(key.indexOf(".") + 1), value);
  }
  return { id, title: model.title, criticality: "core", model, parameters };
}

/** One model, or one model under another id. */
export type Placed = LayerModel | { readonly id: string; readonly model: LayerModel };

function place(placed: Placed) {
  return "model" in placed ? placed : { id: placed.layer as string, model: placed };
}

/** The design world of the given layers, and their sizes on machines of the reference speed. */
export function sized(stated: Stated, models: readonly Placed[], fleet?: Partial<Fleet>) {
  const event = appEvent(stated);
  const instances = models.map(place).map(({ id, model }) => instanceOf(event, model, id));
  const chain = requireChain(event, instances, { worlds: stated.uncertain ? 200 : 0, seed: 1, riskRatio: 0.05 });
  const instance = (id: string) =>
    required(
      instances.find((one) => one.id === id),
      id,
    );
  return {
    event,
    chain,
    number: (id: string, name: string) =>
      required(
        chain.evaluation.layers.get(id)?.get(name) ?? chain.evaluation.demand.get(name),
        `${id}.${name}`,
      )[0] as number,
    sizing: (id: string): LayerSizing =>
      instance(id).model.stage === "fleet"
        ? sizeFleetLayer(instance(id), chain, { ...NO_FLEET, ...fleet })
        : sizeLayer(instance(id), chain, 1),
    /** Sizes a layer for requirements of the test's own. */
    sizeFor: (id: string, amounts: Readonly<Record<string, number>>, own: Partial<Fleet> = {}): LayerSizing => {
      const { model } = instance(id);
      const requirements: Requirements = Object.fromEntries(
        model.requires.map((resource) => {
          const unit = required(
            model.equations.find((equation) => equation.key === resource),
            resource,
          ).unit as Unit;
          const amount = amounts[resource] ?? 0;
          return [resource, { resource, unit, design: amount, atRisk: amount }];
        }),
      );
      return model.size(
        requirements,
        contextOf(instance(id), chain, { relativeSpeed: 1, fleet: { ...NO_FLEET, ...own } }),
      );
    },
  };
}

export const NO_FLEET: Fleet = {
  nodes: 0,
  pods: 0,
  vcpu: 0,
  cores: 0,
  nodeGroups: 0,
  nodesPerZone: 0,
  podsPerZone: 0,
  storageTib: 0,
  vcpuByQuota: {},
};

/** The ids of a layer's findings, gravest word first: `blocker database-writes`. */
export function findingIds(sizing: LayerSizing): readonly string[] {
  return sizing.findings.map((finding) => `${finding.severity} ${finding.id}`);
}

/** Text and code of every equation give the same number, for a few scopes of plausible and of zero values. */
export function expectTextsToMatchCode(equations: readonly Equation[]): void {
  const parser = new Parser();
  for (const seed of [1, 2, 3, 0]) {
    const scope: Record<string, number> = {};
    const plausible = (name: string) => {
      let hash = seed;
      for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) % 9973;
      return seed === 0 ? 1 : (hash + 1) / (name.endsWith("Ratio") ? 10_000 : 37);
    };
    for (const equation of equations) {
      for (const name of namesIn(equation.text)) scope[name] ??= plausible(name);
      const text = equation.text.replaceAll("×", "*").replaceAll("÷", "/").replaceAll("−", "-");
      const value = equation.value(scope);
      const read = Number(parser.evaluate(text, scope));
      const tolerance = 1e-9 * Math.max(1e-6, Math.abs(read));
      expect(Math.abs(value - read), `${equation.key} = ${equation.text}`).toBeLessThanOrEqual(tolerance);
      scope[equation.key] = value;
    }
  }
}

/** A layer answers any requirement with whole, finite counts, and holds what it says it holds. */
export function expectSoundFor(
  sizeFor: (amounts: Readonly<Record<string, number>>) => LayerSizing,
  resources: readonly string[],
): void {
  for (const amount of [0, 1e-6, 1, 999.5, 1e6, 1e12]) {
    const sizing = sizeFor(Object.fromEntries(resources.map((resource) => [resource, amount])));
    const numbers = [
      sizing.units,
      ...Object.values(sizing.settings),
      ...sizing.resources.flatMap((one) => [one.required, one.provisioned, one.utilization ?? 0]),
      ...sizing.candidates.map((one) => one.units),
      ...Object.values(sizing.waterfall ?? {}),
    ];
    for (const number of numbers) expect(Number.isFinite(number), `${sizing.id} at ${amount}: ${numbers}`).toBe(true);
    expect(Number.isInteger(sizing.units), `${sizing.id} at ${amount}: ${sizing.units} units`).toBe(true);
    for (const one of sizing.candidates) {
      expect(Number.isInteger(one.units), `${sizing.id}: ${one.name}`).toBe(true);
      expect(one.chosen, `${sizing.id}: ${one.name}`).toBe(one.rejected === null);
    }
    if (sizing.candidates.length > 0) expect(sizing.candidates.filter((one) => one.chosen)).toHaveLength(1);
    const blocked = sizing.findings.some((finding) => finding.severity === "blocker");
    for (const one of sizing.resources) {
      if (!blocked)
        expect(one.provisioned, `${sizing.id}: ${one.resource} at ${amount}`).toBeGreaterThanOrEqual(
          one.required * (1 - 1e-9),
        );
    }
    for (const finding of sizing.findings) {
      for (const text of [finding.found, finding.expected, finding.fix]) {
        expect(text).not.toMatch(/NaN|undefined|Infinity/);
        expect(text.length).toBeGreaterThan(0);
      }
    }
  }
}

/** Rows of a layer: reasons read on after "assumed because", bounds are kept, and facts are repeated to the digit. */
export function expectSoundRows(rows: readonly AssumptionRow[]): void {
  for (const row of rows) {
    expect(row.because, row.key).toMatch(/^[^A-Z.]|^(TLS|LTE|AWS|A )/);
    expect(row.source.length, row.key).toBeGreaterThan(0);
    expect(row.asOf, row.key).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(row.low, row.key).toBeLessThanOrEqual(row.expected);
    expect(row.expected, row.key).toBeLessThanOrEqual(row.high);
    expect(row.min ?? Number.NEGATIVE_INFINITY, row.key).toBeLessThanOrEqual(row.low);
    expect(row.max ?? Number.POSITIVE_INFINITY, row.key).toBeGreaterThanOrEqual(row.high);
    expect(row.path, row.key).not.toBeNull();
    if (row.fact === undefined) continue;
    const fact = coefficient(row.fact);
    const expected = required(fact.expected, `${row.fact} has a number`);
    expect([row.low, row.expected, row.high], row.key).toEqual([fact.low ?? expected, expected, fact.high ?? expected]);
  }
}
