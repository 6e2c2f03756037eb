import { describe, expect, test } from "vitest";
import { networkAssumptions } from "../../capacity/catalog/assumptions/network";
import { api } from "../../capacity/layers/api";
import { isShortWhileGrowing, steepRampMinutes } from "../../capacity/layers/balancer-ramp";
import { chat } from "../../capacity/layers/chat";
import { networkAddressesModel, subnetPrefixLength } from "../../capacity/layers/network-addresses";
import { networkBalancersModel } from "../../capacity/layers/network-balancers";
import { networkNat } from "../../capacity/layers/network-nat";
import { session } from "../../capacity/layers/session";
import type { Parameter } from "../../capacity/parameter";
import { sampleEvent } from "../support/sample-event";
import {
  expectSoundFor,
  expectSoundRows,
  expectTextsToMatchCode,
  findingIds,
  PLAIN_JOINS,
  type Stated,
  sized,
} from "./app-event";

const balancers = { id: "network:balancers", model: networkBalancersModel() };
const nat = { id: "network:nat", model: networkNat };
const ONE_ZONE = { zones: ["us-east-1a"], survivingZones: 1 };

function addresses(prefixDelegation: boolean) {
  return { id: "network:addresses", model: networkAddressesModel(sampleEvent({ cluster: { prefixDelegation } })) };
}

test("texts are the code, and rows have parents", () => {
  expectTextsToMatchCode(balancers.model.equations);
  expectTextsToMatchCode(networkNat.equations);
  expectTextsToMatchCode(addresses(true).model.equations);
  expectTextsToMatchCode(addresses(false).model.equations);
  expectSoundRows(networkAssumptions);
});

