import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash8, physicalName } from "../../components/naming";

/** Every event name that the product takes, and what a person may type besides. */
const eventName = fc.oneof(
  fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
  fc.string({ minLength: 1, maxLength: 63, unit: "grapheme" }),
);
const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,40}$/);
const parts = fc.record(
  { event: eventName, stack: part, role: part, scope: part, maxLength: fc.integer({ min: 10, max: 255 }) },
  { requiredKeys: ["stack", "role", "maxLength"] },
);
/** What every service here takes. */
const PLAIN = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

describe("physicalName", () => {
  it.each([
    [
      "stands as it is when it fits",
      { stack: "platform", role: "network-flow-logs", maxLength: 64 },
      "platform-network-flow-logs",
    ],
    [
      "names the event first, hashed since three parts can't be told from two",
      { event: "final", stack: "live", role: "web", maxLength: 64 },
      "final-live-web-33c6119e",
    ],
    [
      "is cut with the hash of the whole",
      { stack: "platform", role: "network-flow-logs", maxLength: 20 },
      "platform-ne-2ceae973",
    ],
    [
      "leaves no hyphen where it was cut",
      { stack: "platform", role: "network-flow-logs", maxLength: 18 },
      "platform-2ceae973",
    ],
    [
      "is hashed where a hyphen hides the end of a part",
      { stack: "event-1m", role: "web", maxLength: 64 },
      "event-1m-web-d90312ba",
    ],
    ["says what it can of other letters", { stack: "Ålesund", role: "web", maxLength: 64 }, "alesund-web-1411afaf"],
    ["starts with a letter", { stack: "10k", role: "web", maxLength: 64 }, "x-10k-web-2cb667fd"],
  ])("%s", (_, given, expected) => {
    expect(physicalName(given)).toBe(expected);
  });

  it("stays within the limit and in plain characters for any event name", () => {
    fc.assert(
      fc.property(parts, (given) => {
        const name = physicalName(given);
        expect(name.length).toBeLessThanOrEqual(given.maxLength);
        expect(name).toMatch(PLAIN);
        expect(physicalName({ ...given })).toBe(name);
      }),
    );
  });

  it("tells any two apart", () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = [one, other].map(({ event, stack, role, scope }) => JSON.stringify([event, stack, role, scope]));
        fc.pre(same[0] !== same[1]);
        expect(physicalName(one)).not.toBe(physicalName({ ...other, maxLength: one.maxLength }));
      }),
    );
  });

  it("tells apart what reads the same", () => {
    const joined = [
      { stack: "platform", role: "x-y", maxLength: 64 },
      { stack: "platform-x", role: "y", maxLength: 64 },
      { event: "platform", stack: "x", role: "y", maxLength: 64 },
      { stack: "platform", role: "x_y", maxLength: 64 },
    ].map(physicalName);
    expect(new Set(joined).size).toBe(joined.length);
  });

  it("refuses a limit that leaves no room for a letter and the hash", () => {
    expect(() => physicalName({ stack: "a", role: "b", maxLength: 9 })).toThrow(
      "maxLength is 9, expected a whole number from 10",
    );
  });

  it("refuses a name outside the service's own pattern", () => {
    const internal = { stack: "internal", role: "web", maxLength: 32, pattern: /^(?!internal-)/ };
    expect(() => physicalName(internal)).toThrow("the name internal-web does not match");
  });
});

describe("hash8", () => {
  // FNV-1a, 32 bits, of the bytes 61 00: the low byte of "a", then the high one.
  it("is FNV-1a over code units", () => {
    const step = (hash: number, byte: number) => Math.imul(hash ^ byte, 0x01000193) >>> 0;
    const expected = step(step(0x811c9dc5, 0x61), 0x00);
    expect(hash8("a")).toBe(expected.toString(16).padStart(8, "0"));
  });

  it("does not collide over the names of a large stack", () => {
    const names = Array.from({ length: 20_000 }, (_, at) => hash8(`event-${at % 100}/pool-${at}`));
    expect(new Set(names).size).toBe(names.length);
  });
});
