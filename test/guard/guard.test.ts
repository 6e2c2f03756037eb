import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type GuardedChange,
  type GuardedEvent,
  type GuardInput,
  guardVerdict,
  type Intent,
  livenessOf,
  SERVING,
  shrinkagesOf,
} from "../../capacity/guard";

const ROOT = path.resolve(import.meta.dirname, "../..");
const utc = (text: string): number => Date.parse(text) / 1000;

const POOL: Intent = {
  event: "final",
  pool: "core",
  zones: ["a", "b"],
  nodesPerZone: 50,
  maxNodesPerGroup: 450,
  instanceTypes: ["m7i.large"],
};
const NODE_POOL = "tidegate:compute:NodePool";
const pool = (after: Intent | null, before: Intent | null = POOL): GuardedChange => ({
  type: NODE_POOL,
  name: "core",
  before,
  after,
});

/** From 18:45 to 01:30 UTC, in Shanghai. */
const FINAL: GuardedEvent = {
  event: "final",
  zone: "Asia/Shanghai",
  windows: [{ fromSeconds: utc("2027-01-30T18:45Z"), toSeconds: utc("2027-01-31T01:30Z") }],
  holds: [],
};
const DURING = utc("2027-01-31T00:00Z");
const ask = (input: Partial<GuardInput>) =>
  guardVerdict({
    changes: [pool({ ...POOL, nodesPerZone: 40 })],
    events: [FINAL],
    atSeconds: DURING,
    overrides: [],
    ...input,
  });

describe("what takes something from viewers", () => {
  const table: readonly [string, GuardedChange, string][] = [
    ["a number that falls", pool({ ...POOL, nodesPerZone: 49 }), "shrinks nodesPerZone 50→49"],
    ["a zone less", pool({ ...POOL, zones: ["a"] }), "loses zones b→nothing"],
    ["other machines", pool({ ...POOL, instanceTypes: ["m7a.large"] }), "replaces instanceTypes m7i.large→m7a.large"],
    ["a number that goes", pool({ ...POOL, maxNodesPerGroup: undefined }), "loses maxNodesPerGroup 450→nothing"],
    ["a number that nobody knows yet", pool({ ...POOL, nodesPerZone: "04da6b54" }), "unknown nodesPerZone 50→unknown"],
    ["the whole component", pool(null), "goes  there→gone"],
    [
      "an override",
      pool({ ...POOL, overriddenInputs: { group: { diskSize: 1 } } }),
      "replaces overriddenInputs nothing→{ group: { diskSize: 1 } }",
    ],
    [
      "a timer that reaches less",
      {
        type: "tidegate:guard:ScalingTimers",
        name: "timers",
        before: { largest: { "nodes:core": 150, "pods:service:a.b": 9 } },
        after: { largest: { "nodes:core": 150, "pods:service:a.b": 8 } },
      },
      "shrinks largest.pods:service:a.b 9→8",
    ],
  ];
  it.each(table)("is %s", (_, change, found) => {
    expect(shrinkagesOf(change).map(({ how, field, from, to }) => `${how} ${field} ${from}→${to}`)).toEqual([found]);
  });

  const harmless: readonly [string, GuardedChange][] = [
    ["growth", pool({ ...POOL, nodesPerZone: 60, zones: ["a", "b", "c"] })],
    ["nothing new", pool({ ...POOL })],
    [
      "the same in another order of keys",
      pool({ ...POOL, sysctls: { b: "1", a: "2" } }, { ...POOL, sysctls: { a: "2", b: "1" } }),
    ],
    ["a component that is new", pool(POOL, null)],
    [
      "a component that serves nobody",
      { type: "tidegate:guard:EventBudget", name: "bill", before: { limitUsd: 9 }, after: null },
    ],
  ];
  it.each(harmless)("is not %s", (_, change) => expect(shrinkagesOf(change)).toEqual([]));
});

