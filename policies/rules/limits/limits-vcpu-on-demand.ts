import { VCPU_QUOTAS } from "../../machines";
import { rule } from "../../rule";
import { judgeVcpu } from "./vcpu";

export const vcpuOnDemand = rule({
  id: "limits-vcpu-on-demand",
  area: "limits",
  level: "mandatory",
  severity: "critical",
  title:
    "vCPU bought on demand fit the account's quotas by family, together with what runs already and overlapping events",
  why: "Machines above the quota are refused when the raise asks for them, hours before doors",
  fix: "Ask for a higher quota (tidegate quotas --commands), and state the applied value in account.quotas",
  sources: Object.values(VCPU_QUOTAS["on-demand"]).map((quota) => ({ quota })),
  appliesTo: "node groups on demand",
  check: (input) => judgeVcpu(input, "on-demand"),
});
