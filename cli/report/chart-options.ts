import type { CustomSeriesRenderItem, EChartsOption } from "echarts";
import type { Plan } from "../../capacity/plan-document";
import { formatPercent, formatViewers, inlineUsd, UNKNOWN } from "./number";
import { ink } from "./palette";
import { decisiveResource } from "./sections/layers";
import { oneLine, words } from "./text";

export type ChartSize = "wide" | "narrow";

/** One picture: what it is called, what it says in words, and how to draw it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** The same in a sentence, for those who can't see it. */
  readonly description: string;
  readonly height: number;
  readonly option: (size: ChartSize) => EChartsOption;
}

const FONT = { wide: 12, narrow: 11 } as const;
/** Height of a bar with its gap, and of the axis with its labels. */
const BAR_HEIGHT = 26;
const AXIS_HEIGHT = 56;
const MOST_BARS = 24;
const NEARLY_FULL = 0.9;

/** All pictures of a plan; one without anything to draw is left out. */
export function chartsOf(plan: Plan): readonly Chart[] {
  return [timeChart(plan), utilizationChart(plan), costChart(plan), tornadoChart(plan)].filter(
    (chart) => chart !== null,
  );
}

function axisLabel(size: ChartSize) {
  return { color: ink("ink"), fontSize: FONT[size], fontFamily: "sans-serif" };
}

function legend(size: ChartSize) {
  const ground = { backgroundColor: ink("page"), borderColor: ink("page") };
  return { left: 0, top: 0, icon: "roundRect", textStyle: axisLabel(size), itemHeight: 8, ...ground };
}

function valueAxis(size: ChartSize, formatter: (value: number) => string) {
  return {
    type: "value" as const,
    splitNumber: size === "wide" ? 6 : 3,
    axisLabel: { ...axisLabel(size), color: ink("muted"), formatter, hideOverlap: true },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: ink("grid") } },
  };
}

function namesAxis(size: ChartSize, names: readonly string[]) {
  return {
    type: "category" as const,
    data: [...names],
    inverse: true,
    axisLabel: { ...axisLabel(size), interval: 0, width: size === "wide" ? 300 : 152, overflow: "truncate" as const },
    axisLine: { lineStyle: { color: ink("muted") } },
    axisTick: { show: false },
  };
}

/** Room for names on the left and for the number at a bar's end on the right. */
function barGrid(size: ChartSize, names: readonly string[]) {
  const longest = Math.max(0, ...names.flatMap((name) => name.split("\n").map((line) => line.length)));
  const widest = size === "wide" ? 310 : 160;
  return {
    left: Math.min(widest, 12 + longest * FONT[size] * 0.6),
    right: size === "wide" ? 96 : 64,
    top: 8,
    bottom: 32,
  };
}

/** Epoch milliseconds of a local time as if it were UTC: the axis then reads local. */
function localMs(utc: string, offset: string): number {
  return Date.parse(utc) + Date.parse("1970-01-01T00:00:00Z") - Date.parse(`1970-01-01T00:00:00${offset}`);
}

/** `08:00`, and the date at midnight. */
function clock(ms: number): string {
  const text = new Date(ms).toISOString();
  const time = text.slice(11, 16);
  return time === "00:00" ? text.slice(5, 10) : time;
}

