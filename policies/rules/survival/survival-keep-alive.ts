import { limitValue } from "../../../capacity/catalog/limits";
import { figure } from "../../figure";
import { settingsOf } from "../../planned";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt, textAt, UNKNOWN } from "../../values";

const TCP = "aws/elasticloadbalancing/nlb-tcp-idle-timeout";
const HTTP = "aws/elasticloadbalancing/alb-idle-timeout";

export const keepAlive = rule({
  id: "survival-keep-alive",
  area: "survival",
  level: "mandatory",
  severity: "medium",
  title: "What keeps a connection alive comes more often than any balancer on the way forgets it",
  why: "A forgotten connection ends without a word, and all of a quiet chat's viewers reconnect at once",
  fix: "Raise idleTimeoutSeconds of the ingress, or lower the pings (chat.pingSeconds in the event file)",
  sources: [{ limit: TCP }, { limit: HTTP }],
  appliesTo: "balancers of an event with a plan",
  check: ({ graph, facts }) => {
    const ping = settingsOf(facts.plan, "chat")?.pingSeconds;
    const idle = settingsOf(facts.plan, "network:balancers")?.albIdleTimeoutSeconds;
    return [
      ...(ping === undefined
        ? []
        : graph
            .ofType(TYPES.listener)
            .filter(({ inputs }) => textAt(inputs, "protocol") === "TCP")
            .map((at): Observation => {
              const cut = numberAt(at.inputs, "tcpIdleTimeoutSeconds");
              if (cut === UNKNOWN) return unknown(at, "when it cuts idle connections");
              const after = cut ?? limitValue(TCP);
              return after > ping
                ? fine(at)
                : violated(
                    at,
                    `idle connections cut after ${figure(after)} s`,
                    `more than the ${figure(ping)} s between pings`,
                  );
            })),
      ...(idle === undefined
        ? []
        : graph
            .ofType(TYPES.loadBalancer)
            .filter(({ inputs }) => (textAt(inputs, "loadBalancerType") ?? "application") === "application")
            .map((at): Observation => {
              const cut = numberAt(at.inputs, "idleTimeout");
              if (cut === UNKNOWN) return unknown(at, "when it cuts idle connections");
              const after = cut ?? limitValue(HTTP);
              return after >= idle
                ? fine(at)
                : violated(
                    at,
                    `idle connections cut after ${figure(after)} s`,
                    `${figure(idle)} s at least, as planned`,
                  );
            })),
    ];
  },
});
