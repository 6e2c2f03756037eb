import type { Event } from "./event/event";
import type { Parameter } from "./parameter";
import { required } from "./problems";

/**
 * A number of the event by full key, e.g. `compute.targetUtilization`.
 *
 * @throws Defect when the key is in no table of assumptions
 */
export function eventParameter(event: Event, key: string): Parameter {
  return required(event.parameters.get(key), `parameter ${key}`);
}

/** Its expected value. */
export function expectedOf(event: Event, key: string): number {
  return eventParameter(event, key).interval.expected;
}