function timeChart(plan: Plan): Chart | null {
  const { phases } = plan.timeline;
  // The rehearsal lies a day before: with it on the axis nobody could see the ramp.
  const begins = phases.find((phase) => phase.phase !== "rehearsal")?.from.utc ?? "";
  const curve = plan.timeline.curve.filter((point) => point.utc >= begins);
  if (curve.length < 2) return null;
  const offset = /([+-]\d{2}:\d{2})(\[|$)/.exec(plan.event.start.local)?.[1] ?? "+00:00";
  const peak = phases.find((phase) => phase.phase === "peak");
  const points = (pick: (point: (typeof curve)[number]) => number) =>
    curve.map((point): [number, number] => [localMs(point.utc, offset), pick(point)]);
  const line = (name: string, color: "viewers" | "capacity", data: [number, number][]) => ({
    type: "line" as const,
    name,
    data,
    showSymbol: false,
    lineStyle: { color: ink(color), width: 2 },
    itemStyle: { color: ink(color) },
  });
  return {
    id: "time",
    title: `Viewers and capacity over time (${oneLine(plan.event.zone)})`,
    description: `From the first raise to the teardown, without the rehearsal. Planned viewers rise to ${formatViewers(peak?.viewers ?? plan.verdict.plannedViewers)}; capacity is what the nodes in service hold. The numbers stand in the table Timeline.`,
    height: 280,
    option: (size) => ({
      useUTC: true,
      grid: { left: size === "wide" ? 72 : 52, right: 20, top: 36, bottom: 32 },
      legend: legend(size),
      xAxis: {
        type: "time",
        splitNumber: size === "wide" ? 8 : 3,
        axisLabel: {
          ...axisLabel(size),
          color: ink("muted"),
          hideOverlap: true,
          formatter: clock,
        },
        axisLine: { lineStyle: { color: ink("muted") } },
        axisTick: { lineStyle: { color: ink("muted") } },
      },
      yAxis: valueAxis(size, formatViewers),
      series: [
        line(
          "capacity",
          "capacity",
          points((point) => point.capacityViewers),
        ),
        {
          ...line(
            "viewers",
            "viewers",
            points((point) => point.viewers),
          ),
          areaStyle: { color: ink("viewers"), opacity: 0.2 },
        },
      ],
    }),
  };
}

/** Ticks of which one is at 100; far beyond it the library chooses. */
function percentTicks(largest: number, size: ChartSize) {
  if (largest > 6) return {};
  const interval = (largest <= 2 ? 25 : 50) * (size === "wide" ? 1 : 2);
  return { interval, max: Math.max(100, Math.ceil((largest * 100) / interval) * interval) };
}

function utilizationChart(plan: Plan): Chart | null {
  const bars = plan.layers.map((layer) => ({
    name: oneLine(layer.id),
    ratio: decisiveResource(layer)?.utilization ?? null,
  }));
  if (bars.length === 0) return null;
  const names = bars.map((bar) => bar.name);
  const fullest = bars.reduce((a, b) => ((b.ratio ?? -1) > (a.ratio ?? -1) ? b : a));
  const color = (ratio: number) => ink(ratio > 1 ? "bad" : ratio > NEARLY_FULL ? "warn" : "viewers");
  return {
    id: "utilization",
    title: "Use of each layer at the peak (%)",
    description: `Required over provisioned. The fullest layer is ${fullest.name} at ${formatPercent(fullest.ratio)} %. The numbers stand in the table Layers.`,
    height: bars.length * BAR_HEIGHT + AXIS_HEIGHT,
    option: (size) => ({
      grid: barGrid(size, names),
      xAxis: {
        ...valueAxis(size, (value) => String(value)),
        min: 0,
        ...percentTicks(fullest.ratio ?? 0, size),
      },
      yAxis: namesAxis(size, names),
      series: [
        {
          type: "bar",
          barWidth: "62%",
          data: bars.map(({ ratio }) => ({
            value: (ratio ?? 0) * 100,
            itemStyle: { color: color(ratio ?? 0) },
            label: { formatter: ratio === null ? UNKNOWN : formatPercent(ratio) },
          })),
          // On the page's own ground, above the line at 100 %, so that the line never crosses a number.
          label: { ...axisLabel(size), show: true, position: "right", backgroundColor: ink("page"), padding: [1, 2] },
          z: 3,
          markLine: {
            z: 2,
            silent: true,
            symbol: "none",
            label: { show: false },
            lineStyle: { color: ink("bad"), type: "dashed", width: 1 },
            data: [{ xAxis: 100 }],
          },
        },
      ],
    }),
  };
}

interface LayerCost {
  readonly name: string;
  readonly usd: number;
  readonly unpriced: number;
}

/** The bill's lines put together by layer, the dearest first. */
function costByLayer(plan: Plan): readonly LayerCost[] {
  const layers = new Map<string, LayerCost>();
  for (const line of plan.cost.perOccurrence.lines) {
    const name = oneLine(line.layer);
    const before = layers.get(name) ?? { name, usd: 0, unpriced: 0 };
    layers.set(name, {
      name,
      usd: before.usd + (line.usd ?? 0),
      unpriced: before.unpriced + (line.usd === null ? 1 : 0),
    });
  }
  return [...layers.values()].sort((a, b) => b.usd - a.usd);
}

function costLabel({ usd, unpriced }: LayerCost): string {
  if (unpriced === 0) return inlineUsd(usd).replace(/^USD\s/, "");
  return usd === 0 ? UNKNOWN : `${inlineUsd(usd).replace(/^USD\s/, "")} + ?`;
}

function costChart(plan: Plan): Chart | null {
  const bars = costByLayer(plan).slice(0, MOST_BARS);
  const [dearest] = bars;
  if (dearest === undefined) return null;
  const names = bars.map((bar) => bar.name);
  return {
    id: "cost",
    title: "Cost of one event by layer (USD)",
    description: `The dearest layer is ${dearest.name} with ${inlineUsd(dearest.usd)}. A question mark stands for lines without a known price. The numbers stand in the table Cost per event.`,
    height: bars.length * BAR_HEIGHT + AXIS_HEIGHT,
    option: (size) => ({
      grid: barGrid(size, names),
      xAxis: valueAxis(size, (value) => inlineUsd(value).replace(/^USD\s|\.00$/g, "")),
      yAxis: namesAxis(size, names),
      series: [
        {
          type: "bar",
          barWidth: "62%",
          itemStyle: { color: ink("viewers") },
          data: bars.map((bar) => ({ value: bar.usd, label: { formatter: costLabel(bar) } })),
          label: { ...axisLabel(size), show: true, position: "right" },
        },
      ],
    }),
  };
}

/** Two bars a row from the expected cost: to the cost at the input's low and at its high. */
const drawRange: CustomSeriesRenderItem = (_, api) => {
  const [rowIndex, from, to, side] = [0, 1, 2, 3].map((dimension) => Number(api.value(dimension)));
  const [x1 = 0, y = 0] = api.coord([from ?? 0, rowIndex ?? 0]);
  const [x2 = 0] = api.coord([to ?? 0, rowIndex ?? 0]);
  const height = BAR_HEIGHT * 0.5;
  return {
    type: "rect",
    shape: { x: Math.min(x1, x2), y: y - height / 2, width: Math.max(1, Math.abs(x2 - x1)), height },
    style: { fill: ink(side === 0 ? "viewers" : "capacity") },
  };
};

function tornadoChart(plan: Plan): Chart | null {
  const entries = plan.sensitivity.slice(0, MOST_BARS / 2);
  const [first] = entries;
  if (first === undefined) return null;
  const expected = plan.cost.perOccurrence.knownUsd;
  const nameOf = (key: string, size: ChartSize) => (size === "wide" ? oneLine(key) : oneLine(key).replace(".", ".\n"));
  const range = (side: 0 | 1) => ({
    type: "custom" as const,
    name: side === 0 ? "input at its low" : "input at its high",
    itemStyle: { color: ink(side === 0 ? "viewers" : "capacity") },
    encode: { x: [1, 2], y: 0 },
    renderItem: drawRange,
    data: entries.map((entry, i) => [i, expected, side === 0 ? entry.usdAtLow : entry.usdAtHigh, side]),
  });
  return {
    id: "sensitivity",
    title: "What moves the cost of one event (USD)",
    description: `Known cost when one input goes to its low or high and everything else stays; expected ${inlineUsd(expected)}. ${words(first.key)} moves it from ${inlineUsd(first.usdAtLow)} to ${inlineUsd(first.usdAtHigh)}. The numbers stand in the table Assumptions that matter most.`,
    height: entries.length * (BAR_HEIGHT + 6) + AXIS_HEIGHT + 28,
    option: (size) => {
      const names = entries.map((entry) => nameOf(entry.key, size));
      return {
        grid: { ...barGrid(size, names), top: 36, right: size === "wide" ? 48 : 28 },
        legend: legend(size),
        xAxis: {
          ...valueAxis(size, (value) => inlineUsd(value).replace(/^USD\s|\.00$/g, "")),
          scale: true,
          ...(size === "narrow" ? { splitNumber: 2 } : {}),
        },
        yAxis: namesAxis(size, names),
        series: [range(0), range(1)],
      };
    },
  };
}