describe("an event is live", () => {
  it.each([
    ["a second before its first step", "2027-01-30T18:44:59Z", false],
    ["at its first step", "2027-01-30T18:45:00Z", true],
    ["a second before its close", "2027-01-31T01:29:59Z", true],
    ["no more at its close", "2027-01-31T01:30:00Z", false],
  ])("%s (%s): %s", (_, at, live) => expect(livenessOf(FINAL, utc(at)).live).toBe(live));

  it("as long as it is held", () => {
    const held = { ...FINAL, holds: [{ untilSeconds: utc("2027-01-31T03:00Z"), reason: "extra time" }] };
    expect(livenessOf(held, utc("2027-01-31T02:59:59Z"))).toMatchObject({
      live: true,
      because: "hold",
      words: "is held until 2027-01-31 11:00 Asia/Shanghai (2027-01-31 03:00 UTC) (extra time)",
    });
    expect(livenessOf(held, utc("2027-01-31T03:00:00Z"))).toEqual({ live: false });
    // During the window the later of the two ends counts.
    expect(livenessOf(held, DURING)).toMatchObject({ because: "hold", untilSeconds: utc("2027-01-31T03:00Z") });
  });

  it("when nobody knows its times", () => {
    expect(livenessOf({ ...FINAL, windows: null }, utc("2030-01-01T00:00Z"))).toMatchObject({
      live: true,
      because: "unknown",
    });
  });
});

describe("the guard", () => {
  it("refuses a shrink of a live event, and says whose, what, from what to what, and how to do it all the same", () => {
    const verdict = ask({});
    expect(verdict).toMatchObject({ allowed: false, events: ["final"] });
    expect(verdict.allowed ? "" : verdict.message).toMatchInlineSnapshot(`
      "final is live until 2027-01-31 09:30 Asia/Shanghai (2027-01-31 01:30 UTC); what serves its viewers may grow, not shrink:
        NodePool "core": nodesPerZone from 50 to 40
      Wait for the close, take the change back, or say in the stack's config why it may shrink all the same:
        pulumi config set --path 'tidegate:override.event' final
        pulumi config set --path 'tidegate:override.reason' '…'"
    `);
  });

  it("lets it pass when nothing is live, and says so", () => {
    expect(ask({ atSeconds: utc("2027-02-01T00:00Z") })).toMatchObject({ allowed: true, because: "quiet" });
    expect(ask({ events: [] })).toMatchObject({ allowed: true, because: "quiet" });
  });

  it("takes somebody's word for one event with a reason, and for no other", () => {
    const override = { event: "final", reason: "called off" };
    expect(ask({ overrides: [override] })).toMatchObject({ allowed: true, because: "overridden", used: [override] });
    expect(ask({ overrides: [{ ...override, event: "other" }] }).allowed).toBe(false);
    expect(ask({ overrides: [{ ...override, reason: " " }] }).allowed).toBe(false);
  });

  it("guards what many events share until each of them agrees", () => {
    const other: GuardedEvent = { ...FINAL, event: "other", windows: null };
    const overrides = [{ event: "final", reason: "called off" }];
    expect(ask({ events: [FINAL, other], overrides })).toMatchObject({ allowed: false, events: ["other"] });
    expect(ask({ events: [FINAL, other], overrides: [...overrides, { event: "other", reason: "over" }] }).allowed).toBe(
      true,
    );
  });
});

/** Any intent of a component that serves viewers, with a number, a list and a text at each place that counts. */
const anyIntent = fc.constantFrom(...Object.keys(SERVING)).chain((type) => {
  const serving = SERVING[type] as (typeof SERVING)[string];
  const place = (intent: Record<string, unknown>, dotted: string, value: unknown): void => {
    const keys = dotted.replace("*", "nodes:core").split(".");
    const last = keys.pop() as string;
    let at = intent;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = value;
  };
  return fc
    .record({
      numbers: fc.array(fc.integer({ min: 1, max: 1000 }), {
        minLength: serving.sizes.length,
        maxLength: serving.sizes.length,
      }),
      members: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
      text: fc.string({ minLength: 1 }),
    })
    .map(({ numbers, members, text }) => ({
      type,
      serving,
      intent: (
        changes: { readonly by?: number; readonly members?: readonly string[]; readonly text?: string } = {},
      ): Intent => {
        const intent: Record<string, unknown> = {};
        serving.sizes.forEach((one, at) => {
          place(intent, one, (numbers[at] ?? 1) + (changes.by ?? 0));
        });
        for (const one of serving.members) place(intent, one, [...members, ...(changes.members ?? [])]);
        for (const one of serving.fixed) place(intent, one, changes.text ?? text);
        return intent;
      },
    }));
});
const anyInstant = fc.integer({ min: utc("2027-01-30T00:00Z"), max: utc("2027-02-01T00:00Z") });

