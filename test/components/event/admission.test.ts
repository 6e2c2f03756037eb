import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../cli/engine/property-value";
import { Admission, type AdmissionArgs } from "../../../components/event/admission";
import { childrenOf, graphOf, named, refusalOf, unknownText } from "../record";
import { LONG } from "./limits";

const MINIMAL: AdmissionArgs = {
  zoneId: "zone",
  host: "live.example.com",
  event: "final",
  totalActiveUsers: 900_000,
  newUsersPerMinute: 60_000,
};
const graphWith = (changes: Partial<AdmissionArgs> = {}) =>
  graphOf(() => new Admission("door", { ...MINIMAL, ...changes }));

describe("Admission", () => {
  it("is a waiting room with the plan's numbers", async () => {
    const graph = await graphWith();
    expect(childrenOf(graph)).toEqual([
      "cloudflare:index/waitingRoom:WaitingRoom door-room",
      "tidegate:edge:Admission door",
    ]);
    expect(named(graph, "door-room").inputs).toEqual({
      zoneId: "zone",
      name: "platform-door-room",
      description: "Waiting room of final",
      host: "live.example.com",
      path: "/",
      totalActiveUsers: 900_000,
      newUsersPerMinute: 60_000,
      sessionDuration: 5,
      queueingMethod: "fifo",
      defaultTemplateLanguage: "en-US",
      cookieAttributes: { samesite: "auto", secure: "always" },
    });
    expect(named(graph, "door").inputs).toMatchObject({ totalActiveUsers: 900_000, newUsersPerMinute: 60_000 });
  });

  it("takes every setting", async () => {
    const graph = await graphWith({
      sessionDurationMinutes: 12,
      path: "/watch",
      queueingMethod: "random",
      language: "zh-CN",
      bypasses: { "health checks": 'http.request.uri.path eq "/healthz"' },
    });
    expect(named(graph, "door-room").inputs).toMatchObject({
      sessionDuration: 12,
      path: "/watch",
      queueingMethod: "random",
      defaultTemplateLanguage: "zh-CN",
    });
    expect(named(graph, "door-bypasses").inputs).toEqual({
      zoneId: "zone",
      waitingRoomId: UNKNOWN,
      rules: [
        {
          action: "bypass_waiting_room",
          description: "health checks",
          expression: 'http.request.uri.path eq "/healthz"',
          enabled: true,
        },
      ],
    });
  });

  it("takes a zone that only a deployment knows", async () => {
    const graph = await graphOf(() => new Admission("door", { ...MINIMAL, zoneId: unknownText("some") }));
    expect(named(graph, "door-room").inputs).toMatchObject({ zoneId: UNKNOWN, totalActiveUsers: 900_000 });
  });

  it("keeps its name in the characters that Cloudflare takes for the longest names", async () => {
    const graph = await graphOf(() => new Admission(LONG, { ...MINIMAL, event: LONG }), { stack: LONG });
    expect(String(named(graph, `${LONG}-room`).inputs.name)).toMatch(/^[A-Za-z0-9_-]{1,60}$/);
  });

  it.each<[string, Partial<AdmissionArgs>, string]>([
    [
      "a room for fewer than 200",
      { totalActiveUsers: 199, newUsersPerMinute: 200 },
      "totalActiveUsers is 199, expected a whole number from 200 to 2147483647",
    ],
    [
      "fewer than 200 a minute",
      { newUsersPerMinute: 199 },
      "newUsersPerMinute is 199, expected a whole number from 200 to 900000",
    ],
    [
      "more a minute than may be in",
      { newUsersPerMinute: 900_001 },
      "newUsersPerMinute is 900001, expected a whole number from 200 to 900000",
    ],
    [
      "a session of half an hour and more",
      { sessionDurationMinutes: 31 },
      "sessionDurationMinutes is 31, expected a whole number from 1 to 30",
    ],
    [
      "a host that is an address",
      { host: "https://live.example.com" },
      "host is https://live.example.com, expected a host name",
    ],
  ])("refuses %s", async (_, changes, message) => {
    expect(await refusalOf(() => new Admission("door", { ...MINIMAL, ...changes }))).toContain(message);
  });
});
