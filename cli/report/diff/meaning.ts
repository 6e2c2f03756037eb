import type { Interval } from "../../../capacity/interval";
import { isPoint } from "../../../capacity/interval";
import type { Moment } from "../../../capacity/plan-document";
import type { Change, ChangeKind } from "../../diff/change";
import { type CostChange, deltaUsd } from "../../diff/cost-changes";
import type { LayerChange } from "../../diff/layer-changes";
import type { PlanDiff } from "../../diff/plan-diff";
import type { QuotaChange } from "../../diff/quota-changes";
import { local, utc } from "../moment";
import { formatNumber, formatPercent, formatUsd, formatUsdChange, formatViewers, quantities, UNKNOWN } from "../number";
import { number, prose, type Row, row, type Section, type Tone, text } from "../section";
import { counted, words } from "../text";
import { arrow, arrowQuantity, arrowText, NONE } from "./arrow";

const WORD: Readonly<Record<ChangeKind | "same", string>> = {
  added: "new",
  removed: "gone",
  changed: "changed",
  same: "as before",
};

function usdRow(name: string, change: Change<number>): Row {
  const both = { usd: change };
  return row([name, usdText(change.old), usdText(change.new), formatUsdChange(deltaUsd(both)), "USD"]);
}

function usdText(usd: number | null): string {
  return usd === null ? NONE : formatUsd(usd);
}

function plainRow<T>(name: string, change: Change<T>, format: (value: T) => string, unit = ""): Row {
  const text = (value: T | null) => (value === null ? NONE : format(value));
  return row([name, text(change.old), text(change.new), "", unit]);
}

/** `21 of 23`: how many lines of a bill have a price. */
function coverage(cost: CostChange): Change<string> {
  const text = (priced: number | null, lines: number | null) =>
    priced === null || lines === null ? null : `${priced} of ${lines}`;
  return { old: text(cost.priced.old, cost.lines.old), new: text(cost.priced.new, cost.lines.new) };
}

/** The headline: what a reviewer looks at first, before → after. */
export function summarySection(diff: PlanDiff): Section {
  const { verdict, cost } = diff;
  const field = <T>(of: (side: NonNullable<typeof verdict.new>) => T): Change<T> => ({
    old: verdict.old === null ? null : of(verdict.old),
    new: verdict.new === null ? null : of(verdict.new),
  });
  return {
    id: "summary",
    title: "Before and after",
    columns: [text("What"), number("Before"), number("After"), number("Change"), text("Unit")],
    rows: [
      plainRow(
        "Verdict",
        field((side) => side.status),
        String,
      ),
      plainRow(
        "Viewers planned for",
        field((side) => side.plannedViewers),
        formatViewers,
        "viewers",
      ),
      plainRow("Nodes at full size", diff.nodes, formatNumber, "nodes"),
      usdRow("Cost per event", cost.perOccurrence.knownUsd),
      plainRow("of it priced", coverage(cost.perOccurrence), String, "lines"),
      usdRow("Cost of all occurrences", cost.allOccurrencesUsd),
      usdRow("Idle cost per month", cost.idlePerMonth.knownUsd),
      plainRow("of it priced", coverage(cost.idlePerMonth), String, "lines"),
      plainRow(
        "Blockers",
        field((side) => side.blockers),
        formatNumber,
      ),
      plainRow(
        "Warnings",
        field((side) => side.warnings),
        formatNumber,
      ),
    ],
    empty: "",
    notes: [
      `Prices, quotas and limits of ${arrow(cost.catalogDate, String)}. ${unpricedNote(cost.perOccurrence)}`.trim(),
      ...basisNotes(diff),
    ],
  };
}

function unpricedNote(cost: CostChange): string {
  if (cost.withoutPrice.length === 0) return "";
  return `Known lines only; without a price: ${cost.withoutPrice.join("; ")}.`;
}

/** Plans that were made in different ways differ for that alone. */
function basisNotes({ basis }: PlanDiff): readonly string[] {
  if (basis.old === null || basis.new === null) return [];
  const { old, new: fresh } = basis;
  const different = [
    ...(old.worlds === fresh.worlds ? [] : [`worlds ${old.worlds} → ${fresh.worlds}`]),
    ...(old.seed === fresh.seed ? [] : [`seed ${old.seed} → ${fresh.seed}`]),
    ...(old.riskRatio === fresh.riskRatio
      ? []
      : [`risk ${formatPercent(old.riskRatio)} % → ${formatPercent(fresh.riskRatio)} %`]),
    ...(old.at?.utc === fresh.at?.utc
      ? []
      : [`judged at ${old.at?.utc ?? "no moment"} → ${fresh.at?.utc ?? "no moment"}`]),
  ];
  return different.length === 0 ? [] : [`The two plans were made differently: ${different.join(", ")}.`];
}

function toneOf(change: ChangeKind | "same"): Tone {
  return change === "removed" ? "warn" : "plain";
}

