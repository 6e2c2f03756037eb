import type { Event } from "../capacity/event/event";
import type { Plan } from "../capacity/plan-document";
import { required } from "../capacity/problems";

/** How many media hosts each CDN of an event needs, by the CDN's name: a distribution has one of its own, elsewhere one is enough. */
export function shardsOf({
  event,
  plan,
}: {
  readonly event: Pick<Event, "delivery" | "stream">;
  readonly plan: Pick<Plan, "layers">;
}): Readonly<Record<string, number>> {
  if (!isDelivered(event)) return {};
  return Object.fromEntries(
    event.delivery.cdns.map(({ name, provider }) => [name, provider === "cloudfront" ? distributions(plan, name) : 1]),
  );
}

const DELIVERED: ReadonlySet<string> = new Set(["hls", "ll-hls", "dash"]);

/** Whether players fetch the stream from CDNs; with other protocols they hold a connection to the relays. */
export function isDelivered({ stream }: Pick<Event, "stream">): boolean {
  return DELIVERED.has(stream.protocol);
}

function distributions({ layers }: Pick<Plan, "layers">, cdn: string): number {
  const layer = required(
    layers.find(({ id }) => id === `edge:${cdn}`),
    `layer edge:${cdn}`,
  );
  return required(layer.settings.distributions, `edge:${cdn}.settings.distributions`);
}
