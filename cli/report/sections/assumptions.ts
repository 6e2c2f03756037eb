import type { Interval } from "../../../capacity/interval";
import type { AssumptionUse, Plan, Sensitivity } from "../../../capacity/plan-document";
import { required } from "../../../capacity/problems";
import { finite, formatNumber, quantities, starredColumn } from "../number";
import { number, prose, type Row, row, type Section, text } from "../section";

/** What a person reads through before an event. */
const MOST_SHOWN = 10;

function origin(use: AssumptionUse | undefined, entry: Sensitivity): string {
  switch (use?.origin ?? entry.origin) {
    case "given":
      return "given in the event file";
    case "known":
      return use === undefined ? "known" : `known: ${use.source ?? use.because}`;
    case "assumed":
      return use === undefined
        ? "assumed"
        : `assumed because ${use.because}${use.path === null ? "" : `; state it at ${use.path}`}`;
  }
}

/** −1 to 1, always with two decimals; nothing is not minus nothing. */
function correlation(value: number): string {
  const text = finite(value).toFixed(2);
  return text === "-0.00" ? "0.00" : text.replace("-", "−");
}

interface Numbers {
  readonly low: string;
  readonly expected: string;
  readonly high: string;
  readonly unit: string;
}

/** The three numbers of each entry, the expected ones starred where they are assumed. */
function numbersOf(entries: readonly (Interval & Pick<AssumptionUse, "unit" | "origin">)[]): readonly Numbers[] {
  const all = entries.map((entry) => quantities([entry.low, entry.expected, entry.high], entry.unit));
  const expected = starredColumn(
    entries.map((entry, i) => ({ text: all[i]?.texts[1] ?? "", isAssumed: entry.origin === "assumed" })),
  );
  return all.map(({ texts, unit }, i) => ({
    low: texts[0] ?? "",
    expected: expected[i] ?? "",
    high: texts[2] ?? "",
    unit,
  }));
}

function sensitivityRow(
  entry: Sensitivity,
  { low, expected, high, unit }: Numbers,
  use: AssumptionUse | undefined,
): Row {
  return row([
    entry.key,
    low,
    expected,
    high,
    unit,
    formatNumber(Math.round(entry.usdAtLow)),
    formatNumber(Math.round(entry.usdAtHigh)),
    correlation(entry.shortfallCorrelation),
    origin(use, entry),
  ]);
}

/** The inputs that move cost and shortfall most: what a load test should measure first. */
export function assumptionsSection(plan: Plan): Section {
  const shown = plan.sensitivity.slice(0, MOST_SHOWN);
  const numbers = numbersOf(shown);
  const uses = new Map(plan.assumptions.map((use) => [use.key, use]));
  const assumed = plan.assumptions.filter((use) => use.origin === "assumed").length;
  return {
    id: "assumptions",
    title: "Assumptions that matter most",
    columns: [
      text("Input"),
      number("Low", { dropOrder: 4 }),
      number("Expected"),
      number("High", { dropOrder: 4 }),
      text("Unit"),
      number("USD at low"),
      number("USD at high"),
      number("Shortfall", { dropOrder: 3 }),
      prose("Where it comes from", { dropOrder: 1 }),
    ],
    rows: shown.map((entry, i) => sensitivityRow(entry, required(numbers[i], entry.key), uses.get(entry.key))),
    empty: "Nothing is uncertain.",
    notes: [
      ...(plan.sensitivity.length === 0
        ? []
        : [
            "USD: known cost of one event with this input at its low or high. Shortfall: rank correlation with the need of the worst layer, −1 to 1; measure what is near ±1 first.",
          ]),
      `* ${counts(assumed, plan.assumptions.length)}`,
    ],
  };
}

function counts(assumed: number, all: number): string {
  return `assumed: nobody measured it for this event. The plan rests on ${assumed} assumed of ${all} numbers.`;
}

/** All numbers that the plan rests on. */
export function inputsSection(plan: Plan): Section {
  const numbers = numbersOf(plan.assumptions.map((use) => ({ ...use.interval, unit: use.unit, origin: use.origin })));
  return {
    id: "inputs",
    title: "All numbers that the plan rests on",
    columns: [
      text("Input"),
      number("Low"),
      number("Expected"),
      number("High"),
      text("Unit"),
      text("Origin"),
      prose("Because"),
      text("As of"),
    ],
    rows: plan.assumptions.map((use, i) => {
      const { low, expected, high, unit } = required(numbers[i], use.key);
      return row([
        use.key,
        low,
        expected,
        high,
        unit,
        use.origin,
        use.source === null ? use.because : `${use.because} (${use.source})`,
        use.asOf ?? "",
      ]);
    }),
    empty: "The plan rests on no numbers besides the event's own.",
    notes: [],
  };
}