function layerRow(layer: LayerChange): Row {
  const { decisive } = layer;
  const demand = decisive === null ? null : arrowQuantity(decisive.required, decisive.unit);
  const provisioned = decisive === null ? null : arrowQuantity(decisive.provisioned, decisive.unit);
  const isFull = (decisive?.utilization.new ?? 0) > 1;
  return row(
    [
      layer.id,
      WORD[layer.change],
      decisive === null ? "" : words(decisive.resource),
      demand?.text ?? NONE,
      demand?.unit ?? "",
      provisioned?.text ?? NONE,
      provisioned?.unit ?? "",
      arrow(layer.units, formatNumber),
      layer.unitName === "count" ? "" : layer.unitName,
      arrow(layer.bindingConstraint, words),
    ],
    isFull ? "bad" : toneOf(layer.change),
  );
}

/** What each layer must carry and what it gets, before → after, with what binds. */
export function layersSection(diff: PlanDiff): Section {
  return {
    id: "layers",
    title: "Layers",
    columns: [
      text("Layer"),
      text("Change", { dropOrder: 3 }),
      text("Measured in", { dropOrder: 4 }),
      number("Required"),
      text("Unit"),
      number("Provisioned", { dropOrder: 2 }),
      text("Unit", { dropOrder: 2 }),
      number("Count"),
      text("of"),
      text("Bound by", { dropOrder: 1 }),
    ],
    rows: diff.layers.map(layerRow),
    empty: "No layer changes.",
    notes: diff.unchangedLayers === 0 ? [] : [`${counted(diff.unchangedLayers, "layer")} as before.`],
  };
}

/** What the audience asks of the chain, before → after. */
export function demandSection(diff: PlanDiff): Section {
  return {
    id: "demand",
    title: "Demand at the peak",
    columns: [text("What"), number("Before → after"), text("Unit")],
    rows: diff.demand.map(({ name, unit, design }) => {
      const shown = arrowQuantity(design, unit);
      return row([words(name), shown.text, shown.unit]);
    }),
    empty: "No demand changes.",
    notes: [],
  };
}

/** Machines, before → after. */
export function poolsSection(diff: PlanDiff): Section {
  return {
    id: "node-pools",
    title: "Node pools",
    columns: [
      text("Pool"),
      text("Change"),
      number("Nodes"),
      text("Machine"),
      text("Bought", { dropOrder: 2 }),
      text("Bound by", { dropOrder: 1 }),
      number("USD/h"),
    ],
    rows: diff.pools.map((pool) => {
      const machine = (types: readonly string[]) => types[0] ?? NONE;
      return row([
        pool.name,
        WORD[pool.change],
        arrow(pool.nodes, formatNumber),
        arrow(pool.instanceTypes, machine),
        arrow(pool.purchaseOption, String),
        arrow(pool.bindingConstraint, words),
        arrow(pool.usdPerHour, formatUsd),
      ]);
    }),
    empty: "No node pool changes.",
    notes: [],
  };
}

function quotaRow(quota: QuotaChange): Row {
  const tone =
    quota.status.new === "late" ? "bad" : quota.status.new === "ok" || quota.status.new === null ? "good" : "warn";
  return row(
    [
      quota.name,
      quota.code ?? (quota.provider === "aws" ? "by ticket" : "by contract"),
      quota.status.new === "ok" || quota.status.new === null ? "settled" : WORD[quota.change],
      arrow(quota.inForce, formatNumber),
      arrow(quota.needed, formatNumber),
      quota.requestedValue.new === null ? NONE : formatNumber(quota.requestedValue.new),
      quota.unit,
      arrow(quota.status, String),
      quota.latestAsk.new === null ? UNKNOWN : local(quota.latestAsk.new),
      quota.latestAsk.new === null ? UNKNOWN : utc(quota.latestAsk.new),
      quota.region ?? "global",
    ],
    tone,
  );
}

/** Everything that must be asked for after the change, and what no longer must. */
export function quotasSection(diff: PlanDiff): Section {
  return {
    id: "quotas",
    title: "Quotas to raise",
    columns: [
      prose("Quota"),
      text("Code", { dropOrder: 3 }),
      text("Change"),
      number("In force", { dropOrder: 5 }),
      number("Needed", { dropOrder: 2 }),
      number("Ask for"),
      text("Unit", { dropOrder: 4 }),
      text("Status"),
      text(`Ask by (${diff.timeline.zone.new ?? diff.timeline.zone.old ?? "local"})`),
      text("Ask by (UTC)", { dropOrder: 1 }),
      text("Region", { dropOrder: 6 }),
    ],
    rows: [...diff.quotas.open, ...diff.quotas.settled].map(quotaRow),
    empty: "Nothing to ask for.",
    notes: [],
  };
}

/** Other things that take time, before → after. */
export function deadlinesSection(diff: PlanDiff): Section {
  return {
    id: "deadlines",
    title: "Deadlines",
    columns: [
      prose("What"),
      text("Change"),
      text("Status"),
      text("Start by (local)"),
      text("Start by (UTC)", { dropOrder: 1 }),
      text("Needed by (local)", { dropOrder: 2 }),
    ],
    rows: diff.deadlines.map((deadline) =>
      row([
        deadline.thing,
        WORD[deadline.change],
        arrow(deadline.status, String),
        arrow(deadline.latestAsk, local),
        arrow(deadline.latestAsk, utc),
        arrow(deadline.neededBy, local),
      ]),
    ),
    empty: "No deadline moves.",
    notes: [],
  };
}

