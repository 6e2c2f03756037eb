import type { Broken, Open } from "../support/case";
import { OPEN, options, set, without } from "../support/change";
import { happyPlan } from "../support/happy-facts";

const CORE_A = "core-group-us-east-1a-1";
const unpriced = { ...happyPlan, cost: { ...happyPlan.cost, unpriced: 2 } };

export const BROKEN_COST: readonly Broken[] = [
  { rule: "cost-ceiling", config: { mostUsd: 7999 }, says: ["stack: 8,000 USD by plan, allowed 7,999 USD"] },
  {
    rule: "cost-idle",
    config: { mostUsdPerMonth: 800 },
    says: ["stack: 900 USD a month without an event, allowed 800 USD"],
  },
  { rule: "cost-budget", change: without("bill"), says: ["stack: no budget, allowed one for the event"] },
  {
    rule: "cost-budget",
    change: set("bill-budget", "notifications", []),
    says: ["bill-budget: a budget that tells nobody, allowed an address or a topic"],
  },
  {
    rule: "cost-budget",
    change: set("bill-budget", "limitAmount", "16001.00"),
    says: ["bill-budget: a budget of 16,001 USD, allowed 16,000 USD, 2 × the plan's cost"],
  },
  {
    rule: "cost-tags",
    change: set("aws", "defaultTags", undefined),
    says: [
      "aws: no default tag tidegate:owner, tidegate:stack, tidegate:event, allowed tidegate:owner, tidegate:stack, tidegate:event",
    ],
  },
  {
    rule: "cost-tags",
    change: set("core-template", "tagSpecifications.1", {}),
    says: ["core-template: no tag tidegate:event on volume, allowed tidegate:event on machines and disks"],
  },
  {
    rule: "cost-tags",
    config: { required: ["team"] },
    says: ["aws: no default tag team, allowed team, tidegate:event"],
  },
  {
    rule: "cost-event-ends",
    change: options("ingress-alb-1", { protect: true }),
    says: ["ingress-alb-1: a protected resource, allowed none in an event stack outside of its window"],
  },
  {
    rule: "cost-event-ends",
    change: set("ingress-alb-1", "enableDeletionProtection", true),
    says: ["ingress-alb-1: a balancer that can't be deleted, allowed no deletion protection in an event stack"],
  },
  {
    rule: "cost-event-ends",
    change: set("uploads-lifecycle", "rules.0.expiration", undefined),
    says: ["uploads-bucket: objects of an event that stay for ever, allowed an expiration"],
  },
  {
    rule: "cost-machines",
    config: { families: ["m7i", "m7a", "c8a"] },
    says: [
      "core-group-us-east-1a-1: machines of type m8a.12xlarge, allowed families m7i, m7a, c8a",
      "core-group-us-east-1b-1: machines of type m8a.12xlarge, allowed families m7i, m7a, c8a",
      "core-group-us-east-1c-1: machines of type m8a.12xlarge, allowed families m7i, m7a, c8a",
    ],
  },
  {
    rule: "cost-machines",
    config: { purchaseOptions: ["on-demand"] },
    change: set(CORE_A, "capacityType", "SPOT"),
    says: ["core-group-us-east-1a-1: machines bought spot, allowed on-demand"],
  },
];

export const OPEN_COST: readonly Open[] = [
  {
    rule: "cost-ceiling",
    config: { mostUsd: 9000 },
    facts: { plan: unpriced },
    asks: ["stack: the price of 2 lines of the bill"],
  },
  {
    rule: "cost-budget",
    change: set("bill-budget", "limitAmount", OPEN),
    asks: ["bill-budget: whom it tells, of how much"],
  },
  { rule: "cost-tags", change: set("aws", "defaultTags", OPEN), asks: ["aws: its default tags"] },
  {
    rule: "cost-event-ends",
    change: set("uploads-lifecycle", "rules", OPEN),
    asks: ["uploads-bucket: when its objects go"],
  },
  {
    rule: "cost-machines",
    change: set(CORE_A, "capacityType", OPEN),
    asks: ["core-group-us-east-1a-1: which machines it has"],
  },
];

export const FINE_COST: readonly Omit<Broken, "says">[] = [
  { rule: "cost-ceiling", config: { mostUsd: 8000 } },
  { rule: "cost-idle", config: { mostUsdPerMonth: 900 } },
];
