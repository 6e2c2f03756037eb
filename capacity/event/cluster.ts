import { families as catalogFamilies } from "../catalog/instances";
import { REGIONS, type Region, region as regionOf } from "../catalog/regions";
import { required } from "../problems";
import type { Event } from "./event";
import { zonesOf } from "./places";
import { choose, type Reading } from "./reading";
import { listOf, nearest, numberText } from "./words";

export const DEFAULT_REGION = "us-east-1";
const DEFAULT_ZONES = 3;

/** Reads where workloads run. */
export function readCluster(reading: Reading): Event["cluster"] {
  const stated = reading.draft.cluster;
  const region = readRegion(reading);
  const zones = readZones(reading, region);
  return {
    region: region.code,
    zones,
    survivingZones: readSurvivingZones(reading, zones.length),
    families: readFamilies(reading),
    purchaseOptions: stated?.purchaseOptions?.filter((option) => option !== undefined) ?? ["on-demand"],
    prefixDelegation:
      stated?.prefixDelegation ??
      choose(
        reading,
        {
          path: "cluster.prefixDelegation",
          chosen: "true",
          because: "addresses in blocks of 16 let a node hold as many pods as its processors can feed",
        },
        true,
      ),
  };
}

function readRegion(reading: Reading): Region {
  const code = reading.draft.cluster?.region;
  const fallback = required(regionOf(DEFAULT_REGION), DEFAULT_REGION);
  if (code === undefined) {
    return choose(
      reading,
      { path: "cluster.region", chosen: DEFAULT_REGION, because: "it is the region whose prices are all known" },
      fallback,
    );
  }
  const found = regionOf(code);
  if (found) return found;
  const codes = REGIONS.map((candidate) => candidate.code);
  const near = nearest(code, codes);
  reading.problems.error({
    id: "unknown-region",
    path: ["cluster", "region"],
    found: `got ${JSON.stringify(code)}`,
    expected: `one of ${listOf(codes, 8)}`,
    fix: near === undefined ? "Write a region's code, not its name" : `Write ${near}`,
  });
  return fallback;
}

function readZones(reading: Reading, region: Region): readonly string[] {
  const { draft, problems } = reading;
  const stated = draft.cluster?.zones;
  const known = zonesOf(region);
  const isRegionKnown = problems.isIntact(["cluster", "region"]);
  if (stated === undefined || !isRegionKnown || !problems.isIntact(["cluster", "zones"])) {
    const zones = known.slice(0, DEFAULT_ZONES);
    if (stated !== undefined) return zones;
    return choose(
      reading,
      {
        path: "cluster.zones",
        chosen: zones.join(", "),
        because: "three zones lose a third of the machines with one of them, two lose half",
      },
      zones,
    );
  }
  const seen = new Set<string>();
  for (const [index, zone] of stated.entries()) {
    if (zone === undefined) continue;
    const path = ["cluster", "zones", index];
    if (seen.has(zone)) {
      problems.error({
        id: "duplicate-zone",
        path,
        found: `a second ${zone}`,
        expected: "each zone once",
        fix: "Delete it",
      });
    } else if (!known.includes(zone)) {
      problems.error({ path, ...zoneProblem(zone, region, known) });
    }
    seen.add(zone);
  }
  return stated.filter((zone) => zone !== undefined);
}

function zoneProblem(zone: string, region: Region, known: readonly string[]) {
  const expected = `a zone of ${region.code}: ${known.join(", ")}`;
  const found = `got ${JSON.stringify(zone)}`;
  const other = REGIONS.find((candidate) => candidate !== region && zonesOf(candidate).includes(zone));
  if (other) {
    const twin = `${region.code}${zone.slice(other.code.length)}`;
    return {
      id: "zone-of-another-region",
      found: `${found}, a zone of ${other.code}`,
      expected,
      fix: `Write ${known.includes(twin) ? twin : (known[0] ?? "")} or set cluster.region: ${other.code}`,
    };
  }
  const near = nearest(zone, known);
  return { id: "unknown-zone", found, expected, fix: near === undefined ? "Write one of them" : `Write ${near}` };
}

function readSurvivingZones({ draft, problems }: Reading, zones: number): number {
  const stated = draft.cluster?.survivingZones;
  const standard = Math.max(1, zones - 1);
  if (stated === undefined) return standard;
  if (stated > zones && problems.isIntact(["cluster", "zones"])) {
    problems.error({
      id: "more-surviving-than-zones",
      path: ["cluster", "survivingZones"],
      found: `got ${numberText(stated)}`,
      expected: `less than the ${zones} zones, to survive the loss of one`,
      fix: `Write ${standard} or add zones`,
    });
    return standard;
  }
  if (stated === zones && zones > 1) {
    problems.warn({
      id: "no-zone-to-lose",
      path: ["cluster", "survivingZones"],
      found: `got ${numberText(stated)} of ${zones} zones`,
      expected: "less than the zones, to survive the loss of one",
      fix: `Write ${standard}, or keep it and accept that the loss of a zone cuts capacity`,
    });
  }
  return stated;
}

function readFamilies({ draft, problems }: Reading): readonly string[] {
  const stated = draft.cluster?.families;
  if (stated === undefined) return [];
  const known = catalogFamilies();
  for (const [index, family] of stated.entries()) {
    if (family === undefined || known.includes(family)) continue;
    const path = ["cluster", "families", index];
    const near = nearest(family.split(".")[0] ?? family, known);
    problems.error({
      id: "unknown-family",
      path,
      found: `got ${JSON.stringify(family)}`,
      expected: `a family of the catalog: ${listOf(known, 10)}`,
      fix: near === undefined ? "Write one of them" : `Write ${near}`,
    });
  }
  return [...new Set(stated.filter((family) => family !== undefined))];
}
