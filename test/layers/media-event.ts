import { ASSUMPTIONS } from "../../capacity/catalog/assumptions";
import { requireChain, sizeLayer } from "../../capacity/chain";
import type { Cdn, Event, Protocol, Rendition } from "../../capacity/event/event";
import { point } from "../../capacity/interval";
import { edgeModel } from "../../capacity/layers/edge";
import type { LayerInstance, LayerModel, LayerSizing } from "../../capacity/layers/layer";
import type { AssumptionRow, Parameter } from "../../capacity/parameter";
import { required } from "../../capacity/problems";
import type { Unit } from "../../capacity/units";

/** What a test states; the rest is the plainest event there is: one rung of 3 Mbit/s, no overhead, no join bursts, no uncertainty. */
export interface Stated {
  readonly viewers?: number;
  readonly protocol?: Protocol;
  readonly segmentSeconds?: number;
  readonly partSeconds?: number;
  readonly ladder?: readonly Rendition[];
  readonly audio?: "muxed" | "separate";
  readonly channels?: number;
  readonly timeShiftSeconds?: number;
  readonly cdns?: readonly Partial<Cdn>[];
  readonly origin?: Event["delivery"]["origin"];
  readonly transcodeOn?: Event["delivery"]["transcodeOn"];
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  readonly quotas?: Readonly<Record<string, number>>;
  readonly features?: Event["features"];
  readonly zones?: number;
  /** Parameters by full key. */
  readonly values?: Readonly<Record<string, number>>;
  /** Parameters of the event that have no row, by full key. */
  readonly extra?: Readonly<Record<string, number>>;
}

export const CDN: Cdn = {
  name: "cloudfront",
  provider: "cloudfront",
  shareRatio: 1,
  limitGbps: null,
  limitRequestsPerSecond: null,
  usdPerGb: null,
  originShield: true,
  usedGbThisMonth: 0,
};

/** A ladder of the given heights, all watched alike. */
export function ladderOf(...rungs: readonly { readonly height: number | null; readonly kbps: number }[]) {
  return rungs.map(({ height, kbps }) => ({ name: `${height}p`, height, kbps, mixRatio: 1 / rungs.length }));
}

function parameter(key: string, unit: Unit, value: number): Parameter {
  return {
    key,
    unit,
    interval: point(value),
    origin: "given",
    because: "stated by the test",
    source: null,
    asOf: null,
    path: null,
  };
}

/** No bursts, no overhead: hand arithmetic stays short. */
const PLAIN: Readonly<Record<string, number>> = {
  "audience.rejoinShareRatio": 0,
  "audience.rampSteepness": 0,
  "audience.meanWatchRatio": 1e18,
  "stream.bitrateRatio": 1,
  "stream.overheadRatio": 1,
  "stream.audioKbps": 0,
  "stream.startupRequestsPerJoin": 0,
};

