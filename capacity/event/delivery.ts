import { point } from "../interval";
import type { Parameter } from "../parameter";
import type { Cdn, Event } from "./event";
import { ASSUMED_AS_OF, choose, excessOverOne, type Reading, shareText } from "./reading";

/** The CDNs and how the file speaks of each. */
export interface DeliveryReading {
  readonly delivery: Event["delivery"];
  /** Parameters of each CDN that follow from the shares, in the order of the CDNs. */
  readonly shares: readonly (readonly Parameter[])[];
}

/** Reads how media travels. */
export function readDelivery(reading: Reading): DeliveryReading {
  const { draft } = reading;
  const cdns = readCdns(reading);
  const areSharesStated = draft.delivery?.cdns?.some((cdn) => cdn?.shareRatio !== undefined) ?? false;
  return {
    delivery: {
      cdns,
      origin:
        draft.delivery?.origin ??
        choose<"object-storage">(
          reading,
          {
            path: "delivery.origin",
            chosen: "object-storage",
            because: "it outlives the packager and grows by itself",
          },
          "object-storage",
        ),
      transcodeOn:
        draft.delivery?.transcodeOn ??
        choose<"cpu">(
          reading,
          {
            path: "delivery.transcodeOn",
            chosen: "cpu",
            because: "processors can be had everywhere; GPUs need a quota that new accounts don't have",
          },
          "cpu",
        ),
    },
    shares: cdns.map((cdn, index) => [
      shareParameter({
        key: `edge:${cdn.name}.shareRatio`,
        value: cdn.shareRatio,
        path: `delivery.cdns[${index}].shareRatio`,
        because: areSharesStated ? null : EQUAL_SHARES,
      }),
      shareParameter({
        key: `edge:${cdn.name}.failoverShareRatio`,
        value: failoverShare(cdns, index),
        path: `delivery.cdns[${index}].shareRatio`,
        because: areSharesStated ? null : EQUAL_SHARES,
      }),
    ]),
  };
}

const EQUAL_SHARES = "CDNs share the viewers equally where the file states no shares";

function shareParameter(of: {
  readonly key: string;
  readonly value: number;
  readonly path: string;
  readonly because: string | null;
}): Parameter {
  return {
    key: of.key,
    unit: "ratio",
    interval: point(of.value),
    origin: of.because === null ? "given" : "assumed",
    because: of.because ?? of.path,
    source: null,
    asOf: of.because === null ? null : ASSUMED_AS_OF,
    min: 0,
    max: 1,
    path: of.path,
  };
}

/**
 * The share a CDN carries when the largest of the others fails and the rest take over in proportion to their shares; standbys of
 * share 0 take over equally where nobody else is left.
 */
export function failoverShare(cdns: readonly Pick<Cdn, "shareRatio">[], index: number): number {
  const own = cdns[index]?.shareRatio ?? 0;
  const others = cdns.filter((_, other) => other !== index).map((cdn) => cdn.shareRatio);
  if (others.length === 0) return own;
  const failed = Math.max(...others);
  const left = own + others.reduce((sum, share) => sum + share, 0) - failed;
  // 0.7 and 0.3: when the first fails the second carries 0.3 + 0.7 × 0.3 ÷ 0.3 = 1.
  return left > 0 ? Math.min(1, own + (failed * own) / left) : failed / others.length;
}

function readCdns(reading: Reading): readonly Cdn[] {
  const { draft, problems } = reading;
  const stated = draft.delivery?.cdns;
  if (stated === undefined) {
    return choose(
      reading,
      {
        path: "delivery.cdns",
        chosen: "cloudfront alone",
        because: "it stands in the same account as the cluster; a second CDN is a choice with a contract behind it",
      },
      [cdnOf({ provider: "cloudfront" }, "cloudfront", 1)],
    );
  }
  const names = nameCdns(reading, stated);
  const shares = readShares(reading, stated);
  const cdns = stated.map((cdn, index) => cdnOf(cdn, names[index] ?? "", shares[index] ?? 0));
  if (!problems.isIntact(["delivery", "cdns"])) return cdns;
  const excess = excessOverOne(shares);
  if (excess !== undefined) {
    problems.error({
      id: "shares-do-not-sum",
      path: ["delivery", "cdns", stated.length - 1, "shareRatio"],
      found: `shares sum to ${shareText(1 + excess)}`,
      expected: "1",
      fix: `${excess > 0 ? "Lower" : "Raise"} one CDN by ${shareText(Math.abs(excess))}`,
    });
  }
  return cdns;
}

type StatedCdns = NonNullable<NonNullable<Reading["draft"]["delivery"]>["cdns"]>;

function cdnOf(stated: StatedCdns[number], name: string, shareRatio: number): Cdn {
  return {
    name,
    provider: stated?.provider ?? "other",
    shareRatio,
    limitGbps: stated?.limitGbps ?? null,
    limitRequestsPerSecond: stated?.limitRequestsPerSecond ?? null,
    usdPerGb: stated?.usdPerGb ?? null,
    originShield: stated?.originShield ?? true,
    usedGbThisMonth: stated?.usedGbThisMonth ?? 0,
  };
}

/** Names by provider, numbered where one repeats; a name stated twice is a problem. */
function nameCdns({ problems }: Reading, stated: StatedCdns): readonly string[] {
  const taken = new Set(stated.flatMap((cdn) => (cdn?.name === undefined ? [] : [cdn.name])));
  const seen = new Set<string>();
  return stated.map((cdn, index) => {
    if (cdn?.name !== undefined) {
      if (seen.has(cdn.name)) {
        problems.error({
          id: "duplicate-name",
          path: ["delivery", "cdns", index, "name"],
          found: `a second CDN ${JSON.stringify(cdn.name)}`,
          expected: "each name once",
          fix: "Rename one",
        });
      }
      seen.add(cdn.name);
      return cdn.name;
    }
    const provider = cdn?.provider ?? "other";
    let name: string = provider;
    for (let number = 2; taken.has(name); number++) name = `${provider}-${number}`;
    taken.add(name);
    return name;
  });
}

function readShares({ problems }: Reading, stated: StatedCdns): readonly number[] {
  const shares = stated.map((cdn) => cdn?.shareRatio);
  if (shares.every((share) => share === undefined)) return shares.map(() => 1 / shares.length);
  const missing = shares.indexOf(undefined);
  if (missing >= 0 && problems.isIntact(["delivery", "cdns"])) {
    problems.error({
      id: "share-missing",
      path: ["delivery", "cdns", missing],
      found: "a CDN without shareRatio beside CDNs with one",
      expected: "shareRatio on every CDN, or on none",
      fix: "Add shareRatio: 0 if it is a standby",
    });
  }
  return shares.map((share) => share ?? 0);
}
