import type { Cost, CostLine, Plan } from "../../../capacity/plan-document";
import { formatNumber, formatUnitPrice, formatUsd, inlineUsd, starredColumn } from "../number";
import { number, prose, type Row, row, type Section, text } from "../section";
import { counted } from "../text";

function lineRow(line: CostLine, usd: string): Row {
  return row(
    [
      line.item,
      line.layer,
      formatNumber(line.quantity),
      line.unit,
      // Tiers have no single price; a line without a price has none that is known.
      line.usdPerUnit === null && line.usd !== null ? "tiers" : formatUnitPrice(line.usdPerUnit),
      usd,
      line.note,
    ],
    line.usd === null ? "warn" : "plain",
  );
}

function bill(id: string, title: string, cost: Cost, notes: readonly string[]): Section {
  const unpriced = cost.lines.filter((line) => line.usd === null);
  const total = cost.unpriced === 0 ? "Total" : "Known total";
  const amounts = starredColumn([
    ...cost.lines.map((line) => ({ text: formatUsd(line.usd), isAssumed: line.assumed && line.usd !== null })),
    { text: formatUsd(cost.knownUsd), isAssumed: false },
  ]);
  return {
    id,
    title,
    columns: [
      prose("Item"),
      text("Layer", { dropOrder: 3 }),
      number("Quantity"),
      text("Unit"),
      number("USD per unit", { dropOrder: 2 }),
      number("USD"),
      prose("Note", { dropOrder: 1 }),
    ],
    rows: [
      ...cost.lines.map((line, i) => lineRow(line, amounts[i] ?? "")),
      ...(cost.lines.length === 0 ? [] : [row([total, "", "", "", "", amounts.at(-1) ?? "", ""], "total")]),
    ],
    empty: "Nothing is billed.",
    notes: [
      ...(unpriced.length === 0
        ? []
        : [
            `The total leaves out ${counted(unpriced.length, "line")} without a known price: ${unpriced.map((line) => line.item).join("; ")}. ${unpriced.length === 1 ? "Its note says" : "Their notes say"} how to supply it.`,
          ]),
      ...(cost.lines.some((line) => line.assumed) ? ["* rests on an assumed price or quantity."] : []),
      ...(cost.exclusions.length === 0 ? [] : [`Not included: ${cost.exclusions.join("; ")}.`]),
      ...notes,
    ],
  };
}

/** The bill of one occurrence, and what stays when nothing is on air. */
export function costSections(plan: Plan): readonly Section[] {
  const { perOccurrence, allOccurrences, idlePerMonth } = plan.cost;
  const times =
    allOccurrences.occurrences > 1
      ? [`${allOccurrences.occurrences} occurrences: ${inlineUsd(allOccurrences.knownUsd)} of known lines.`]
      : [];
  return [
    bill("cost-per-event", "Cost per event", perOccurrence, times),
    bill("cost-idle", "Idle cost per month", idlePerMonth, []),
  ];
}
