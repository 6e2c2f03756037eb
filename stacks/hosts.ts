import type { Event } from "../capacity/event/event";
import type { Finding, Outcome } from "../capacity/problems";
import { hash8 } from "../components/naming";

/** Names under which viewers find an event. */
export interface EventHosts {
  /** Page, API, sign-in and waiting room. */
  readonly app: string;
  /** What distributions ask when the event's packagers are the origin; behind no CDN itself. */
  readonly origin: string;
  /** Where viewers' long connections go, past the proxy: chat and contribution. */
  readonly connections: string;
  /** Media hosts by the CDN's name: as many as the plan has shards. */
  readonly media: Readonly<Record<string, readonly string[]>>;
}

export interface HostNeeds {
  /** The zone that generated names lie in. */
  readonly zone: string;
  /** Media hosts that the plan needs, by the CDN's name. */
  readonly shards: Readonly<Record<string, number>>;
}

/** DNS allows no longer label. */
const LABEL_LENGTH = 63;

/**
 * The event's hosts: those its file names, and for the rest names of the event's own in the zone.
 * Too few named media hosts are a finding: a name generated beside given ones would be a surprise in somebody's DNS.
 */
export function eventHosts(
  { name, hosts }: Pick<Event, "name" | "hosts">,
  { zone, shards }: HostNeeds,
): Outcome<EventHosts> {
  const own = (suffix: string) => `${label(name, suffix)}.${hosts.zone ?? zone}`;
  const findings: Finding[] = [];
  const media = Object.entries(shards).map(([cdn, count]): readonly [string, readonly string[]] => {
    const given = hosts.media[cdn] ?? [];
    if (given.length === 0)
      return [cdn, Array.from({ length: count }, (_, at) => own(`${cdn}-${String(at + 1).padStart(2, "0")}`))];
    if (given.length < count) findings.push(tooFew(cdn, given.length, count));
    return [cdn, given.slice(0, count)];
  });
  if (findings.length > 0) return { ok: false, findings };
  const value = {
    app: hosts.app ?? own("app"),
    origin: own("origin"),
    connections: own("connections"),
    media: Object.fromEntries(media),
  };
  return { ok: true, value, findings };
}

/** Hosts of media that Cloudflare itself delivers. */
export function cloudflareHosts(
  { delivery }: Pick<Event, "delivery">,
  { media }: Pick<EventHosts, "media">,
): readonly string[] {
  const cdns = delivery.cdns.filter(({ provider }) => provider === "cloudflare");
  return cdns.flatMap(({ name }) => media[name] ?? []);
}

function tooFew(cdn: string, given: number, count: number): Finding {
  return {
    id: "media-hosts-too-few",
    severity: "error",
    where: `hosts.media.${cdn}`,
    found: `${given} hosts`,
    expected: `${count}, one for each shard of the plan`,
    fix: `Name ${count - given} more, or delete the list to have them named after the event`,
  };
}

/** A label of the event's name and a suffix; a name that is too long is cut, and told apart by its hash. */
function label(event: string, suffix: string): string {
  const whole = `${event}-${suffix}`;
  if (whole.length <= LABEL_LENGTH) return whole;
  const end = `-${hash8(whole)}-${suffix}`;
  return `${event.slice(0, LABEL_LENGTH - end.length).replace(/-+$/, "")}${end}`;
}