export function mediaEvent(stated: Stated = {}): Event {
  const ladder = stated.ladder ?? ladderOf({ height: 1080, kbps: 3000 });
  const audio = stated.audio ?? "muxed";
  const parameters = new Map<string, Parameter>();
  for (const row of ASSUMPTIONS as readonly AssumptionRow[]) {
    const value = stated.values?.[row.key] ?? PLAIN[row.key] ?? row.expected;
    parameters.set(row.key, {
      ...parameter(row.key, row.unit, value),
      ...(row.min === undefined ? {} : { min: row.min }),
      ...(row.max === undefined ? {} : { max: row.max }),
    });
  }
  const given: readonly [string, Unit, number][] = [
    ["audience.peakConcurrentViewers", "viewers", stated.viewers ?? 1_000_000],
    ["stream.durationSeconds", "s", 3600],
    ["stream.ladderMeanKbps", "kbps", ladder.reduce((sum, rung) => sum + rung.kbps * rung.mixRatio, 0)],
    ["stream.ladderSumKbps", "kbps", ladder.reduce((sum, rung) => sum + rung.kbps, 0)],
    ["stream.renditions", "count", ladder.length],
    ["stream.tracks", "count", audio === "separate" ? 2 : 1],
    ["stream.channels", "channels", stated.channels ?? 1],
    ["stream.segmentSeconds", "s", stated.segmentSeconds ?? 6],
    ["stream.partSeconds", "s", stated.partSeconds ?? 1 / 3],
    ["stream.timeShiftSeconds", "s", stated.timeShiftSeconds ?? 0],
  ];
  for (const [key, unit, value] of given) parameters.set(key, parameter(key, unit, value));
  for (const [key, value] of Object.entries(stated.extra ?? {}))
    parameters.set(key, parameter(key, "requests/s", value));
  return {
    name: "test",
    owner: null,
    tier: null,
    start: { local: "2027-01-31T08:00:00", zone: "Asia/Shanghai", epochSeconds: 1_801_353_600 },
    durationSeconds: 3600,
    repeats: null,
    audience: { peakConcurrentViewers: point(stated.viewers ?? 1_000_000), dailyViewers: null, regions: [] },
    stream: {
      protocol: stated.protocol ?? "hls",
      ladderName: null,
      ladder,
      segmentSeconds: stated.segmentSeconds ?? 6,
      partSeconds: stated.partSeconds ?? null,
      channels: stated.channels ?? 1,
      audio,
      timeShiftSeconds: stated.timeShiftSeconds ?? 0,
    },
    features: stated.features ?? [],
    signInHash: "argon2id-19MiB",
    hosts: { app: null, zone: null, media: stated.hosts ?? {} },
    delivery: {
      cdns: (stated.cdns ?? [{}]).map((cdn) => ({ ...CDN, ...cdn })),
      origin: stated.origin ?? "object-storage",
      transcodeOn: stated.transcodeOn ?? "cpu",
    },
    cluster: {
      region: "us-east-1",
      zones: ["a", "b", "c", "d", "e", "f"].slice(0, stated.zones ?? 3).map((zone) => `us-east-1${zone}`),
      survivingZones: Math.max(1, (stated.zones ?? 3) - 1),
      families: [],
      purchaseOptions: ["on-demand"],
      prefixDelegation: true,
    },
    account: { quotas: stated.quotas ?? {}, cloudflarePlan: null },
    prices: {},
    riskRatio: 0.05,
    parameters,
    choices: [],
    given: [],
  };
}

/** The largest share a CDN carries when one other fails and the rest divide its viewers by their own shares. */
function failoverShare(event: Event, cdn: Cdn): number {
  const others = event.delivery.cdns.filter((other) => other.name !== cdn.name);
  return Math.min(1, Math.max(cdn.shareRatio, ...others.map((failed) => cdn.shareRatio / (1 - failed.shareRatio))));
}

function localParameters(event: Event, prefix: string): Map<string, Parameter> {
  const local = new Map<string, Parameter>();
  for (const [key, value] of event.parameters) {
    if (key.startsWith(`${prefix}.`)) local.set(key.slice(prefix.length + 1), value);
  }
  return local;
}

/** One CDN as the chain sees it. */
export function edgeInstance(event: Event, cdn: Cdn): LayerInstance {
  const parameters = localParameters(event, "edge");
  parameters.set("shareRatio", parameter(`edge:${cdn.name}.shareRatio`, "ratio", cdn.shareRatio));
  parameters.set(
    "failoverShareRatio",
    parameter(`edge:${cdn.name}.failoverShareRatio`, "ratio", failoverShare(event, cdn)),
  );
  const model = edgeModel(event, cdn);
  return { id: `edge:${cdn.name}`, title: model.title, criticality: "core", model, parameters };
}

/** A layer of which there is one. */
export function singleInstance(event: Event, model: LayerModel): LayerInstance {
  return {
    id: model.layer,
    title: model.title,
    criticality: "core",
    model,
    parameters: localParameters(event, model.layer),
  };
}

/** All numbers of the design world and the sizes that follow from them. */
export function sized(event: Event, models: readonly LayerModel[] = [], relativeSpeed = 1) {
  const instances = [
    ...event.delivery.cdns.map((cdn) => edgeInstance(event, cdn)),
    ...models.map((model) => singleInstance(event, model)),
  ];
  const chain = requireChain(event, instances, { worlds: 0, seed: 1, riskRatio: event.riskRatio });
  const sizing = new Map<string, LayerSizing>(
    instances.map((instance) => [instance.id, sizeLayer(instance, chain, relativeSpeed)]),
  );
  return {
    sizing: (id: string) => required(sizing.get(id), id),
    number: (id: string, name: string) =>
      required(
        chain.evaluation.layers.get(id)?.get(name) ?? chain.evaluation.demand.get(name),
        `${id}.${name}`,
      )[0] as number,
    flow: (name: keyof typeof chain.flows) => chain.flows[name],
  };
}
