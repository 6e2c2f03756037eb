import type { AssumptionRow } from "../../parameter";

/** Licences of protected media, where the event file doesn't say. */
export const licenceAssumptions = [
  {
    key: "licence.licencesPerJoin",
    unit: "requests",
    low: 1,
    expected: 1,
    high: 2,
    min: 0,
    because: "a player asks once when it starts, and twice where sound or high resolution has its own key",
    source: "working value",
    asOf: "2026-11-25",
    path: "features.licences.licencesPerJoin",
  },
  {
    key: "licence.renewalSeconds",
    unit: "s",
    low: 1800,
    expected: 3600,
    high: 14_400,
    min: 1,
    because: "licences for live events run an hour or a few, and are renewed while the viewer stays",
    source: "working value",
    asOf: "2026-11-25",
    path: "features.licences.renewalSeconds",
  },
  {
    key: "licence.limitUtilization",
    unit: "ratio",
    low: 0.8,
    expected: 0.8,
    high: 0.8,
    min: 0.05,
    max: 1,
    because: "a service that limits its rate refuses at once, and a refused player asks again",
    source: "objective, to be set by the operator",
    asOf: "2026-11-25",
    path: "features.licences.limitUtilization",
  },
] as const satisfies readonly AssumptionRow[];

/** The licence service's rate limit: it has no default, since only the contract says it. Absent from the event, it is unknown. */
export const LICENCE_LIMIT = {
  key: "licence.limitRequestsPerSecond",
  unit: "requests/s",
  min: 1,
  path: "features.licences.limitRequestsPerSecond",
} as const;
