import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CdnSplit, type CdnSplitArgs } from "../../../components/event/cdn-split";
import { apportion, type Pathway, steeringManifest, steeringOrders } from "../../../components/event/steering";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";

const PATHWAYS: readonly Pathway[] = [
  { id: "cf-1", host: "cup-1.example.com", cdn: "cloudfront", shareRatio: 0.35 },
  { id: "cf-2", host: "cup-2.example.com", cdn: "cloudfront", shareRatio: 0.35 },
  { id: "cl-1", host: "cup-cl.example.com", cdn: "cloudflare", shareRatio: 0.3 },
];
const MINIMAL: CdnSplitArgs = {
  pathways: PATHWAYS,
  bucket: "plain",
  steeringHost: "steer.example.com",
  prefix: "events/final",
};
const graphWith = (changes: Partial<CdnSplitArgs> = {}) =>
  graphOf(() => new CdnSplit("split", { ...MINIMAL, ...changes }));

/** Hosts of one to four CDNs with shares that sum to 1. */
const pathways = fc
  .array(fc.record({ cdn: fc.constantFrom("a", "b", "c", "d"), weight: fc.integer({ min: 0, max: 100 }) }), {
    minLength: 1,
    maxLength: 20,
  })
  .filter((all) => all.some(({ weight }) => weight > 0))
  .map((all): readonly Pathway[] => {
    const sum = all.reduce((total, { weight }) => total + weight, 0);
    return all.map(({ cdn, weight }, at) => ({
      id: `p${at}`,
      host: `h${at}.example.com`,
      cdn,
      shareRatio: weight / sum,
    }));
  });
const buckets = fc.integer({ min: 1, max: 200 });

describe("CdnSplit", () => {
  it("is a document for each bucket and protocol, and a list of all", async () => {
    const names = childrenOf(await graphWith({ buckets: 2, protocols: ["hls"] }));
    expect(names).toEqual([
      "aws:s3/bucketObjectv2:BucketObjectv2 split-hls-0",
      "aws:s3/bucketObjectv2:BucketObjectv2 split-hls-1",
      "aws:s3/bucketObjectv2:BucketObjectv2 split-index",
      "tidegate:delivery:CdnSplit split",
    ]);
    expect(childrenOf(await graphWith())).toHaveLength(2 * 20 + 2);
  });

  it("writes what players read, and for how long", async () => {
    const graph = await graphWith({ ttlSeconds: 30 });
    const { content, ...object } = named(graph, "split-dash-7").inputs;
    expect(object).toEqual({
      bucket: "plain",
      key: "events/final/dash/7.json",
      contentType: "application/json",
      cacheControl: "public, max-age=3",
    });
    expect(JSON.parse(String(content))).toEqual({
      VERSION: 1,
      TTL: 30,
      "RELOAD-URI": "https://steer.example.com/events/final/dash/7.json",
      "PATHWAY-PRIORITY": ["cf-2", "cl-1", "cf-1"],
    });
  });

  it("lists all orders for whoever assigns buckets", async () => {
    let split: CdnSplit | undefined;
    const graph = await graphOf(() => {
      split = new CdnSplit("split", MINIMAL);
    });
    const index = JSON.parse(String(named(graph, "split-index").inputs.content));
    expect(index).toMatchObject({ version: 1, buckets: 20, ttlSeconds: 60, hosts: { "cf-1": "cup-1.example.com" } });
    const firsts = index.orders.map(([first]: readonly string[]) => first);
    expect(firsts.filter((first: string) => first === "cl-1")).toHaveLength(6);
    expect(split?.indexUrl).toBe("https://steer.example.com/events/final/split.json");
  });

  it("keeps shares in state, in plain values, and takes a bucket that only a deployment knows", async () => {
    const graph = await graphOf(() => new CdnSplit("split", { ...MINIMAL, bucket: unknownText("some") }));
    expect(named(graph, "split").inputs).toMatchObject({ pathways: PATHWAYS, buckets: 20, ttlSeconds: 60 });
    expect(named(graph, "split-hls-0").inputs.key).toBe("events/final/hls/0.json");
  });

  it.each<[string, Partial<CdnSplitArgs>, string]>([
    [
      "shares that sum to more",
      { pathways: PATHWAYS.map((each) => ({ ...each, shareRatio: 0.5 })) },
      "pathways' shareRatio is 1.5 in all, expected 1 in all",
    ],
    ["no host", { pathways: [] }, "pathways is 0 entries"],
    [
      "one host twice",
      { pathways: PATHWAYS.map((each) => ({ ...each, host: "one.example.com" })) },
      "pathways' hosts is one.example.com, one.example.com more than once",
    ],
    [
      "a name that playlists can't carry",
      { pathways: [{ id: "a b", host: "h.example.com", cdn: "a", shareRatio: 1 }] },
      "pathways[0].id is a b, expected letters, digits",
    ],
    ["a prefix that begins with a slash", { prefix: "/events" }, "prefix is /events, expected a path"],
    ["a thousand documents", { buckets: 1000 }, "buckets is 1000, expected a whole number from 1 to 200"],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new CdnSplit("split", { ...MINIMAL, ...changes }))).toContain(message);
  });
});

