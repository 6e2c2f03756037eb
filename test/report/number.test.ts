import { describe, expect, it } from "vitest";
import {
  formatDuration,
  formatLeadTime,
  formatNumber,
  formatPercent,
  formatUnitPrice,
  formatUsd,
  formatUsdChange,
  formatViewers,
  inline,
  inlineUsd,
  quantities,
  quantity,
  starredColumn,
} from "../../cli/report/number";

const spaced = (text: string) => text.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [12345, "12,345"],
    [1_234_567.8, "1,234,568"],
    [999.4, "999"],
    [999.5, "1,000"],
    [12.34, "12.3"],
    [12.01, "12"],
    [1.005, "1"],
    [0.0625, "0.0625"],
    [0.000_001_234, "0.00000123"],
    [1e-12, "1.0e−12"],
    [-12.5, "−12.5"],
    [-0.0000001, "−0.0000001"],
    [1e30, "1.0e+30"],
    [null, "unknown"],
  ])("%d reads %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is our defect and never printed", (value) => {
    for (const format of [formatNumber, formatViewers, formatPercent, formatUsd, formatUnitPrice, formatDuration]) {
      expect(() => format(value)).toThrow(/where a number belongs/);
    }
    expect(() => quantity(value, "Gbps")).toThrow(/where a number belongs/);
  });

  it.each([
    [840_000, "840,000"],
    [999_999.6, "1,000,000"],
    [1_000_000, "1.0M"],
    [1_250_000, "1.25M"],
    [1_999_999, "2.0M"],
    [25_000_000, "25.0M"],
    [3_400_000_000, "3,400.0M"],
    [null, "unknown"],
  ])("%d viewers read %s", (value, text) => expect(formatViewers(value)).toBe(text));

  it.each([
    [0.62, "62"],
    [0.004, "0.4"],
    [0, "0"],
    [1, "100"],
    [2.9, "290"],
    [0.0995, "10"],
  ])("%d of 1 reads %s percent", (ratio, text) => expect(formatPercent(ratio)).toBe(text));

  it.each([
    [3200, "Gbps", "3.2", "Tbps"],
    [999, "Gbps", "999", "Gbps"],
    [0.05, "Gbps", "50", "Mbps"],
    [0.62, "ratio", "62", "%"],
    [1_000_000, "viewers", "1.0M", "viewers"],
    [7, "count", "7", ""],
    [900, "s", "15 min", ""],
    [4, "s", "4", "s"],
    [null, "Gbps", "unknown", "Gbps"],
  ])("%d %s reads %s %s", (value, unit, text, shown) => {
    const read = quantity(value, unit);
    expect([spaced(read.text), read.unit]).toEqual([text, shown]);
  });

  it("scales numbers of one row alike, by the largest", () => {
    expect(quantities([1730, 900, 3150], "Gbps")).toEqual({ texts: ["1.73", "0.9", "3.15"], unit: "Tbps" });
    expect(quantities([60, 900], "s")).toEqual({ texts: ["60", "900"], unit: "s" });
    expect(quantities([null, 0.5], "ratio")).toEqual({ texts: ["unknown", "50"], unit: "%" });
  });

  it("keeps unknown apart from a unit in a sentence", () => {
    expect(inline(null, "Gbps")).toBe("unknown");
    expect(spaced(inline(3200, "Gbps"))).toBe("3.2 Tbps");
  });

  it("leaves the star's place free in the other rows", () => {
    const [assumed, known] = starredColumn([
      { text: "1.60", isAssumed: true },
      { text: "2.00", isAssumed: false },
    ]);
    expect([assumed, spaced(known ?? "")]).toEqual(["1.60*", "2.00 "]);
  });
});

describe("money", () => {
  it.each([
    [41_284.5, "41,284.50"],
    [0.17, "0.17"],
    [0, "0.00"],
    [-0.001, "0.00"],
    [null, "unknown"],
  ])("%d reads %s on a bill", (usd, text) => expect(formatUsd(usd)).toBe(text));

  it.each([
    [12_345.6, "USD 12,346"],
    [12.3, "USD 12.30"],
    [null, "unknown"],
  ])("%d reads %s in a sentence", (usd, text) => expect(spaced(inlineUsd(usd))).toBe(text));

  it.each([
    [1200, "+1,200"],
    [-350, "−350"],
    [0, "±0"],
    [-0.001, "±0"],
    [null, "unknown"],
  ])("a change of %d reads %s", (usd, text) => expect(formatUsdChange(usd)).toBe(text));

  it.each([
    [0.085, "0.085"],
    [0.000_000_6, "0.0000006"],
    [0, "0"],
    [32.7726, "32.7726"],
    [null, "unknown"],
  ])("%d per unit reads %s", (usd, text) => expect(formatUnitPrice(usd)).toBe(text));
});

describe("durations", () => {
  it.each([
    [0, "0 s"],
    [45, "45 s"],
    [59.99, "60 s"],
    [900, "15 min"],
    [9000, "2 h 30 min"],
    [3661, "1 h 1 min"],
    [273_600, "3 d 4 h"],
    [-7200, "−2 h"],
    [null, "unknown"],
  ])("%d s reads %s", (seconds, text) => expect(spaced(formatDuration(seconds))).toBe(text));

  it("names both ends of a lead time, and what isn't known of it", () => {
    expect(spaced(formatLeadTime({ low: 24, high: 168 }))).toBe("1 d to 7 d");
    expect(spaced(formatLeadTime({ low: 2, high: 2 }))).toBe("2 h");
    expect(spaced(formatLeadTime({ low: 2, high: null }))).toBe("2 h to unknown");
    expect(formatLeadTime({ low: null, high: null })).toBe("unknown");
  });
});
