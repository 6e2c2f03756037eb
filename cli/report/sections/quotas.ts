import type { Deadline, Plan, QuotaNeed } from "../../../capacity/plan-document";
import { local, utc } from "../moment";
import { formatLeadTime, formatNumber, UNKNOWN } from "../number";
import { number, prose, type Row, row, type Section, type Tone, text } from "../section";
import { counted } from "../text";

const NONE = "–";
const TONES: Readonly<Record<QuotaNeed["status"] | Deadline["status"], Tone>> = {
  ok: "plain",
  raise: "warn",
  tight: "warn",
  late: "bad",
  unknown: "warn",
};
const ORDER: Readonly<Record<QuotaNeed["status"], number>> = { late: 0, raise: 1, unknown: 2, ok: 3 };

/** Which quotas a table lists: all, or only those that somebody must act on. */
export type QuotaSelection = "all" | "open";

function quotaRow(quota: QuotaNeed): Row {
  const asks = quota.status !== "ok";
  return row(
    [
      quota.name,
      quota.code ?? (quota.provider === "aws" ? "by ticket" : "by contract"),
      formatNumber(quota.value),
      quota.basis === "unknown" ? UNKNOWN : quota.basis,
      formatNumber(quota.needed),
      quota.requestedValue === null ? NONE : formatNumber(quota.requestedValue),
      quota.unit,
      quota.status,
      asks ? local(quota.latestAsk) : NONE,
      asks ? utc(quota.latestAsk) : NONE,
      asks ? formatLeadTime(quota.leadTimeHours) : NONE,
      quota.region ?? "global",
    ],
    TONES[quota.status],
  );
}

/** Quotas with what is in force, what is needed, and the latest moment to ask. */
export function quotasSection(plan: Plan, selection: QuotaSelection): Section {
  const open = plan.quotas.filter((quota) => quota.status !== "ok");
  const shown = selection === "all" ? plan.quotas : open;
  const within = plan.quotas.length - open.length;
  const isDefaultUsed = shown.some((quota) => quota.basis === "default");
  return {
    id: "quotas",
    title: "Quotas",
    columns: [
      prose("Quota"),
      text("Code", { dropOrder: 5 }),
      number("In force", { dropOrder: 3 }),
      text("Basis", { dropOrder: 6 }),
      number("Needed", { dropOrder: 1 }),
      number("Ask for"),
      text("Unit", { dropOrder: 4 }),
      text("Status"),
      text(`Ask by (${plan.event.zone})`),
      text("Ask by (UTC)", { dropOrder: 8 }),
      text("Lead time", { dropOrder: 7 }),
      text("Region", { dropOrder: 9 }),
    ],
    rows: [...shown].sort((a, b) => ORDER[a.status] - ORDER[b.status]).map(quotaRow),
    empty:
      plan.quotas.length === 0
        ? "The plan touches no quota."
        : `Nothing to ask for: all ${counted(plan.quotas.length, "quota")} that the plan touches suffice.`,
    notes: [
      ...(selection === "open" && within > 0 && open.length > 0
        ? [
            `${counted(within, "more quota")} ${within === 1 ? "suffices" : "suffice"} as they are; tidegate quotas FILE lists all.`,
          ]
        : []),
      ...(isDefaultUsed
        ? ["Basis default: the value of a new account; state what yours has under account.quotas in the event file."]
        : []),
    ],
  };
}

function deadlineRow(deadline: Deadline): Row {
  return row(
    [
      deadline.thing,
      deadline.status,
      local(deadline.latestAsk),
      utc(deadline.latestAsk),
      local(deadline.neededBy),
      formatLeadTime(deadline.leadTimeHours),
    ],
    TONES[deadline.status],
  );
}

/** What takes time to get besides quotas. */
export function deadlinesSection(plan: Plan): Section {
  return {
    id: "deadlines",
    title: "Deadlines",
    columns: [
      prose("What"),
      text("Status"),
      text(`Start by (${plan.event.zone})`),
      text("Start by (UTC)", { dropOrder: 3 }),
      text("Needed by (local)", { dropOrder: 2 }),
      text("Takes", { dropOrder: 1 }),
    ],
    rows: plan.deadlines.map(deadlineRow),
    empty: "Nothing else has a lead time.",
    notes:
      plan.basis.at === null && plan.deadlines.length + plan.quotas.length > 0
        ? ["Lateness isn't judged without a moment to judge it at: add --at now."]
        : [],
  };
}
