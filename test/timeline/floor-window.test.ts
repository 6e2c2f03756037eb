import { describe, expect, it } from "vitest";
import { armedTimeline, floorWindowOf } from "../../capacity/timeline";
import { armed, utc } from "./armed";

type Changes = Parameters<typeof armed>[0];
const windowOf = (changes: Changes = {}) => {
  const input = armed(changes);
  return floorWindowOf(input.event, armedTimeline(input));
};

describe("the floor under pods by the cluster's own clock", () => {
  it("is dated for one event: from the first raise of pods until six hours after the close", () => {
    // 21:45 UTC is 05:45 in Shanghai; the close 01:30 UTC, and six hours, 15:30.
    expect(windowOf()).toEqual({ zone: "Asia/Shanghai", start: "45 5 31 1 *", end: "30 15 31 1 *" });
  });

  it("is of every day for repeats", () => {
    expect(windowOf({ event: { repeats: { every: "day", until: "2027-02-05" } } })).toEqual({
      zone: "Asia/Shanghai",
      start: "45 5 * * *",
      end: "30 15 * * *",
    });
  });

  it("begins with the earliest and ends with the latest where the clocks change within it", () => {
    // On the day that the clocks go forward at 02:00, six hours before 08:00 are 01:00.
    const start = { local: "2027-03-27T04:00:00", zone: "Europe/Berlin", epochSeconds: utc("2027-03-27T03:00Z") };
    const repeats = { every: "day", until: "2027-03-29" } as const;
    expect(windowOf({ event: { start, repeats } })).toEqual({
      zone: "Europe/Berlin",
      start: "45 0 * * *",
      end: "30 11 * * *",
    });
  });

  it("goes over midnight", () => {
    const start = { local: "2027-06-01T00:30:00", zone: "UTC", epochSeconds: utc("2027-06-01T00:30Z") };
    expect(windowOf({ event: { start, repeats: { every: "weekday", until: "2027-06-08" } } })).toEqual({
      zone: "UTC",
      start: "15 22 * * *",
      end: "0 8 * * *",
    });
  });

  it("is none without pods to raise", () => expect(windowOf({ sizes: { workloads: [] } })).toBe(null));

  it("goes through all occurrences that are held through", () => {
    // 20 h long, until 2027-02-05T04:00 in Shanghai, 30 min of drain and six hours.
    const repeats = { every: "day", until: "2027-02-04" } as const;
    const window = windowOf({ event: { durationSeconds: 20 * 3600, repeats } });
    expect(window).toEqual({ zone: "Asia/Shanghai", start: "45 5 31 1 *", end: "30 10 5 2 *" });
  });

  it("is all day where repeats follow each other too closely to end in between", () => {
    // 16 h long: down by 01:30, up again at 02:45; but the floor would end at 06:30, after it begins at 05:45.
    const window = windowOf({ event: { durationSeconds: 16 * 3600, repeats: { every: "day", until: "2027-02-04" } } });
    expect(window).toEqual({ zone: "Asia/Shanghai", start: "0 0 * * *", end: "59 23 * * *" });
  });
});
