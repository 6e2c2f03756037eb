import { demandEquations } from "../demand";
import { localName, plannedViewers, VIEWERS_KEY } from "../evaluation";
import type { SizingContext } from "./layer";

/**
 * Audience and stream with the planned viewers and every coefficient at its expected value: for what a finding says beside the
 * layer's own requirement.
 */
export function designDemand(context: Pick<SizingContext, "event">): Readonly<Record<string, number>> {
  const { event } = context;
  const scope: Record<string, number> = {};
  for (const parameter of event.parameters.values()) {
    if (parameter.key.startsWith("audience.") || parameter.key.startsWith("stream.")) {
      scope[localName(parameter.key)] = parameter.interval.expected;
    }
  }
  scope[localName(VIEWERS_KEY)] = plannedViewers(event, event.riskRatio);
  for (const equation of demandEquations(event).list) scope[equation.key] = equation.value(scope);
  return scope;
}
