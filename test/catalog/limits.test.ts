import { Parser } from "expr-eval";
import { describe, expect, test } from "vitest";
import { INSTANCE_TYPES } from "../../capacity/catalog/instances";
import {
  auroraMysqlMaxConnections,
  coreDnsReplicas,
  FORMULA_KEYS,
  internetGatewayGbps,
  kubeReservedMemoryMib,
  kubeReservedVcpu,
  limit,
  limits,
  limitValue,
  maxPodsByCores,
  maxPodsOf,
  mysqlMaxConnections,
  postgresMaxConnections,
} from "../../capacity/catalog/limits";
import { MissingRowError } from "../../capacity/catalog/table";

/** Evaluates the text of a row's formula: the law as its source gives it. */
function law(key: string): (inputs: Record<string, number>) => number {
  const { formula } = limit(key);
  if (formula === null) throw new Error(`${key} has no formula`);
  const parser = new Parser();
  parser.functions.clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  const expression = parser.parse(formula);
  return (inputs) => expression.evaluate(inputs);
}

const GIB = 1024 ** 3;
const MEMORY_BYTES = [1, 2, 4, 7.9, 8, 16, 31.5, 44, 45, 64, 256, 768].map((gib) => gib * GIB);
const CORES = [1, 2, 3, 4, 5, 8, 11, 12, 16, 48, 96, 192];

describe("functions agree with the text of their rows", () => {
  test("pods by secondary addresses, over every shape", () => {
    const byText = law(FORMULA_KEYS.maxPodsSecondaryIp);
    for (const instance of INSTANCE_TYPES) {
      expect(maxPodsOf(instance, "secondary-ip"), instance.type).toBe(byText({ ...numbersOf(instance) }));
    }
  });

  test("pods by prefixes, over every shape", () => {
    const byText = law(FORMULA_KEYS.maxPodsPrefixDelegation);
    for (const instance of INSTANCE_TYPES) {
      expect(maxPodsOf(instance, "prefix-delegation"), instance.type).toBe(byText({ ...numbersOf(instance) }));
    }
  });

  test.each([
    { key: FORMULA_KEYS.maxPodsByCores, code: maxPodsByCores },
    { key: FORMULA_KEYS.kubeReservedVcpu, code: kubeReservedVcpu },
  ])("$key", ({ key, code }) => {
    for (const cores of CORES) expect(code(cores)).toBeCloseTo(law(key)({ cores }), 12);
  });

  test("memory kept by the kubelet", () => {
    for (const maxPods of [0, 1, 29, 58, 110, 250, 737]) {
      expect(kubeReservedMemoryMib(maxPods)).toBe(law(FORMULA_KEYS.kubeReservedMemoryMib)({ maxPods }));
    }
  });

  test("CoreDNS, rounded up to whole replicas", () => {
    const byText = law(FORMULA_KEYS.coreDnsReplicas);
    for (const nodes of [1, 15, 16, 17, 450, 1000, 5000]) {
      for (const cores of [2, 256, 257, 4096, 100_000]) {
        expect(coreDnsReplicas(nodes, cores)).toBe(Math.ceil(byText({ nodes, cores })));
      }
    }
  });

  test("internet gateway, over every shape and never above its baseline", () => {
    const large = law(FORMULA_KEYS.internetGatewayGbpsLarge);
    for (const instance of INSTANCE_TYPES) {
      const instanceGbps = instance.baselineNetworkGbps;
      const gatewayGbps =
        instance.vcpu < 32 ? limitValue(FORMULA_KEYS.internetGatewayGbpsSmall) : large({ instanceGbps });
      expect(internetGatewayGbps(instance), instance.type).toBe(Math.min(instanceGbps, gatewayGbps));
    }
  });

  test.each([
    { key: FORMULA_KEYS.postgresMaxConnections, code: postgresMaxConnections },
    { key: FORMULA_KEYS.mysqlMaxConnections, code: mysqlMaxConnections },
    { key: FORMULA_KEYS.auroraMysqlMaxConnections, code: auroraMysqlMaxConnections },
  ])("$key, whole connections", ({ key, code }) => {
    for (const memoryBytes of MEMORY_BYTES) expect(code(memoryBytes)).toBe(Math.floor(law(key)({ memoryBytes })));
  });
});