describe("steeringOrders", () => {
  it("gives each host its share of first choices, to the nearest bucket", () => {
    fc.assert(
      fc.property(pathways, buckets, (all, count) => {
        const orders = steeringOrders(all, count);
        expect(orders).toHaveLength(count);
        for (const { id, shareRatio } of all) {
          const first = orders.filter(([choice]) => choice === id).length;
          expect(Math.abs(first - shareRatio * count)).toBeLessThan(1);
        }
      }),
    );
  });

  it("names every host once in each order", () => {
    fc.assert(
      fc.property(pathways, buckets, (all, count) => {
        const ids = all.map(({ id }) => id).sort();
        for (const order of steeringOrders(all, count)) expect([...order].sort()).toEqual(ids);
      }),
    );
  });

  it("goes to every CDN once before it comes to one for the second time", () => {
    fc.assert(
      fc.property(pathways, buckets, (all, count) => {
        const cdns = new Set(all.map(({ cdn }) => cdn)).size;
        for (const order of steeringOrders(all, count)) {
          const visited = order.slice(0, cdns).map((id) => all.find((each) => each.id === id)?.cdn);
          expect(new Set(visited).size).toBe(cdns);
        }
      }),
    );
  });

  it("spreads the viewers of a lost host over those of other CDNs by their shares", () => {
    const all = [
      { id: "x", host: "x.example.com", cdn: "x", shareRatio: 0.5 },
      { id: "y", host: "y.example.com", cdn: "y", shareRatio: 0.375 },
      { id: "z", host: "z.example.com", cdn: "z", shareRatio: 0.125 },
    ];
    // Half of 80 buckets are x's; its viewers go to y and z as 3 to 1.
    const lost = steeringOrders(all, 80).filter(([first]) => first === "x");
    const seconds = lost.map(([, second]) => second);
    expect(lost).toHaveLength(40);
    expect(seconds.filter((second) => second === "y")).toHaveLength(30);
    expect(seconds.filter((second) => second === "z")).toHaveLength(10);
  });

  it("changes nothing but the border when two hosts trade a bucket", () => {
    const split = (shareRatio: number) =>
      steeringOrders(
        [
          { id: "a", host: "a.example.com", cdn: "a", shareRatio },
          { id: "b", host: "b.example.com", cdn: "b", shareRatio: 1 - shareRatio },
        ],
        100,
      );
    const [before, after] = [split(0.7), split(0.71)];
    expect(before.filter((order, at) => order.join() !== after[at]?.join())).toHaveLength(1);
  });
});

describe("apportion", () => {
  it("adds up, and gives exact parts where there are some", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 }),
        buckets,
        (weights, count) => {
          const parts = apportion(weights, count);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(count);
          const sum = weights.reduce((total, weight) => total + weight, 0);
          expect(apportion(weights, sum)).toEqual(sum > 0 ? weights : weights.map(() => 0));
        },
      ),
    );
  });

  it("doesn't lose a bucket to floating point", () => {
    expect(apportion([0.3, 0.7], 10)).toEqual([3, 7]);
    expect(apportion([0.29, 0.71], 100)).toEqual([29, 71]);
  });
});

describe("steeringManifest", () => {
  it("is what HLS and DASH players read", () => {
    expect(steeringManifest(["a", "b"], { ttlSeconds: 60, reloadUri: "https://s.example.com/1.json" })).toBe(
      '{"VERSION":1,"TTL":60,"RELOAD-URI":"https://s.example.com/1.json","PATHWAY-PRIORITY":["a","b"]}',
    );
  });
});
