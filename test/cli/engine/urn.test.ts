import { describe, expect, it } from "vitest";
import { durationSeconds } from "../../../cli/engine/duration";
import { aliasUrn } from "../../../cli/engine/goal";
import { packageOf, parseUrn, providerUrn, urnOf } from "../../../cli/engine/urn";

const NAME = { project: "shop", stack: "dev" };
const ROOT = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";

describe("URNs", () => {
  it.each([
    [undefined, "a:m:A", "urn:pulumi:dev::shop::a:m:A::x"],
    [ROOT, "a:m:A", "urn:pulumi:dev::shop::a:m:A::x"],
    ["urn:pulumi:dev::shop::c:m:C::p", "a:m:A", "urn:pulumi:dev::shop::c:m:C$a:m:A::x"],
    ["urn:pulumi:dev::shop::c:m:C$d:m:D::p", "a:m:A", "urn:pulumi:dev::shop::c:m:C$d:m:D$a:m:A::x"],
  ])("under %s", (parent, type, urn) => {
    expect(urnOf({ ...NAME, parent, type, name: "x" })).toBe(urn);
  });

  it("may have :: in the name", () => {
    expect(parseUrn("urn:pulumi:dev::shop::c:m:C$a:m:A::x::y")).toEqual({
      ...NAME,
      qualifiedType: "c:m:C$a:m:A",
      type: "a:m:A",
      name: "x::y",
    });
  });

  it("are told from other texts", () => {
    expect(() => parseUrn("arn:aws:s3:::b")).toThrow("not a URN");
  });

  it("name the provider and its package", () => {
    expect(providerUrn(`${ROOT}::some-id`)).toBe(ROOT);
    expect([packageOf("aws:ec2/vpc:Vpc"), packageOf("pulumi:providers:aws")]).toEqual(["aws", "aws"]);
  });
});

describe("aliases", () => {
  const parent = "urn:pulumi:dev::shop::c:m:C::p";
  const own = { type: "a:m:A", name: "x", parent };
  it.each([
    [{ name: "old" }, "urn:pulumi:dev::shop::c:m:C$a:m:A::old"],
    [{ type: "b:m:B" }, "urn:pulumi:dev::shop::c:m:C$b:m:B::x"],
    [{ noParent: true }, "urn:pulumi:dev::shop::a:m:A::x"],
    [{ parent: ROOT }, "urn:pulumi:dev::shop::a:m:A::x"],
    [{ stack: "old", project: "mall" }, "urn:pulumi:old::mall::c:m:C$a:m:A::x"],
    [{ urn: "urn:pulumi:dev::shop::z:m:Z::z" }, "urn:pulumi:dev::shop::z:m:Z::z"],
  ])("%j", (alias, urn) => {
    expect(aliasUrn(alias, own, NAME)).toBe(urn);
  });
});

describe("time limits", () => {
  it.each([
    ["90s", 90],
    ["1h30m", 5400],
    ["1.5m", 90],
    ["250ms", 0.25],
  ])("%s is %d s", (text, seconds) => {
    expect(durationSeconds(text)).toBeCloseTo(seconds, 9);
  });

  it.each(["soon", "5", "", "5 m"])("%j isn't one", (text) => {
    expect(() => durationSeconds(text)).toThrow("customTimeout");
  });
});
