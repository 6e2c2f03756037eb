import type { admissionAssumptions } from "../catalog/assumptions/admission";
import { limit } from "../catalog/limits";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import { numberText } from "../event/words";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount, provision } from "../sizing";
import { SECONDS_PER_MINUTE } from "../units";
import { steepRampMinutes } from "./balancer-ramp";
import type { Candidate, LayerModel, SizingContext } from "./layer";

const ADMISSION = "admission";
const TITLE = "Waiting room";
const TOTAL = "cloudflare/waiting-room/total-active-users";
const NEW = "cloudflare/waiting-room/new-users-per-minute";
const SESSION = "cloudflare/waiting-room/session-duration";

const equations = Equations.over<DemandName | LocalName<typeof admissionAssumptions>>()
  // Who left is counted until the session ends: by Little's law, leavers a second × session.
  .let(
    "activeUsers",
    "users",
    "peakConcurrentViewers × (1 + sessionMinutes × 60 ÷ meanWatchSeconds)",
    (s) => s.peakConcurrentViewers * (1 + (s.sessionMinutes * SECONDS_PER_MINUTE) / s.meanWatchSeconds),
  )
  .let("arrivalsPerMinute", "users/min", "joinsPerSecond × 60", (s) => s.joinsPerSecond * SECONDS_PER_MINUTE);

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function bounds(key: string): Bounds {
  const row = limit(key);
  return { min: required(row.min, key), max: required(row.max, key) };
}

function within(value: number, { min, max }: Bounds): number {
  return Math.min(max, Math.max(min, ceilCount(value)));
}

/** The waiting room: everyone the plan holds comes in, and nobody beyond it. */
export const admission: LayerModel = {
  layer: "admission",
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["activeUsers", "arrivalsPerMinute"],
  emits: {},
  size(requirements, context) {
    const active = required(requirements.activeUsers, "admission.activeUsers");
    const arrivals = required(requirements.arrivalsPerMinute, "admission.arrivalsPerMinute");
    const totalActiveUsers = within(active.atRisk, bounds(TOTAL));
    // Sign-in is sized for these arrivals, so it holds them; a door that admits fewer makes people wait.
    const newUsersPerMinute = Math.min(
      totalActiveUsers,
      within(arrivals.atRisk * context.value("admittedRatio"), bounds(NEW)),
    );
    const sessionDurationMinutes = within(context.value("sessionMinutes"), bounds(SESSION));
    const longestWaitSeconds = Math.ceil(
      waitSeconds(steepestArrivalsPerMinute(arrivals.atRisk, context), newUsersPerMinute, context),
    );
    const fits = active.atRisk <= totalActiveUsers;
    return {
      id: ADMISSION,
      layer: "admission",
      title: TITLE,
      criticality: "core",
      resources: [
        provision(active.resource, active.unit, active.design, active.atRisk, totalActiveUsers),
        provision(
          arrivals.resource,
          arrivals.unit,
          arrivals.design,
          arrivals.atRisk * Math.min(1, context.value("admittedRatio")),
          newUsersPerMinute,
        ),
      ],
      unitName: "rooms",
      units: 1,
      bindingConstraint: fits ? "minimum" : "limit",
      waterfall: null,
      candidates: candidates(arrivals.atRisk, newUsersPerMinute, context),
      workload: null,
      settings: { totalActiveUsers, newUsersPerMinute, sessionDurationMinutes, longestWaitSeconds },
      findings: [
        ...heartbeatFinding(sessionDurationMinutes, context),
        ...waitFinding(longestWaitSeconds, newUsersPerMinute, context),
        ...roomFinding(active.atRisk, totalActiveUsers),
        ...hostFinding(context),
      ],
    };
  },
};

/** Arrivals when everything believed about the ramp comes out steep, users a minute; never below what is planned for. */
function steepestArrivalsPerMinute(plannedPerMinute: number, context: SizingContext): number {
  const { high } = context.event.audience.peakConcurrentViewers;
  return Math.max(plannedPerMinute, high / steepRampMinutes(context));
}

/**
 * The wait of the last who arrive in the steep part of the ramp: what arrived and was not let in, ∫(arrivals − admitted), over what is
 * let in.
 */