describe("worked numbers", () => {
  test("the table of the CNI agrees with its formula on every shape", () => {
    expect(INSTANCE_TYPES.filter((instance) => maxPodsOf(instance, "secondary-ip") !== instance.maxPods)).toEqual([]);
  });

  test("prefixes: 110 pods up to 30 vCPU, 250 above", () => {
    expect(maxPodsOf({ vcpu: 30, enis: 8, ipv4PerEni: 30 }, "prefix-delegation")).toBe(110);
    expect(maxPodsOf({ vcpu: 32, enis: 8, ipv4PerEni: 30 }, "prefix-delegation")).toBe(250);
    expect(maxPodsOf({ vcpu: 1, enis: 2, ipv4PerEni: 2 }, "prefix-delegation")).toBe(34); // 2 × 1 × 16 + 2
  });

  test("a four-core node keeps 80 m", () => {
    expect(kubeReservedVcpu(4)).toBeCloseTo(0.06 + 0.01 + 2 * 0.005, 12);
  });

  test("29 pods keep 574 MiB", () => expect(kubeReservedMemoryMib(29)).toBe(574)); // 11 × 29 + 255

  test("1,000 nodes of 16 cores: 63 replicas, by nodes as by cores", () => {
    expect(coreDnsReplicas(1000, 16_000)).toBe(63); // 1000 / 16 = 62.5; 16000 / 256 = 62.5
  });

  test("32 vCPU is the edge of the gateway rule", () => {
    expect(internetGatewayGbps({ vcpu: 31, baselineNetworkGbps: 25 })).toBe(5);
    expect(internetGatewayGbps({ vcpu: 32, baselineNetworkGbps: 25 })).toBe(12.5);
    expect(internetGatewayGbps({ vcpu: 2, baselineNetworkGbps: 0.781 })).toBe(0.781);
  });

  test("PostgreSQL stops at 5,000", () => {
    expect(postgresMaxConnections(9_531_392 * 4999)).toBe(4999);
    expect(postgresMaxConnections(9_531_392 * 6000)).toBe(5000);
  });

  test("Aurora MySQL refuses a size where its formula is negative", () => {
    expect(auroraMysqlMaxConnections(805_306_368)).toBe(0);
    expect(() => auroraMysqlMaxConnections(805_306_367)).toThrow(RangeError);
    expect(() => auroraMysqlMaxConnections(Number.NaN)).toThrow(RangeError);
  });
});

describe("lookup", () => {
  test("by key", () => {
    expect(limit("kubernetes/scalability/nodes-per-cluster")).toMatchObject({
      defaultValue: 5000,
      kind: "tested-envelope",
    });
    expect(limitValue("aws/elasticloadbalancing/alb-lcu-new-connections")).toBe(25);
    expect(limit("cloudflare/waiting-room/total-active-users")).toMatchObject({ defaultValue: null, min: 200 });
  });

  test("a missing row throws, and so does the number of a row without one", () => {
    expect(() => limit("aws/ec2/none")).toThrow(MissingRowError);
    expect(() => limitValue("aws/ec2/tracked-connections-per-instance")).toThrow(MissingRowError);
  });

  test("a default lies inside the bounds of its setting", () => {
    const outside = limits().filter(
      ({ defaultValue, min, max, kind }) =>
        kind === "default" && defaultValue !== null && (defaultValue < (min ?? 0) || defaultValue > (max ?? Infinity)),
    );
    expect(outside).toEqual([]);
  });
});

function numbersOf({ vcpu, enis, ipv4PerEni }: { vcpu: number; enis: number; ipv4PerEni: number }) {
  return { vcpu, enis, ipv4PerEni };
}
