import type { Event } from "../../capacity/event/event";
import type { Workload as PlannedWorkload } from "../../capacity/layers/layer";
import type { Plan } from "../../capacity/plan-document";
import { layerOf, settingOf } from "./event-plan";

/** How viewers, CDNs and encoders come to a service. */
export interface ServiceRoute {
  /**
   * `requests`: application balancers of the app host; `connections`: network balancers; `origin`: the balancer that CDNs ask;
   * `none`: nobody calls it from outside.
   */
  readonly way: "requests" | "connections" | "origin" | "none";
  /** How many balancers send to it. */
  readonly balancers: number;
  /** How long a copy that goes still gets what was begun. */
  readonly deregistrationDelaySeconds: number;
  /** Paths of its own; undefined: what nobody else takes. */
  readonly paths?: readonly string[];
  readonly listenerPort?: number;
}

/** The service that answers players who ask which CDN to use: the split's documents lie in a private bucket. */
export const STEERING_SERVICE = "session";

/** Where the split's documents lie in the bucket, and on the app host. */
export function steeringPrefix({ name }: Pick<Event, "name">): string {
  return `steering/${name}`;
}

/** A request is over in seconds, a connection is given five minutes to move on. */
const DELAY_SECONDS = { requests: 60, connections: 300, origin: 60, none: 0 } as const;
/** Contribution comes by RTMP, secured or not, on the one port of both. */
const INGEST_PORT = 1935;
const HTTPS_PORT = 443;

/** How a service is reached; what the plan calls a service is reached under its name. */
export function routeOf({ id }: Pick<PlannedWorkload, "id">, plan: Pick<Plan, "layers">): ServiceRoute {
  switch (id) {
    case "api":
      return route("requests", plan);
    case "session":
      return route("requests", plan, { paths: ["/session/*", "/sign-in/*", "/steering/*"] });
    case "telemetry":
      return route("requests", plan, { paths: ["/telemetry/*"] });
    case "chat":
      return route("connections", plan, { listenerPort: HTTPS_PORT });
    case "ingest":
      return route("connections", plan, { listenerPort: INGEST_PORT });
    case "origin":
      return route("origin", plan);
    case "package":
      // Packagers are asked where there are no origin servers before them.
      return route(layerOf(plan, "origin")?.workload == null ? "origin" : "none", plan);
    case "transcode":
    case "upload":
      return route("none", plan);
    default:
      return route("requests", plan, { paths: [`/${id.replace(/^service:/, "")}/*`] });
  }
}

function route(way: ServiceRoute["way"], plan: Pick<Plan, "layers">, own: Partial<ServiceRoute> = {}): ServiceRoute {
  return { way, balancers: balancersOf(way, plan), deregistrationDelaySeconds: DELAY_SECONDS[way], ...own };
}

/** How many balancers of a way the plan has; the CDNs' own is one. */
export function balancersOf(way: ServiceRoute["way"], plan: Pick<Plan, "layers">): number {
  const layer = layerOf(plan, "network:balancers");
  if (way === "origin" || way === "none" || layer === undefined) return 1;
  return Math.max(1, settingOf(layer, way === "requests" ? "albs" : "nlbs"));
}
