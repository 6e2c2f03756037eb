/**
 * Probability that all `servers` are busy in a loss system (Erlang B), by the stable recursion.
 *
 * @param servers whole number, 0 or more
 * @param load offered load in busy servers (arrivals per second × service seconds), 0 or more
 * @returns 0 to 1
 * @see Erlang 1917; B(30, 25) = 0.0526032
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/**
 * Probability that an arrival has to wait (Erlang C).
 *
 * @param servers whole number, 1 or more
 * @param load offered load in busy servers
 * @returns 0 to 1; 1 when the load is not below the servers, since the queue then grows without end
 * @see C(3, 2) = 4/9
 */
export function erlangC(servers: number, load: number): number {
  if (load <= 0) return 0;
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  const utilization = load / servers;
  return blocked / (1 - utilization + utilization * blocked);
}

/** What a caller may be made to wait. */
export interface WaitObjective {
  /** Longest acceptable wait before service starts, seconds. */
  readonly waitSeconds: number;
  /** Accepted share of calls that wait longer, 0 to 1. */
  readonly exceedRatio: number;
}

/** Probability that the wait in an M/M/c queue exceeds `waitSeconds`: C(c, A) × e^(−(c − A) × wait ÷ service). */
export function waitExceedRatio(servers: number, load: number, serviceSeconds: number, waitSeconds: number): number {
  if (load >= servers) return 1;
  return erlangC(servers, load) * Math.exp((-(servers - load) * waitSeconds) / serviceSeconds);
}

/**
 * The highest utilization of one replica at which its own queue keeps the objective.
 *
 * Behind a balancer each replica queues alone, so this is solved for the replica's workers and not for the pool: at 0.947 busy the
 * chance to wait is 0.05 with 1,056 pooled workers and about 0.92 in each pod of two.
 *
 * @param servers workers (usually vCPU) of one replica, whole, 1 or more
 * @param serviceSeconds mean time one call keeps a worker busy
 * @returns utilization, 0 to 1, rounded down to 4 decimals
 */
export function highestUtilization(servers: number, serviceSeconds: number, objective: WaitObjective): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    const exceeded = waitExceedRatio(servers, middle * servers, serviceSeconds, objective.waitSeconds);
    if (exceeded <= objective.exceedRatio) low = middle;
    else high = middle;
  }
  return Math.floor(low * 10_000) / 10_000;
}

/**
 * Fewest servers of one queue in which an arrival waits with at most the given probability.
 *
 * @returns whole servers: 17 for load 10, 119 for 100, 1056 for 1000 at 0.05
 */
export function serversForWait(load: number, waitRatio: number): number {
  let servers = Math.max(1, Math.ceil(load));
  while (erlangC(servers, load) > waitRatio) servers++;
  return servers;
}
