import { asPlanned, settingsOf } from "../../planned";
import { rule } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

export const rateLimit = rule({
  id: "plan-rate-limit",
  area: "plan",
  level: "mandatory",
  severity: "high",
  title: "The web firewall's limit for one address, and its window, are the plan's",
  why: "The plan knows how many viewers watch behind one address; a number that is copied doesn't",
  fix: "Take perAddressLimit and windowSeconds from the plan's layer firewall",
  sources: [{ document: "plan: layer firewall" }],
  appliesTo: "web firewalls of an event",
  check: ({ graph, facts }) => {
    if (facts.plan === null) return [];
    const planned = settingsOf(facts.plan, "firewall");
    return graph.ofType(TYPES.webFirewall).flatMap((at) => [
      asPlanned(at, numberAt(at.inputs, "perAddressLimit"), planned?.perAddressLimit, {
        noun: "requests of one address",
      }),
      asPlanned(at, numberAt(at.inputs, "windowSeconds"), planned?.windowSeconds, { noun: "seconds of the window" }),
    ]);
  },
});
