import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { Event } from "../../capacity/event/event";
import type { Plan } from "../../capacity/plan-document";
import type { EventSettings } from "../declared/event-settings";
import type { EventHosts } from "../hosts";
import type { PlatformOutputs } from "../outputs/platform-outputs";

/** What every part of an event stack is built from. */
export interface EventContext {
  readonly settings: EventSettings;
  readonly event: Event;
  readonly plan: Plan;
  readonly platform: PlatformOutputs;
  readonly hosts: EventHosts;
  /** The stack's providers. */
  readonly opts: ComponentResourceOptions;
}

/** The options of a component that waits for others. */
export function after(opts: ComponentResourceOptions, dependsOn: readonly Resource[]): ComponentResourceOptions {
  return dependsOn.length === 0 ? opts : { ...opts, dependsOn: [...dependsOn] };
}

/** A logical name of an id of the plan: `service:rewards` is `service-rewards`. */
export function logicalName(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9-]/g, "-");
}
