import { VCPU_QUOTAS } from "../../machines";
import { rule } from "../../rule";
import { judgeVcpu } from "./vcpu";

export const vcpuSpot = rule({
  id: "limits-vcpu-spot",
  area: "limits",
  level: "mandatory",
  severity: "high",
  title: "vCPU bought on spot fit the account's spot quotas by family",
  why: "Spot has quotas of its own, five vCPU in a new account: a pool above them never starts",
  fix: "Ask for a higher spot quota and state it in account.quotas, or buy the pool on demand",
  sources: Object.values(VCPU_QUOTAS.spot).map((quota) => ({ quota })),
  appliesTo: "node groups on spot",
  check: (input) => judgeVcpu(input, "spot"),
});
