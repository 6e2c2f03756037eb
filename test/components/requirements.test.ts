import { RunError } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { HOST_RULE, KEY_RULE, Requirements } from "../../components/requirements";

const requirements = () => new Requirements("tidegate:network:Network", "net");
const messageOf = (checks: Requirements) => {
  try {
    checks.enforce();
  } catch (error) {
    expect(RunError.isInstance(error)).toBe(true);
    return (error as Error).message;
  }
  return "fine";
};

describe("Requirements", () => {
  it.each([
    [1, "fine"],
    [8, "fine"],
    [undefined, "fine"],
    [0, 'Network "net": natAddresses is 0, expected a whole number from 1 to 8'],
    [9, 'Network "net": natAddresses is 9, expected a whole number from 1 to 8'],
    [1.5, 'Network "net": natAddresses is 1.5, expected a whole number from 1 to 8'],
    [Number.NaN, 'Network "net": natAddresses is NaN, expected a whole number from 1 to 8'],
  ])("a whole number in a range: %s", (value, expected) => {
    expect(messageOf(requirements().whole("natAddresses", value, { min: 1, max: 8 }))).toBe(expected);
  });

  it("tells all problems at once", () => {
    const checks = requirements()
      .whole("a", -1, { min: 0 })
      .number("b", Number.POSITIVE_INFINITY, { max: 1 })
      .oneOf("c", "x", ["y", "z"]);
    expect(messageOf(checks)).toBe(
      [
        'Network "net": 3 problems',
        "  a is -1, expected a whole number of at least 0",
        "  b is Infinity, expected a number of at most 1",
        "  c is x, expected one of y, z",
      ].join("\n"),
    );
  });

  it("counts a list and names what is twice in it", () => {
    const checks = requirements().list("zones", ["a", "b", "a"], { min: 1, max: 2 });
    expect(messageOf(checks)).toContain("zones is 3 entries, expected 1 to 2 entries");
    expect(messageOf(checks)).toContain("zones is a more than once, expected each entry once");
  });

  it.each([
    ["media.example.com", true],
    ["*.example.com", true],
    ["Media.example.com", false],
    ["example", false],
    ["a..b", false],
    [`${"a".repeat(64)}.com`, false],
    [`${"a.".repeat(127)}com`, false],
  ])("a host: %s", (host, isFine) => {
    expect(messageOf(requirements().text("host", host, HOST_RULE)) === "fine").toBe(isFine);
  });

  it.each([
    ["on-call", true],
    ["", false],
    ["a--b", false],
    ["A", false],
  ])("a key: %s", (key, isFine) => {
    expect(messageOf(requirements().text("key", key, KEY_RULE)) === "fine").toBe(isFine);
  });
});
