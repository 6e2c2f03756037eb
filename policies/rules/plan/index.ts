import type { Rule } from "../../rule";
import { admission } from "./plan-admission";
import { carried } from "./plan-carried";
import { dnsReplicas } from "./plan-dns-replicas";
import { floors } from "./plan-floors";
import { groups } from "./plan-groups";
import { machines } from "./plan-machines";
import { mediaHosts } from "./plan-media-hosts";
import { pools } from "./plan-pools";
import { rateLimit } from "./plan-rate-limit";
import { reservedCapacity } from "./plan-reserved-capacity";
import { split } from "./plan-split";
import { stores } from "./plan-stores";
import { workloads } from "./plan-workloads";
import { workloadsRun } from "./plan-workloads-run";

/** Rules of the area, in the order of their ids. */
export const PLAN_RULES: readonly Rule[] = [
  admission,
  carried,
  dnsReplicas,
  floors,
  groups,
  machines,
  mediaHosts,
  pools,
  rateLimit,
  reservedCapacity,
  split,
  stores,
  workloadsRun,
  workloads,
];
