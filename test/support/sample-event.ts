import { ASSUMPTIONS } from "../../capacity/catalog/assumptions";
import type { Event } from "../../capacity/event/event";
import { point } from "../../capacity/interval";
import type { PodShape, PoolName, Workload } from "../../capacity/layers/layer";
import type { Parameter } from "../../capacity/parameter";

/** Every assumption as a parameter of an event that states nothing but `values`. */
function parameters(values: Readonly<Record<string, number>>): ReadonlyMap<string, Parameter> {
  return new Map(
    ASSUMPTIONS.map((row): [string, Parameter] => {
      const given = values[row.key];
      return [
        row.key,
        {
          key: row.key,
          unit: row.unit,
          interval: given === undefined ? { low: row.low, expected: row.expected, high: row.high } : point(given),
          origin: given === undefined ? "assumed" : "given",
          because: row.because,
          source: row.source,
          asOf: row.asOf,
          path: row.path,
        },
      ];
    }),
  );
}

/** What a test changes of the sample event. */
export type EventChanges = Partial<Omit<Event, "cluster" | "parameters">> & {
  readonly cluster?: Partial<Event["cluster"]>;
  readonly values?: Readonly<Record<string, number>>;
};

/** A small event in us-east-1 on three zones, one of which may be lost; nothing given but what a test asks for. */
export function sampleEvent(changes: EventChanges = {}): Event {
  const { cluster, values, ...rest } = changes;
  return {
    name: "sample",
    owner: null,
    tier: null,
    // 2027-01-31T08:00 in Shanghai is midnight UTC.
    start: { local: "2027-01-31T08:00:00", zone: "Asia/Shanghai", epochSeconds: Date.UTC(2027, 0, 31) / 1000 },
    durationSeconds: 3600,
    repeats: null,
    audience: {
      peakConcurrentViewers: point(10_000),
      dailyViewers: null,
      regions: [{ name: "US", priceRegion: "us-mx-ca", peakShareRatio: 1 }],
    },
    stream: {
      protocol: "hls",
      ladderName: null,
      ladder: [{ name: "720p", height: 720, kbps: 3000, mixRatio: 1 }],
      segmentSeconds: 6,
      partSeconds: null,
      channels: 1,
      audio: "muxed",
      timeShiftSeconds: 0,
    },
    features: [],
    signInHash: "argon2id-19MiB-t2-p1",
    hosts: { app: null, zone: null, media: {} },
    delivery: {
      cdns: [
        {
          name: "cloudfront",
          provider: "cloudfront",
          shareRatio: 1,
          limitGbps: null,
          limitRequestsPerSecond: null,
          usdPerGb: null,
          originShield: true,
          usedGbThisMonth: 0,
        },
      ],
      origin: "object-storage",
      transcodeOn: "cpu",
    },
    cluster: {
      region: "us-east-1",
      zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
      survivingZones: 2,
      families: [],
      purchaseOptions: ["on-demand"],
      prefixDelegation: true,
      ...cluster,
    },
    account: { quotas: {}, cloudflarePlan: null },
    prices: {},
    riskRatio: 0.05,
    parameters: parameters(values ?? {}),
    choices: [],
    given: [],
    ...rest,
  };
}

/** A pod that takes processor and memory only. */
export function podShape(changes: Partial<PodShape> = {}): PodShape {
  return { vcpu: 1, memoryGib: 2, networkGbps: 0, connections: null, internetFacing: false, gpus: 0, ...changes };
}

/** A workload whose replicas don't depend on the machine. */
export function workload(id: string, pool: PoolName, replicas: number, pod: PodShape): Workload {
  return { id, pool, criticality: "core", pod, replicas, image: null, deployment: null };
}