function waitSeconds(arrivalsPerMinute: number, admittedPerMinute: number, context: SizingContext): number {
  const waiting = Math.max(0, arrivalsPerMinute - admittedPerMinute) * steepRampMinutes(context);
  return (waiting / admittedPerMinute) * SECONDS_PER_MINUTE;
}

function candidates(arrivalsPerMinute: number, chosen: number, context: SizingContext): readonly Candidate[] {
  const steepest = steepestArrivalsPerMinute(arrivalsPerMinute, context);
  const everybody = within(steepest, bounds(NEW));
  const name = (users: number) =>
    `${numberText(users)} new users a minute, waiting up to ${numberText(Math.ceil(waitSeconds(steepest, users, context)))} s`;
  return [
    { name: name(chosen), units: 1, usdPerHour: null, chosen: true, rejected: null },
    ...(everybody > chosen
      ? [
          {
            name: name(everybody),
            units: 1,
            usdPerHour: null,
            chosen: false,
            rejected: `sign-in is sized for ${numberText(Math.ceil(arrivalsPerMinute))} users a minute`,
          },
        ]
      : []),
  ];
}

/** "Active" is who was seen on the app host within the session: a player that only talks to media hosts vanishes from the count. */
function heartbeatFinding(sessionMinutes: number, context: SizingContext): readonly Finding[] {
  const api = context.event.features.find((feature) => feature.id === "api");
  const heartbeat = context.event.parameters.get("api.heartbeatSeconds")?.interval.high;
  const sessionSeconds = sessionMinutes * SECONDS_PER_MINUTE;
  const longest = sessionSeconds / context.value("missedHeartbeats");
  if (api?.enabled !== false && heartbeat !== undefined && heartbeat <= longest) return [];
  return [
    {
      id: "waiting-room-heartbeat",
      severity: "blocker",
      where: api?.enabled === false ? "features.api" : "features.api.heartbeatSeconds",
      found:
        api?.enabled === false || heartbeat === undefined
          ? "no heartbeat on the app host"
          : `a heartbeat every ${heartbeat} s at most`,
      expected: `one every ${numberText(Math.floor(longest))} s, so that ${context.value("missedHeartbeats")} fit into a session of ${sessionMinutes} min`,
      fix: `Have players call the app host at least every ${numberText(Math.floor(longest))} s (features.api.heartbeatSeconds), or set admission.sessionMinutes to up to ${bounds(SESSION).max}: viewers who watch are counted as gone otherwise, and too many are let in.`,
      source: limit(SESSION).source,
    },
  ];
}

function waitFinding(
  longestWaitSeconds: number,
  newUsersPerMinute: number,
  context: SizingContext,
): readonly Finding[] {
  const accepted = context.value("acceptedWaitSeconds");
  if (longestWaitSeconds <= accepted) return [];
  return [
    {
      id: "waiting-room-wait",
      severity: "warning",
      where: ADMISSION,
      found: `up to ${numberText(longestWaitSeconds)} s at the door, at the steepest arrivals believed possible`,
      expected: `at most ${accepted} s`,
      fix: `Size sign-in for more than ${numberText(newUsersPerMinute)} users a minute (lower the risk, raise admission.admittedRatio), open doors earlier (audience.ramp), or accept the wait (admission.acceptedWaitSeconds).`,
      source: "∫(arrivals − newUsersPerMinute) over the steep part of the ramp",
    },
  ];
}

function roomFinding(activeUsers: number, totalActiveUsers: number): readonly Finding[] {
  if (activeUsers <= totalActiveUsers) return [];
  return [
    {
      id: "waiting-room-too-small",
      severity: "blocker",
      where: ADMISSION,
      found: `${numberText(Math.ceil(activeUsers))} active users`,
      expected: `at most ${numberText(totalActiveUsers)} in one room`,
      fix: "Split the app over several hosts, each with a room of its own.",
      source: limit(TOTAL).source,
    },
  ];
}

function hostFinding(context: SizingContext): readonly Finding[] {
  if (context.event.hosts.app !== null) return [];
  return [
    {
      id: "waiting-room-host",
      severity: "note",
      where: "hosts.app",
      found: "no app host is named",
      expected: "a proxied host that page, API and sign-in live on",
      fix: "Name it in hosts.app: a waiting room stands in front of a proxied host only, and none can be built without it.",
      source: limit(TOTAL).source,
    },
  ];
}