describe("balancers", () => {
  const size = (amounts: Readonly<Record<string, number>>, stated: Stated = {}) =>
    sized(stated, [balancers]).sizeFor("network:balancers", amounts);

  test("16,667 new connections/s ÷ 25 a unit = 667 units", () => {
    const { number, sizing } = sized(
      {
        viewers: 1e6,
        cluster: ONE_ZONE,
        values: { ...PLAIN_JOINS, "session.validTokenRatio": 0, "network.openConnectionRatio": 0 },
      },
      [session, balancers],
    );
    expect(number("network:balancers", "albUnits")).toBeCloseTo(666.7, 1);
    expect(sizing("network:balancers").settings.albUnits).toBe(667);
  });

  test("the largest dimension counts: 1,000,000 open connections ÷ 3,000 = 334 units", () => {
    const values = { ...PLAIN_JOINS, "session.validTokenRatio": 1, "network.openConnectionRatio": 1 };
    const { number } = sized({ viewers: 1e6, values }, [session, balancers]);
    expect(number("network:balancers", "albUnits")).toBeCloseTo(333.3, 1);
  });

  test("with a zone of three lost, 600 units are 900, spread evenly", () => {
    expect(size({ albUnits: 600 }).settings.albUnits).toBe(900);
    expect(size({ albUnits: 600.1 }).settings.albUnits).toBe(903);
  });

  test("long connections and what they open stay apart from requests, and bytes are counted once", () => {
    const { number, chain } = sized({ viewers: 1e6, values: { ...PLAIN_JOINS, "chat.chatShare": 0.8 } }, [
      session,
      chat,
      balancers,
    ]);
    const of = (name: string) => number("network:balancers", name);
    expect(of("longConnectionsPerSecond")).toBeCloseTo(number("chat", "newConnectionsPerSecond"));
    expect(of("requestConnectionsPerSecond")).toBeCloseTo(number("session", "newConnectionsPerSecond"));
    expect(of("longGbps") + of("requestGbps")).toBeCloseTo(chain.flows.appEgressGbps + chain.flows.appIngressGbps);
    // Answers are known from their number; the rest of what goes out is the chat's, to a few percent.
    expect(of("longGbps") / number("chat", "egressGbps")).toBeGreaterThan(0.95);
    expect(of("longGbps") / number("chat", "egressGbps")).toBeLessThan(1.05);
  });

  test("without chat nothing is left for long connections, whatever answers weigh", () => {
    const { number, chain } = sized({ viewers: 1e6, values: { "api.responseKib": 50 } }, [api, balancers]);
    expect(number("network:balancers", "longGbps")).toBe(0);
    expect(number("network:balancers", "requestGbps")).toBeCloseTo(
      chain.flows.appEgressGbps + chain.flows.appIngressGbps,
    );
  });

  test("without long connections there is one kind", () => {
    const sizing = size({ albUnits: 1, albTargets: 10 });
    expect(sizing.settings).toMatchObject({ albs: 1, nlbs: 0 });
    expect(sizing.units).toBe(1);
  });

  test("a balancer takes 1,000 targets and 15,000 reserved units, one for long connections 500 targets a zone", () => {
    expect(size({ albTargets: 1000 }).settings.albs).toBe(1);
    expect(size({ albTargets: 1001 }).settings.albs).toBe(2);
    expect(size({ albUnits: 10_001 }).settings.albs).toBe(2);
    expect(size({ nlbUnits: 1, nlbTargets: 1501 }).settings.nlbs).toBe(2);
    expect(size({ nlbUnits: 1, nlbTargets: 1500 }).bindingConstraint).toBe("minimum");
    expect(size({ albTargets: 5001 }).bindingConstraint).toBe("albTargets");
  });

  test("what grows by itself in time need not be reserved: 3 Gbit/s and 3 more a minute", () => {
    // The steep ramp lasts 600 s ÷ 2 = 5 minutes: 3 + 3 × 5 = 18 Gbit/s.
    const stated = { values: { "audience.rampSeconds": 600, "audience.rampSteepness": 2 } };
    expect(size({ nlbUnits: 1, longGbps: 18 }, stated).settings.nlbReservedUnits).toBe(0);
    const reserved = size({ nlbUnits: 1, longGbps: 18.1 }, stated);
    // 18.1 Gbit/s × 3/2 ÷ 2.2 Mbit/s = 12,341, in three zones 12,342.
    expect(reserved.settings.nlbReservedUnits).toBe(12_342);
    expect(findingIds(reserved)).toEqual(["warning network-balancer-reservation"]);
  });

  test("20 units that double each five minutes are 40 after five: more must be reserved, and the default quota is 0", () => {
    const stated = { values: { "audience.rampSeconds": 600, "audience.rampSteepness": 2, "network.startUnits": 20 } };
    expect(size({ albUnits: 35 }, stated).settings.albReservedUnits).toBe(0);
    const short = size({ albUnits: 41 }, stated);
    expect(short.settings.albReservedUnits).toBe(63);
    expect(findingIds(short)).toEqual(["warning application-balancer-reservation"]);
    expect(short.findings[0]?.fix).toContain("L-8A66D0E6");
    const raised = size(
      { albUnits: 41 },
      { ...stated, account: { quotas: { "L-8A66D0E6": 63 }, cloudflarePlan: null } },
    );
    expect(findingIds(raised)).toEqual([]);
  });

  test("the ramp is taken at its steepest: 600 of 600 to 1,200 s, at twice the mean slope, are 5 minutes", () => {
    const intervals: Readonly<Record<string, { low: number; expected: number; high: number }>> = {
      "audience.rampSeconds": { low: 600, expected: 900, high: 1200 },
      "audience.rampSteepness": { low: 1, expected: 1.5, high: 2 },
    };
    const parameter = (name: string) => ({ interval: intervals[name] }) as Parameter;
    expect(steepRampMinutes({ parameter })).toBe(5);
  });

  test("capacity that doubles can be overtaken in the middle of a ramp and be ahead at its end", () => {
    const doubling = (minutes: number) => 10 * 2 ** (minutes / 5);
    expect(doubling(20)).toBe(160);
    expect(isShortWhileGrowing(150, 20, doubling)).toBe(true);
    expect(isShortWhileGrowing(70, 20, doubling)).toBe(false);
  });

  test("the idle timeout follows the heartbeat, so that a connection outlives the pause", () => {
    expect(size({}, { values: { "api.heartbeatSeconds": 30 } }).settings.albIdleTimeoutSeconds).toBe(60);
    expect(size({}, { values: { "api.heartbeatSeconds": 60 } }).settings.albIdleTimeoutSeconds).toBe(75);
    expect(size({}, { values: { "api.heartbeatSeconds": 9999 } }).settings.albIdleTimeoutSeconds).toBe(4000);
  });

  test("one ALB at 0.0225 and 3 units at 0.008 USD cost 0.0465 USD an hour; elsewhere the price is unknown", () => {
    expect(size({ albUnits: 2 }).candidates[0]?.usdPerHour).toBeCloseTo(0.0225 + 3 * 0.008);
    const elsewhere = { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], survivingZones: 2, region: "eu-west-1" };
    expect(size({ albUnits: 2 }, { cluster: elsewhere }).candidates[0]?.usdPerHour).toBeNull();
  });

  test("any requirement is answered", () => {
    expectSoundFor((amounts) => size(amounts), balancers.model.requires);
  });
});

