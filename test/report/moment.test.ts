import { describe, expect, it } from "vitest";
import { both, local, utc } from "../../cli/report/moment";

describe("moments", () => {
  const morning = { utc: "2027-01-31T00:00:00Z", local: "2027-01-31T08:00:00+08:00[Asia/Shanghai]" };

  it("read as civil time with the weekday, seconds only where there are some", () => {
    expect(utc(morning)).toBe("Sun 2027-01-31 00:00");
    expect(local(morning)).toBe("Sun 2027-01-31 08:00");
    expect(utc({ ...morning, utc: "2027-01-31T00:00:09Z" })).toBe("Sun 2027-01-31 00:00:09");
    expect(utc(null)).toBe("unknown");
  });

  it("name the day of UTC only where it is another one", () => {
    expect(both(morning)).toBe("Sun 2027-01-31 08:00 +08:00 (00:00 UTC)");
    expect(both({ utc: "2027-01-30T21:00:00Z", local: "2027-01-31T05:00:00+08:00[Asia/Shanghai]" })).toBe(
      "Sun 2027-01-31 05:00 +08:00 (Sat 2027-01-30 21:00 UTC)",
    );
  });
});
