import { limit } from "../../../capacity/catalog/limits";
import { figure } from "../../figure";
import { fine, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, UNKNOWN } from "../../values";

const RANGES = {
  totalActiveUsers: ["cloudflare/waiting-room/total-active-users", "active users"],
  newUsersPerMinute: ["cloudflare/waiting-room/new-users-per-minute", "new users a minute"],
  sessionDuration: ["cloudflare/waiting-room/session-duration", "minutes of a session"],
} as const;

export const waitingRoom = rule({
  id: "limits-waiting-room",
  area: "limits",
  level: "mandatory",
  severity: "medium",
  title: "A waiting room's numbers lie where Cloudflare accepts them",
  why: "Cloudflare refuses the room, and nothing stands between the audience and the app",
  fix: "Set the number within the range; 200 is the smallest room",
  sources: Object.values(RANGES).map(([key]) => ({ limit: key })),
  appliesTo: "waiting rooms",
  check: ({ graph }) =>
    graph.ofType(TYPES.waitingRoom).flatMap((at) =>
      Object.entries(RANGES).map(([input, [key, noun]]) => {
        const value = numberAt(at.inputs, input);
        const { min, max } = limit(key);
        if (value === UNKNOWN) return unknown(at, noun);
        const [least, most] = [min ?? 0, max ?? Number.POSITIVE_INFINITY];
        if (value === undefined || (value >= least && value <= most)) return fine(at);
        return violated(at, `${figure(value)} ${noun}`, `${figure(least)} to ${figure(most)} (the provider's limit)`);
      }),
    ),
});
