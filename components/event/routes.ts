import type { Input } from "@pulumi/pulumi";
import { hash8 } from "../naming";

/** What a balancer sends to one workload. */
export interface Route {
  /** The workload's services, one for each shard; a balancer sends to one of them. */
  readonly services: readonly Input<string>[];
  /** Copies at most, of all shards together: each is a target. */
  readonly targets: number;
  /** Where the pods listen. @default 8080 */
  readonly port?: number;
  /** How long a target that goes still gets what was begun; the workload's own number. @default 60 for requests, 300 for connections */
  readonly deregistrationDelaySeconds?: number;
}

/** A route of requests, by path. */
export interface RequestRoute extends Route {
  /** Up to five patterns such as `/api/*`. @default everything that no other route takes; one route may */
  readonly paths?: readonly string[];
  /** Which of two routes with overlapping paths is asked first: the lower one. @default a number made from the key, so that a new route moves no other */
  readonly priority?: number;
  /** How long a new target is spared, 0 or 30 to 900. @default 30 */
  readonly slowStartSeconds?: number;
  /** @default "/healthz" */
  readonly healthPath?: string;
}

/** A route of long connections, by port. */
export interface ConnectionRoute extends Route {
  /** Where viewers connect. @default 443 */
  readonly listenerPort?: number;
}

/** Highest priority of a listener's rule. @see facts of aws:lb/listenerRule:ListenerRule */
const PRIORITIES = 50_000;

/** The same number for a key for ever, 1 to 50,000. */
export function priorityOf(key: string, { priority }: Pick<RequestRoute, "priority">): number {
  return priority ?? 1 + (Number.parseInt(hash8(key), 16) % PRIORITIES);
}

/** Which of a route's shards a balancer sends to: they take turns, so that every shard is reached when there are no more shards than balancers. */
export function shardFor(balancer: number, shards: number): number {
  return balancer % shards;
}

/** Targets that one balancer has, all its routes together, shards as even as whole copies allow. */
export function targetsOfOneBalancer(routes: readonly Route[]): number {
  return routes.reduce((sum, route) => sum + targetsOfShard(route), 0);
}

/** Targets in one target group: the largest shard. */
export function targetsOfShard({ targets, services }: Route): number {
  return Math.ceil(targets / Math.max(1, services.length));
}