describe("for every component that serves viewers, the guard", () => {
  it("lets growth and nothing pass at any moment", () => {
    fc.assert(
      fc.property(anyIntent, fc.nat(500), anyInstant, ({ type, intent }, by, atSeconds) => {
        const change = { type, name: "x", before: intent(), after: intent({ by, members: ["one more"] }) };
        expect(ask({ changes: [change], atSeconds })).toMatchObject({ allowed: true, because: "harmless" });
      }),
    );
  });

  it("refuses every fall, loss, replacement and deletion exactly while live", () => {
    fc.assert(
      fc.property(
        anyIntent,
        fc.integer({ min: 1, max: 2000 }),
        anyInstant,
        ({ type, serving, intent }, by, atSeconds) => {
          const before = intent({ members: ["one more"] });
          const afters = [
            null,
            ...(serving.sizes.length === 0 ? [] : [intent({ by: -by, members: ["one more"] })]),
            ...(serving.members.length === 0 ? [] : [intent()]),
            ...(serving.fixed.length === 0 ? [] : [intent({ text: "something else entirely", members: ["one more"] })]),
            ...(Object.keys(before).length === 0 ? [] : [{}]),
          ];
          for (const after of afters) {
            const changes = [{ type, name: "x", before, after }];
            expect(ask({ changes, atSeconds }).allowed).toBe(!livenessOf(FINAL, atSeconds).live);
            // With somebody's word it passes at any moment.
            expect(ask({ changes, atSeconds, overrides: [{ event: "final", reason: "r" }] }).allowed).toBe(true);
            // Where the times aren't known it never does.
            expect(ask({ changes, atSeconds, events: [{ ...FINAL, windows: null }] }).allowed).toBe(false);
          }
        },
      ),
    );
  });

  it("refuses a change when it refuses a part of it", () => {
    fc.assert(
      fc.property(
        anyIntent,
        anyIntent,
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        (a, b, byA, byB) => {
          const changes = [
            { type: a.type, name: "a", before: a.intent(), after: a.intent({ by: byA }) },
            { type: b.type, name: "b", before: b.intent(), after: b.intent({ by: byB }) },
          ];
          const parts = changes.map((change) => ask({ changes: [change] }).allowed);
          expect(ask({ changes }).allowed).toBe(parts.every(Boolean));
        },
      ),
    );
  });
});

describe("the table of what serves viewers", () => {
  /** What is no capacity of a viewer's: it may change and go at any time. */
  const OTHERS = [
    "tidegate:guard:AlarmTopic",
    "tidegate:guard:BaseFirewall",
    "tidegate:guard:DefaultDeny",
    "tidegate:guard:EventBudget",
    "tidegate:guard:LaunchAlarms",
    // Armed anew, an event has other timers; what they lead to at most is guarded in ScalingTimers.
    "tidegate:guard:TimedStep",
  ];

  it("says of every component whether it serves them", () => {
    const folder = path.join(ROOT, "components");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    const types = files.flatMap((file) =>
      [...readFileSync(path.join(folder, file), "utf8").matchAll(/static readonly type = "([^"]+)"/g)].map(
        ([, type]) => type,
      ),
    );
    expect(types.length).toBeGreaterThan(20);
    expect([...Object.keys(SERVING), ...OTHERS]).toEqual(expect.arrayContaining(types));
  });
});
