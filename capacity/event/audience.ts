import type { Interval } from "../interval";
import type { Parameter } from "../parameter";
import { required } from "../problems";
import { formatDuration } from "./duration";
import type { AudienceRegion, Event } from "./event";
import { hintOf, schemaAt } from "./issue-reader";
import { readInterval } from "./number-reader";
import type { Path } from "./path";
import { cloudFrontRegionOf } from "./places";
import { ASSUMED_AS_OF, choose, excessOverOne, type Reading, shareText } from "./reading";
import { eventSchema } from "./schema";
import { TIERS, type Tier, tierOf } from "./tiers";
import { numberText } from "./words";

const PEAK_KEY = "audience.peakConcurrentViewers";

/** A field of the schema that may be uncertain, read by its own bounds; undefined where it is absent or unusable. */
export function statedInterval(reading: Reading, path: Path, value: unknown): Interval | undefined {
  if (value === undefined) return undefined;
  const schema = required(schemaAt(eventSchema(), path), `schema at ${path.join(".")}`);
  const hint = required(hintOf(schema), `hint at ${path.join(".")}`);
  if (hint.kind === "text") return undefined;
  return readInterval(hint.field, value, path, reading.problems);
}

/** The peak audience as a parameter: stated, derived from people, or the class's own. */
export function readPeak(reading: Reading): { readonly parameter: Parameter; readonly tier: Event["tier"] } {
  const { draft, problems } = reading;
  const audience = draft.audience;
  const stated = statedInterval(reading, ["audience", "peakConcurrentViewers"], audience?.peakConcurrentViewers);
  const people = statedInterval(reading, ["audience", "people"], audience?.people);
  const peoplePerStream = statedInterval(reading, ["audience", "peoplePerStream"], audience?.peoplePerStream);
  const tier = TIERS.find((candidate) => candidate.name === draft.tier);
  const base = { key: PEAK_KEY, unit: "viewers", source: null, min: 0, path: PEAK_KEY } as const;
  if (audience?.peakConcurrentViewers !== undefined && audience.people !== undefined) {
    problems.error({
      id: "audience-stated-twice",
      path: ["audience", "people"],
      found: "both people and peakConcurrentViewers",
      expected: "one of them",
      fix: "Delete people: sessions are what is planned for",
    });
  }
  if (audience?.people === undefined && peoplePerStream !== undefined) {
    problems.error({
      id: "people-missing",
      path: ["audience", "peoplePerStream"],
      found: "peoplePerStream without people",
      expected: "people beside it",
      fix: "Delete it: peakConcurrentViewers counts sessions and is never divided",
    });
  }
  if (stated) {
    checkTier(reading, tier, stated, ["audience", "peakConcurrentViewers"]);
    const parameter: Parameter = { ...base, interval: stated, origin: "given", because: PEAK_KEY, asOf: null };
    return { parameter, tier: tier?.name ?? tierOf(stated.high)?.name ?? null };
  }
  if (people) {
    const perStream = peoplePerStream ?? PEOPLE_PER_STREAM;
    const interval = {
      low: people.low / perStream.high,
      expected: people.expected / perStream.expected,
      high: people.high / perStream.low,
    };
    checkTier(reading, tier, interval, ["audience", "people"]);
    const origin: Pick<Parameter, "origin" | "because" | "asOf"> = peoplePerStream
      ? { origin: "given", because: "audience.people ÷ audience.peoplePerStream", asOf: null }
      : { origin: "assumed", because: PEOPLE_PER_STREAM_BECAUSE, asOf: ASSUMED_AS_OF };
    return {
      parameter: { ...base, interval, ...origin },
      tier: tier?.name ?? tierOf(interval.high)?.name ?? null,
    };
  }
  if (tier === undefined && problems.isIntact(["audience"]) && problems.isIntact(["tier"])) {
    problems.error({
      id: "audience-missing",
      path: ["audience", "peakConcurrentViewers"],
      found: "missing",
      expected: "the viewers at the highest instant, or a tier",
      fix: "Write audience: { peakConcurrentViewers: 50000 } or tier: 100k",
    });
  }
  const taken = tier ?? required(TIERS[0], "a tier");
  return {
    parameter: {
      ...base,
      interval: taken.defaultAudience,
      origin: "assumed",
      because: taken.because,
      asOf: ASSUMED_AS_OF,
    },
    tier: taken.name,
  };
}