const MOST_LISTED = 6;

function listed(moments: readonly Moment[]): string {
  const shown = moments.slice(0, MOST_LISTED).map((moment) => `${local(moment)} (${utc(moment)} UTC)`);
  const more = moments.length - shown.length;
  return `${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

/** What moves, in local time and in UTC. */
export function timelineSection({ timeline }: PlanDiff): Section {
  const { zone, occurrences, addedOccurrences, removedOccurrences } = timeline;
  return {
    id: "timeline",
    title: "Timeline",
    columns: [
      text("Phase"),
      text("Change", { dropOrder: 3 }),
      text(`From (${zone.new ?? zone.old ?? "local"})`),
      text("From (UTC)"),
      text("To (local)", { dropOrder: 1 }),
      text("To (UTC)", { dropOrder: 2 }),
      number("Viewers at its end"),
      number("Nodes"),
    ],
    rows: timeline.phases.map((phase) =>
      row(
        [
          phase.phase,
          WORD[phase.change],
          arrow(phase.from, local),
          arrow(phase.from, utc),
          arrow(phase.to, local),
          arrow(phase.to, utc),
          arrow(phase.viewers, formatViewers),
          arrow(phase.nodes, formatNumber),
        ],
        toneOf(phase.change),
      ),
    ),
    empty: "No phase moves.",
    notes: [
      ...(zone.old !== null && zone.new !== null && zone.old !== zone.new ? [`Zone: ${zone.old} → ${zone.new}.`] : []),
      ...(occurrences.old === occurrences.new ? [] : [`Occurrences: ${arrow(occurrences, String)}.`]),
      ...(addedOccurrences.length === 0 ? [] : [`New starts: ${listed(addedOccurrences)}.`]),
      ...(removedOccurrences.length === 0 ? [] : [`Starts that are gone: ${listed(removedOccurrences)}.`]),
    ],
  };
}

function billSection(id: string, title: string, cost: CostChange): Section {
  return {
    id,
    title,
    columns: [
      prose("Item"),
      text("Layer", { dropOrder: 1 }),
      number("Before"),
      number("After"),
      number("Change"),
      text("Unit"),
    ],
    rows: cost.changed.map((line) => {
      const side = (usd: number | null, isUnpriced: boolean | null) =>
        isUnpriced === null ? NONE : isUnpriced ? UNKNOWN : formatUsd(usd);
      const isKnown = line.isUnpriced.old !== true && line.isUnpriced.new !== true;
      return row(
        [
          line.item,
          line.layer,
          side(line.usd.old, line.isUnpriced.old),
          side(line.usd.new, line.isUnpriced.new),
          isKnown ? formatUsdChange(deltaUsd(line)) : UNKNOWN,
          "USD",
        ],
        isKnown ? "plain" : "warn",
      );
    }),
    empty: "No line changes.",
    notes: [
      ...(cost.unchanged === 0 ? [] : [`${counted(cost.unchanged, "line")} as before.`]),
      ...(cost.exclusions.length === 0 ? [] : [`Not included: ${cost.exclusions.join("; ")}.`]),
    ],
  };
}

/** Lines of the bills that differ. */
export function costSections({ cost }: PlanDiff): readonly Section[] {
  return [
    billSection("cost-per-event", "Cost per event", cost.perOccurrence),
    billSection("cost-idle", "Idle cost per month", cost.idlePerMonth),
  ];
}

/** A number that is stated in the event file is no assumption any more. */
const ASSUMED: Readonly<Record<ChangeKind, string>> = {
  added: "new",
  removed: "stated or unused now",
  changed: "changed",
};

function intervalText({ low, expected, high }: Interval, unit: string): string {
  if (isPoint({ low, expected, high })) return quantities([expected], unit).texts[0] ?? "";
  const { texts } = quantities([low, expected, high], unit);
  return `${texts[1]} (${texts[0]} to ${texts[2]})`;
}

/** Numbers that the plan rests on, before → after. */
export function assumptionsSection({ assumptions }: PlanDiff): Section {
  return {
    id: "assumptions",
    title: "Assumptions",
    columns: [
      text("Input"),
      text("Change"),
      number("Before → after"),
      text("Unit"),
      text("Origin"),
      prose("Because", { dropOrder: 1 }),
    ],
    rows: assumptions.map((one) => {
      const { unit } = quantities([one.interval.new?.expected ?? one.interval.old?.expected ?? null], one.unit);
      const sides = [one.interval.old, one.interval.new].map((side) =>
        side === null ? NONE : intervalText(side, one.unit),
      );
      return row(
        [
          one.key,
          ASSUMED[one.change],
          arrowText(sides[0] ?? NONE, sides[1] ?? NONE),
          unit,
          arrow(one.origin, String),
          one.because,
        ],
        one.origin.new === "assumed" && one.origin.old !== "assumed" ? "warn" : "plain",
      );
    }),
    empty: "No assumption changes.",
    notes: [],
  };
}
