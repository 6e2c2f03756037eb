import { requireChain, sizeFleetLayer, sizeLayer } from "../../capacity/chain";
import type { Event } from "../../capacity/event/event";
import { parseEvent } from "../../capacity/event/parse";
import { EMPTY_FLEET } from "../../capacity/fleet";
import { layersOf } from "../../capacity/layers";
import type { Fleet, FlowName, LayerInstance, LayerSizing } from "../../capacity/layers/layer";
import { planTimeline, type Timeline } from "../../capacity/phases";
import { required } from "../../capacity/problems";

/** Sections of an event file. */
export type Document = Readonly<Record<string, unknown>>;

const LEAST = {
  name: "measured",
  start: "2027-01-31T08:00[Asia/Shanghai]",
  audience: { peakConcurrentViewers: 1 },
} as const;

/** The event of a document, read as a user's file is: what it leaves open is the default. @throws with every problem */
export function eventOf(document: Document): Event {
  const outcome = parseEvent({ ...LEAST, ...document });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings, null, 2));
  return outcome.value;
}

/** A stream of one rung that weighs what was measured, sound included. */
export function streamOf(kbps: number, more: Document = {}): Document {
  return { ladder: [{ kbps }], audioKbps: 0, ...more };
}

/** What the model says of an event with every coefficient at its expected value. */
export interface Answers {
  readonly event: Event;
  /** An equation of a layer, or of the demand that all layers share. */
  readonly number: (layer: string, name: string) => number;
  readonly demand: (name: string) => number;
  readonly flow: (name: FlowName) => number;
  /** A layer's sizing on the reference machine. */
  readonly sizing: (layer: string) => LayerSizing;
  /** The sizing of a layer that follows the machines, for a fleet of these counts. */
  readonly fleetSizing: (layer: string, fleet: Fleet) => LayerSizing;
}

/** Evaluates the chain of a document's event, without sampled worlds: a measurement is compared with the expected answer. */
export function answersOf(document: Document): Answers {
  const key = JSON.stringify(document);
  const answers = known.get(key) ?? evaluate(document);
  known.set(key, answers);
  return answers;
}

/** Several checks ask about one event. */
const known = new Map<string, Answers>();

function evaluate(document: Document): Answers {
  const event = eventOf(document);
  const instances = layersOf(event);
  const chain = requireChain(event, instances, { worlds: 0, seed: 1, riskRatio: event.riskRatio });
  const instance = (layer: string): LayerInstance =>
    required(
      instances.find((one) => one.id === layer),
      `layer ${layer}`,
    );
  const demand = (name: string) => required(chain.evaluation.demand.get(name)?.[0], name);
  return {
    event,
    demand,
    number: (layer, name) => required(chain.evaluation.layers.get(layer)?.get(name)?.[0], `${layer}.${name}`),
    flow: (name) => chain.flows[name],
    sizing: (layer) => sizeLayer(instance(layer), chain, 1),
    fleetSizing: (layer, fleet) => sizeFleetLayer(instance(layer), chain, fleet),
  };
}

/** A fleet of so many nodes and pods, for layers that follow machines. */
export function fleetOf(counts: Partial<Fleet>): Fleet {
  return { ...EMPTY_FLEET, ...counts };
}

/** A duration as an event file writes it. */
export function seconds(count: number): string {
  return `${count}s`;
}

/** The first occurrence of a document's event at its expected audience. */
export function timelineOf(document: Document): Timeline {
  const event = eventOf(document);
  return planTimeline({
    event,
    occurrence: { index: 0, epochSeconds: event.start.epochSeconds, zone: event.start.zone },
    viewers: event.audience.peakConcurrentViewers.expected,
    nodes: 0,
  });
}
