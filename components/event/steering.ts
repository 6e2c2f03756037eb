/** A media host that players can be sent to. */
export interface Pathway {
  /** The name by which playlists and manifests know the host. */
  readonly id: string;
  readonly host: string;
  /** Whose it is: hosts of one CDN are likely to fail together. */
  readonly cdn: string;
  /** Share of the viewers whose first choice it is, 0 to 1; all shares sum to 1. */
  readonly shareRatio: number;
}

/**
 * For each of a number of hash buckets, pathways in the order in which its viewers try them.
 *
 * First choices follow the shares, to the nearest bucket (largest remainders). Whoever leaves a host is spread over the others by their shares, and
 * goes to another CDN before another host of the same one. A host with no share is nobody's first choice and everybody's last resort.
 */
export function steeringOrders(pathways: readonly Pathway[], buckets: number): readonly (readonly string[])[] {
  return ordersOf(pathways, [], buckets);
}

function ordersOf(
  left: readonly Pathway[],
  usedCdns: readonly string[],
  buckets: number,
): readonly (readonly string[])[] {
  // Without this, every order of the rest would be walked through for nobody.
  if (buckets === 0) return [];
  if (left.length === 0) return Array.from({ length: buckets }, () => []);
  const fresh = left.filter(({ cdn }) => !usedCdns.includes(cdn));
  const choices = fresh.length > 0 ? fresh : left;
  const counts = apportion(
    choices.map(({ shareRatio }) => shareRatio),
    buckets,
  );
  return choices.flatMap((choice, at) => {
    const rest = left.filter(({ id }) => id !== choice.id);
    const orders = ordersOf(rest, [...usedCdns, choice.cdn], counts[at] ?? 0);
    return orders.map((order) => [choice.id, ...order]);
  });
}

/** Splits a count by weights: each gets its exact part rounded down, the largest remainders one more, the first of equals first. Without any weight all are alike. */
export function apportion(weights: readonly number[], count: number): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const exact = weights.map((weight) => (sum > 0 ? (weight / sum) * count : count / weights.length));
  // 0.3 × 100 is a hair under 30 in floating point.
  const floors = exact.map((part) => Math.floor(part + 1e-9));
  const missing = count - floors.reduce((total, part) => total + part, 0);
  const byRemainder = exact
    .map((part, at) => ({ at, remainder: part - (floors[at] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  const raised = new Set(byRemainder.slice(0, missing).map(({ at }) => at));
  return floors.map((part, at) => part + (raised.has(at) ? 1 : 0));
}

/** What a steering document says besides the order. */
export interface SteeringSettings {
  /** How long a player keeps to it, seconds. */
  readonly ttlSeconds: number;
  /** Where it asks next time. */
  readonly reloadUri: string;
}

/**
 * A steering manifest: HLS and DASH read the same keys.
 * @see https://datatracker.ietf.org/doc/html/draft-pantos-hls-rfc8216bis section 7.2; ETSI TS 103 998, "DASH-IF: Content Steering for DASH"
 */
export function steeringManifest(order: readonly string[], { ttlSeconds, reloadUri }: SteeringSettings): string {
  return JSON.stringify({ VERSION: 1, TTL: ttlSeconds, "RELOAD-URI": reloadUri, "PATHWAY-PRIORITY": order });
}
