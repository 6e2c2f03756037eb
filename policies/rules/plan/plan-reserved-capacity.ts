import { asPlanned, howSized, settingsOf } from "../../planned";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

export const reservedCapacity = rule({
  id: "plan-reserved-capacity",
  area: "plan",
  level: "mandatory",
  severity: "high",
  title: "Balancers and their reserved capacity are the plan's",
  why: "A balancer that isn't held at size grows for minutes while an audience comes in seconds",
  fix: "Take counts and reserved units from the plan's layer network:balancers",
  sources: [{ document: "plan: layer network:balancers, reserved units" }],
  appliesTo: "ingresses of an event",
  check: ({ graph, facts }) => {
    if (facts.plan === null) return [];
    const planned = settingsOf(facts.plan, "network:balancers");
    const how = howSized(facts);
    return graph.ofType(TYPES.ingress).flatMap((at) => [
      asPlanned(at, numberAt(at.inputs, "requests.count"), planned?.albs, { noun: "application balancers" }),
      asPlanned(at, numberAt(at.inputs, "connections.count"), planned?.nlbs, { noun: "network balancers" }),
      asPlanned(at, numberAt(at.inputs, "requests.reservedUnits"), planned?.albReservedUnits, {
        noun: "reserved units of application balancers",
        how,
      }),
      asPlanned(at, numberAt(at.inputs, "connections.reservedUnits"), planned?.nlbReservedUnits, {
        noun: "reserved units of network balancers",
        how,
      }),
    ]);
  },
});
