import { expect, test } from "vitest";
import { findQuota, quota, quotaByCode, quotas } from "../../capacity/catalog/quotas";
import { MissingRowError } from "../../capacity/catalog/table";

test("by code", () => {
  expect(quotaByCode("L-1216C47A")).toMatchObject({
    key: "aws/ec2/running-on-demand-standard-instances",
    defaultValue: 5,
    unit: "vCPU",
    scope: "region",
    adjustable: true,
  });
  expect(quotaByCode("L-00000000")).toBeUndefined();
});

test("by key", () => {
  expect(quota("aws/ec2/running-on-demand-standard-instances").code).toBe("L-1216C47A");
  expect(quota("aws/cloudfront/data-transfer-rate-per-distribution")).toMatchObject({
    defaultValue: 150,
    unit: "Gbps",
  });
  expect(quota("aws/eks/nodes-per-managed-node-group").defaultValue).toBe(450);
});

test("Cloudflare's plan limits are rows too, told apart by plan", () => {
  expect(quota("cloudflare/waf/custom-rules-per-zone-free")).toMatchObject({
    defaultValue: 5,
    adjustable: false,
    code: null,
  });
  expect(quota("cloudflare/waf/custom-rules-per-zone-enterprise").defaultValue).toBe(1000);
});

test("every code resolves to its own row", () => {
  const coded = quotas().filter((row) => row.code !== null);
  expect(coded.length).toBeGreaterThan(150);
  for (const row of coded) expect(quotaByCode(row.code ?? "")).toBe(row);
});

test("zero and unknown are different defaults", () => {
  expect(quota("aws/ec2/running-on-demand-g-and-vt-instances").defaultValue).toBe(0);
  expect(quotaByCode("L-723DCCB6")?.defaultValue).toBeNull(); // reserved NLB capacity: code confirmed, default not read
});

test("a key from a user may be missing, a key in code may not", () => {
  expect(findQuota("aws/ec2/none")).toBeUndefined();
  expect(() => quota("aws/ec2/none")).toThrow(MissingRowError);
});

test("a raise is never below the default", () => {
  expect(quotas().filter((row) => row.maxValue !== null && row.maxValue < (row.defaultValue ?? 0))).toEqual([]);
});
