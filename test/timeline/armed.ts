import fc from "fast-check";
import { expectedOf } from "../../capacity/event-parameter";
import type { ArmedInput } from "../../capacity/timeline";
import type { FullSizes } from "../../capacity/timeline/sizes";
import { type EventChanges, sampleEvent } from "../support/sample-event";

/** An instant as seconds since 1970. */
export const utc = (text: string): number => Date.parse(text) / 1000;

/** Full sizes in three zones; the event's own when a test says nothing. */
export function sizes(changes: Partial<FullSizes> = {}): FullSizes {
  return {
    viewers: 100_000,
    zones: 3,
    pools: [
      { name: "core", nodes: 150 },
      { name: "upload", nodes: 30 },
    ],
    workloads: [
      { id: "session", pool: "core", pods: 400 },
      { id: "upload", pool: "upload", pods: 25 },
    ],
    albUnits: 900,
    nlbUnits: 0,
    room: { totalActiveUsers: 90_000, newUsersPerMinute: 9000 },
    ...changes,
  };
}

/** An armed event, one hour from 08:00 in Shanghai (00:00 UTC) unless a test says otherwise. */
export function armed(
  changes: { readonly event?: EventChanges; readonly sizes?: Partial<FullSizes> } = {},
): ArmedInput {
  return { event: sampleEvent(changes.event), sizes: sizes(changes.sizes) };
}

const ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];

const pools = fc
  .uniqueArray(fc.constantFrom("core", "media", "transcode", "value-added", "upload"), { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc
      .record({
        zones: fc.integer({ min: 1, max: 4 }),
        perZone: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: names.length, maxLength: names.length }),
        pods: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: names.length, maxLength: names.length }),
      })
      .map(({ zones, perZone, pods }) => ({
        zones,
        pools: names.map((name, at) => ({ name, nodes: (perZone[at] ?? 1) * zones })),
        workloads: names.map((name, at) => ({ id: `w-${name}`, pool: name, pods: pods[at] ?? 1 })),
      })),
  );

/** Any armed event: sizes, zones, lengths, repeats over a change of clocks, and odd paces. */
export const anyArmed: fc.Arbitrary<ArmedInput> = fc
  .record({
    pools,
    albUnits: fc.constantFrom(0, 100, 5000),
    nlbUnits: fc.constantFrom(0, 700),
    room: fc.constantFrom(null, { totalActiveUsers: 50_000, newUsersPerMinute: 2000 }),
    zone: fc.constantFrom(...ZONES),
    day: fc.integer({ min: 0, max: 364 }),
    minute: fc.integer({ min: 0, max: 1439 }),
    durationSeconds: fc.integer({ min: 60, max: 100_000 }),
    repeats: fc.constantFrom(null, { every: "day" as const, days: 5 }, { every: "weekday" as const, days: 9 }),
    baseNodesPerZone: fc.constantFrom(0, 1),
    nodesPerMinute: fc.constantFrom(1, 20, 60),
  })
  .map(
    ({
      pools,
      zone,
      day,
      minute,
      durationSeconds,
      repeats,
      albUnits,
      nlbUnits,
      room,
      baseNodesPerZone,
      nodesPerMinute,
    }) => {
      const local = new Date(Date.UTC(2027, 0, 1 + day, 0, minute)).toISOString().slice(0, 19);
      const until = new Date(Date.UTC(2027, 0, 1 + day + (repeats?.days ?? 0))).toISOString().slice(0, 10);
      const event = sampleEvent({
        // The local time read as UTC: where on the clock it lies is all that matters here.
        start: { local, zone, epochSeconds: utc(`${local}Z`) },
        durationSeconds,
        repeats: repeats === null ? null : { every: repeats.every, until },
        values: { "timeline.nodesPerMinute": nodesPerMinute },
      });
      const input = { event, sizes: sizes({ ...pools, albUnits, nlbUnits, room }), baseNodesPerZone };
      const brief = { local, zone, durationSeconds, repeats, nodesPerMinute, baseNodesPerZone, sizes: input.sizes };
      // An event with all its parameters would fill the screen when a law fails.
      return Object.defineProperty(input, fc.toStringMethod, { value: () => JSON.stringify(brief) });
    },
  );

/** When an event closes, seconds after its start. */
export function closeAfterStart({ event }: ArmedInput): number {
  return event.durationSeconds + expectedOf(event, "timeline.drainSeconds");
}