const PEOPLE_PER_STREAM: Interval = { low: 1, expected: 1.5, high: 2 };
const PEOPLE_PER_STREAM_BECAUSE =
  "people share screens: a rated 24.6 million people were 16.3 million devices, 1.5 each (1 to 2)";

function checkTier({ problems }: Reading, tier: Tier | undefined, viewers: Interval, path: Path): void {
  if (tier === undefined) return;
  const fits = viewers.high > tier.aboveViewers && viewers.high <= tier.maxViewers;
  if (fits) return;
  const right = tierOf(viewers.high);
  problems.error({
    id: "tier-and-audience-disagree",
    path,
    found: `got up to ${numberText(Math.round(viewers.high))} viewers with tier ${tier.name}`,
    expected: `more than ${numberText(tier.aboveViewers)} and at most ${numberText(tier.maxViewers)}`,
    fix: right === null ? "Delete tier: no class is that large" : `Write tier: ${right.name}, or delete tier`,
  });
}

/** Where viewers are: the shares of the regions sum to 1. */
export function readRegions(reading: Reading, clusterRegion: string): readonly AudienceRegion[] {
  const { draft, problems } = reading;
  const stated = draft.audience?.regions;
  if (stated === undefined || !problems.isIntact(["audience", "regions"])) {
    const place = cloudFrontRegionOf(clusterRegion);
    const regions = [{ name: place.name, priceRegion: place.id, peakShareRatio: 1 }];
    if (stated !== undefined) return regions;
    const because = place.isKnown
      ? `viewers are taken to be where the cluster is, ${clusterRegion}`
      : `the CDN's price region of ${clusterRegion} is not known, and most viewers of the catalog's prices are there`;
    return choose(reading, { path: "audience.regions", chosen: place.name, because }, regions);
  }
  const regions = stated.map((region) => ({
    name: region?.name ?? "",
    priceRegion: region?.priceRegion ?? "",
    peakShareRatio: region?.peakShareRatio ?? 0,
  }));
  const excess = excessOverOne(regions.map((region) => region.peakShareRatio));
  if (excess !== undefined) {
    problems.error({
      id: "shares-do-not-sum",
      path: ["audience", "regions", regions.length - 1, "peakShareRatio"],
      found: `shares sum to ${shareText(1 + excess)}`,
      expected: "1",
      fix: `${excess > 0 ? "Lower" : "Raise"} one region by ${shareText(Math.abs(excess))}`,
    });
  }
  const names = new Set<string>();
  for (const [index, region] of regions.entries()) {
    if (names.has(region.name)) {
      problems.error({
        id: "duplicate-name",
        path: ["audience", "regions", index, "name"],
        found: `a second region ${JSON.stringify(region.name)}`,
        expected: "each name once",
        fix: "Rename one, or join the two",
      });
    }
    names.add(region.name);
  }
  return regions;
}

/** How long a viewer stays, as a share of the event, where the file states it as a duration. */
export function readMeanWatch(reading: Reading, durationSeconds: number): Interval | undefined {
  const { draft, problems } = reading;
  const path = ["audience", "meanWatch"];
  const watch = statedInterval(reading, path, draft.audience?.meanWatch);
  if (watch === undefined) return undefined;
  if ((draft.audience as Readonly<Record<string, unknown>> | undefined)?.meanWatchRatio !== undefined) {
    problems.error({
      id: "watch-stated-twice",
      path,
      found: "both meanWatch and meanWatchRatio",
      expected: "one of them",
      fix: "Delete one",
    });
    return undefined;
  }
  if (watch.high > durationSeconds) {
    problems.error({
      id: "watch-longer-than-event",
      path,
      found: `got up to ${formatDuration(watch.high)} of an event of ${formatDuration(durationSeconds)}`,
      expected: "at most the event's duration",
      fix: "Shorten meanWatch or lengthen duration",
    });
    return undefined;
  }
  return {
    low: watch.low / durationSeconds,
    expected: watch.expected / durationSeconds,
    high: watch.high / durationSeconds,
  };
}
