import { LICENCE_LIMIT, type licenceAssumptions } from "../catalog/assumptions/licence";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { type Finding, required } from "../problems";
import { ceilCount, provision } from "../sizing";
import { featureOf } from "../workload";
import { figure } from "./figure";
import type { LayerModel, LayerSizing, Requirements, SizingContext } from "./layer";

const LICENCE = "licence";
const TITLE = "Licences";

const equations = Equations.over<DemandName | LocalName<typeof licenceAssumptions>>()
  .let(
    "joinLicencesPerSecond",
    "requests/s",
    "arrivalsPerSecond × licencesPerJoin",
    (s) => s.arrivalsPerSecond * s.licencesPerJoin,
  )
  // Little: each viewer's licence is renewed once in its time. After a steep ramp they come in waves, none steeper than the joins.
  .let(
    "renewalsPerSecond",
    "requests/s",
    "peakConcurrentViewers × licencesPerJoin ÷ renewalSeconds",
    (s) => (s.peakConcurrentViewers * s.licencesPerJoin) / s.renewalSeconds,
  )
  .let(
    "licencesPerSecond",
    "requests/s",
    "joinLicencesPerSecond + renewalsPerSecond",
    (s) => s.joinLicencesPerSecond + s.renewalsPerSecond,
  );

/** Licences of protected media, from a service that is mostly somebody else's and limits its rate. */
export const licence: LayerModel = {
  layer: LICENCE,
  title: TITLE,
  stage: "demand",
  equations: equations.list,
  requires: ["licencesPerSecond"],
  emits: {},
  size: sizeLicence,
};

function sizeLicence(requirements: Requirements, context: SizingContext): LayerSizing {
  const need = required(requirements.licencesPerSecond, "licencesPerSecond");
  const utilization = context.value("limitUtilization");
  const limit = context.event.parameters.get(LICENCE_LIMIT.key)?.interval.expected ?? null;
  const wanted = ceilCount(need.atRisk / utilization);
  return {
    id: LICENCE,
    layer: LICENCE,
    title: TITLE,
    criticality: featureOf(context.event, LICENCE)?.criticality ?? "core",
    resources: [provision(need.resource, need.unit, need.design, need.atRisk, limit)],
    unitName: "requests/s",
    units: wanted,
    bindingConstraint: limit === null ? "licencesPerSecond" : "limit",
    waterfall: {
      demand: need.design,
      risk: need.atRisk,
      utilization: need.atRisk / utilization,
      zoneLoss: need.atRisk / utilization,
      count: wanted,
    },
    candidates: [
      {
        name: `a licence service agreed for ${figure(wanted)} requests/s`,
        units: wanted,
        usdPerHour: null,
        chosen: true,
        rejected: null,
      },
      {
        name: "licences fetched before doors, when the app starts",
        units: 0,
        usdPerHour: null,
        chosen: false,
        rejected:
          "needs keys that are ready early and an app that asks at a random moment; lowers the peak where both are there",
      },
    ],
    workload: null,
    settings: { licencesPerSecond: wanted },
    findings: limitFindings(need.atRisk, wanted, limit),
  };
}

function limitFindings(needed: number, wanted: number, limit: number | null): readonly Finding[] {
  if (wanted === 0 || (limit !== null && limit >= wanted)) return [];
  const finding = {
    where: LICENCE,
    expected: `${figure(wanted)} requests/s, for ${figure(needed)} when viewers arrive or come back at once`,
    source: "event file: the service's contract",
  };
  if (limit === null) {
    return [
      {
        ...finding,
        id: "licence-limit-unknown",
        severity: "warning",
        found: `${LICENCE_LIMIT.path} unknown`,
        fix: `Ask the licence service whether it answers ${figure(wanted)} requests/s on the day, and write its limit as ${LICENCE_LIMIT.path}`,
      },
    ];
  }
  return [
    {
      ...finding,
      id: "licence-limit-exceeded",
      severity: ceilCount(needed / limit) > 1 ? "blocker" : "warning",
      found: `${LICENCE_LIMIT.path} ${figure(limit)} requests/s`,
      fix: `Agree on ${figure(wanted)} requests/s, give licences that last the event, or spread arrivals with the waiting room`,
    },
  ];
}