describe("NAT", () => {
  const size = (amounts: Readonly<Record<string, number>>) => sized({}, [nat]).sizeFor("network:nat", amounts);

  test("one gateway a zone at least", () => {
    expect(size({})).toMatchObject({ units: 3, bindingConstraint: "minimum" });
  });

  test("55,000 connections to one destination an address, on the gateways that are left", () => {
    expect(size({ connectionsToOneDestination: 110_000 }).settings.addressesPerGateway).toBe(1);
    expect(size({ connectionsToOneDestination: 110_001 }).settings.addressesPerGateway).toBe(2);
    const third = size({ connectionsToOneDestination: 220_001 });
    expect(third.settings.addressesPerGateway).toBe(3);
    expect(findingIds(third)).toEqual(["warning nat-addresses"]);
  });

  test("8 addresses a gateway at most: 440,000 connections, then more gateways", () => {
    const many = size({ connectionsToOneDestination: 880_000 });
    // 880,000 × 3/2 ÷ 0.85 ÷ 440,000 = 3.53, in three zones 6.
    expect(many.units).toBe(6);
    expect(many.settings.addressesPerGateway).toBeLessThanOrEqual(8);
  });

  test("16 Gbit/s on two of three zones at 0.85 of 5 Gbit/s: 5.6, in three zones 6", () => {
    const sizing = size({ gbps: 16 });
    expect(sizing.units).toBe(6);
    expect(sizing.bindingConstraint).toBe("gbps");
  });

  test("any requirement is answered", () => {
    expectSoundFor(size, networkNat.requires);
  });
});

describe("addresses", () => {
  const fleet = { nodes: 300, pods: 9000, nodesPerZone: 100, podsPerZone: 3000 };

  test("30 pods a node are two blocks of 16 and a warm one: 100 × 49 + 50, over 0.85, are 5,824: a /19", () => {
    const sizing = sized({}, [addresses(true)], fleet).sizing("network:addresses");
    expect(sizing.settings).toMatchObject({ addressesPerZone: 5824, subnetPrefixLength: 19, subnetsPerZone: 1 });
    expect(findingIds(sizing)).toEqual([]);
  });

  test("without blocks: nodes, five warm each, pods: 100 × 6 + 3,000 + 50 = 3,650: a /20", () => {
    const sizing = sized({}, [addresses(false)], fleet).sizing("network:addresses");
    expect(sizing.settings).toMatchObject({ addressesPerZone: 3650, subnetPrefixLength: 20 });
  });

  test.each([
    [11, 28],
    [12, 27],
    [8187, 19],
    [8188, 18],
    [65_531, 16],
    [65_532, null],
  ])("%i addresses fit a /%s", (needed, length) => {
    expect(subnetPrefixLength(needed)).toBe(length);
  });

  test("a subnet that the event file states is fixed: too small is a blocker, the platform's default only a warning", () => {
    const large = { nodes: 600, pods: 18_000, nodesPerZone: 200, podsPerZone: 6000 };
    const at = (values: Readonly<Record<string, number>>) =>
      findingIds(sized({ values }, [addresses(true)], large).sizing("network:addresses"));
    expect(at({})).toEqual(["warning subnet-too-small"]);
    expect(at({ "network.subnetAddressesPerZone": 8187 })).toEqual(["blocker subnet-too-small"]);
    expect(at({ "network.subnetAddressesPerZone": 20_000 })).toEqual([]);
  });

  test("interfaces are counted a zone: 5,000 by default", () => {
    const huge = { nodes: 9000, pods: 9000, nodesPerZone: 3000, podsPerZone: 3000 };
    const ids = findingIds(sized({}, [addresses(true)], huge).sizing("network:addresses"));
    expect(ids).toContain("warning network-interfaces");
  });

  test("any requirement is answered, whatever the fleet", () => {
    const { sizeFor } = sized({}, [addresses(true)]);
    expectSoundFor((amounts) => sizeFor("network:addresses", amounts), ["addressesPerZone"]);
    const empty = sized({}, [addresses(true)], {}).sizing("network:addresses");
    expect(empty.settings.subnetPrefixLength).toBe(26);
  });
});
