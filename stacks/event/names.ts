import type { Input } from "@pulumi/pulumi";
import { type EdgeHost, EdgeHosts } from "../../components/edge/edge-hosts";
import { cloudflareHosts } from "../hosts";
import type { Entry } from "./entry";
import type { EventContext } from "./event-context";
import type { Distributions } from "./media";

/** A host of the event that points at something the stack made. */
export interface HostRecord {
  readonly host: string;
  readonly kind: EdgeHost["kind"];
  readonly target: Input<string>;
}

/** Makes the event's DNS records, where the platform has a zone. @returns every record, for those who keep their names elsewhere */
export function buildNames(context: EventContext, entry: Entry, distributions: Distributions): readonly HostRecord[] {
  const { platform, opts } = context;
  const records = hostRecords(context, entry, distributions);
  if (platform.cloudflare !== undefined && records.length > 0) {
    const hosts = Object.fromEntries(records.map(({ host, kind, target }) => [host, { kind, target }]));
    new EdgeHosts("names", { zoneId: platform.cloudflare.zoneId, hosts }, opts);
  }
  return records;
}

function hostRecords(
  { event, hosts }: EventContext,
  entry: Entry,
  distributions: Distributions,
): readonly HostRecord[] {
  const [origin] = entry.origin;
  return [
    // Several balancers of one host are for whoever can spread a name over them; with Cloudflare's records there is one.
    ...entry.requests.map(({ dnsName }) => ({ host: hosts.app, kind: "app" as const, target: dnsName })),
    ...entry.connections.map(({ dnsName }) => ({ host: hosts.connections, kind: "media" as const, target: dnsName })),
    ...(origin === undefined
      ? []
      : [
          { host: hosts.origin, kind: "media" as const, target: origin.dnsName },
          ...cloudflareHosts(event, hosts).map((host) => ({
            host,
            kind: "cloudflare-media" as const,
            target: origin.dnsName,
          })),
        ]),
    ...Object.entries(distributions).map(([host, { domainName }]) => ({
      host,
      kind: "media" as const,
      target: domainName,
    })),
  ];
}
