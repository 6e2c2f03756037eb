import type { networkAssumptions } from "../catalog/assumptions/network";
import { limitValue } from "../catalog/limits";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { LocalName } from "../parameter";
import { GB_PER_HOUR_PER_GBPS } from "../units";
import type { FlowName } from "./layer";

const LIMITS = "aws/elasticloadbalancing/";

/** What one capacity unit carries, from the catalog: written into the equations, so that a newer row changes text and code. */
export function balancerEquations() {
  const alb = {
    connectionsPerSecond: limitValue(`${LIMITS}alb-lcu-new-connections`),
    connections: limitValue(`${LIMITS}alb-lcu-active-connections`),
    gbPerHour: limitValue(`${LIMITS}alb-lcu-processed-bytes`),
    rulesPerSecond: limitValue(`${LIMITS}alb-lcu-rule-evaluations`),
  };
  const nlb = {
    flowsPerSecond: limitValue(`${LIMITS}nlb-nlcu-tcp-new-flows`),
    flows: limitValue(`${LIMITS}nlb-nlcu-tcp-active-flows`),
    gbPerHour: limitValue(`${LIMITS}nlb-nlcu-processed-bytes`),
  };
  return (
    Equations.over<DemandName | FlowName | LocalName<typeof networkAssumptions>>()
      // Long connections come with their viewers: the share of viewers who hold one is the share of arrivals who open one.
      .let(
        "longConnectionsPerSecond",
        "connections/s",
        "arrivalsPerSecond × min(1, appConnections ÷ max(1, peakConcurrentViewers))",
        (s) => s.arrivalsPerSecond * Math.min(1, s.appConnections / Math.max(1, s.peakConcurrentViewers)),
      )
      .let(
        "requestConnectionsPerSecond",
        "connections/s",
        "max(0, appConnectionsPerSecond − longConnectionsPerSecond) × ownConnectionRatio",
        (s) => Math.max(0, s.appConnectionsPerSecond - s.longConnectionsPerSecond) * s.ownConnectionRatio,
      )
      .let(
        "requestConnections",
        "connections",
        "peakConcurrentViewers × openConnectionRatio × ownConnectionRatio",
        (s) => s.peakConcurrentViewers * s.openConnectionRatio * s.ownConnectionRatio,
      )
      // The layers' bytes arrive as one sum: what answers don't explain is what long connections carry, if there are any.
      .let(
        "answersGbps",
        "Gbps",
        "min(appEgressGbps, appRequestsPerSecond × responseKib × 1024 × 8 ÷ 1000000000)",
        (s) => Math.min(s.appEgressGbps, (s.appRequestsPerSecond * s.responseKib * 1024 * 8) / 1e9),
      )
      .let(
        "longGbps",
        "Gbps",
        "(appEgressGbps − answersGbps) × min(1, appConnections)",
        (s) => (s.appEgressGbps - s.answersGbps) * Math.min(1, s.appConnections),
      )
      .let(
        "requestGbps",
        "Gbps",
        "appEgressGbps − longGbps + appIngressGbps",
        (s) => s.appEgressGbps - s.longGbps + s.appIngressGbps,
      )
      .let(
        "albUnits",
        "LCU",
        `max(requestConnectionsPerSecond ÷ ${alb.connectionsPerSecond}, requestConnections ÷ ${alb.connections}, requestGbps × ${GB_PER_HOUR_PER_GBPS} ÷ ${alb.gbPerHour}, appRequestsPerSecond × paidRulesPerRequest ÷ ${alb.rulesPerSecond})`,
        (s) =>
          Math.max(
            s.requestConnectionsPerSecond / alb.connectionsPerSecond,
            s.requestConnections / alb.connections,
            (s.requestGbps * GB_PER_HOUR_PER_GBPS) / alb.gbPerHour,
            (s.appRequestsPerSecond * s.paidRulesPerRequest) / alb.rulesPerSecond,
          ),
      )
      .let(
        "nlbUnits",
        "LCU",
        `max(longConnectionsPerSecond ÷ ${nlb.flowsPerSecond}, appConnections ÷ ${nlb.flows}, longGbps × ${GB_PER_HOUR_PER_GBPS} ÷ ${nlb.gbPerHour})`,
        (s) =>
          Math.max(
            s.longConnectionsPerSecond / nlb.flowsPerSecond,
            s.appConnections / nlb.flows,
            (s.longGbps * GB_PER_HOUR_PER_GBPS) / nlb.gbPerHour,
          ),
      )
      .let(
        "albTargets",
        "targets",
        "appRequestsPerSecond ÷ callsPerSecondPerTarget",
        (s) => s.appRequestsPerSecond / s.callsPerSecondPerTarget,
      )
      .let(
        "nlbTargets",
        "targets",
        "appConnections ÷ connectionsPerTarget",
        (s) => s.appConnections / s.connectionsPerTarget,
      )
  );
}
