import type { Event } from "./event";
import type { Reading } from "./reading";
import { listOf, nearest } from "./words";

/** Reads the names under which viewers find the event; a host stands once, and under the CDN that serves it. */
export function readHosts({ draft, problems }: Reading, cdnNames: readonly string[]): Event["hosts"] {
  const stated = draft.hosts;
  const app = stated?.app ?? null;
  const zone = stated?.zone ?? null;
  if (app !== null && zone !== null && app !== zone && !app.endsWith(`.${zone}`)) {
    problems.error({
      id: "host-outside-zone",
      path: ["hosts", "app"],
      found: `got ${app}`,
      expected: `a host in the zone ${zone}`,
      fix: `Write it like live.${zone} or correct hosts.zone`,
    });
  }
  const places = new Map<string, string>(app === null ? [] : [[app, "hosts.app"]]);
  const media: [string, readonly string[]][] = [];
  for (const [cdn, hosts] of Object.entries(stated?.media ?? {})) {
    const path = ["hosts", "media", cdn];
    if (!cdnNames.includes(cdn) && problems.isIntact(["delivery", "cdns"])) {
      const near = nearest(cdn, cdnNames);
      problems.error({
        id: "unknown-cdn",
        path,
        found: `got the CDN ${JSON.stringify(cdn)}`,
        expected: `one of this event's: ${listOf(cdnNames)}`,
        fix: near === undefined ? "Add it to delivery.cdns or delete its hosts" : `Write ${near}`,
      });
      continue;
    }
    const usableHosts = (hosts ?? []).filter((host) => host !== undefined);
    for (const [index, host] of (hosts ?? []).entries()) {
      if (host === undefined) continue;
      const place = places.get(host);
      if (place !== undefined) {
        problems.error({
          id: "duplicate-host",
          path: [...path, index],
          found: `${host} stands at ${place} too`,
          expected: "each host once: a name can point at one place only",
          fix: "Give it another name, such as one with the shard's number",
        });
      } else places.set(host, `hosts.media.${cdn}[${index}]`);
    }
    media.push([cdn, usableHosts]);
  }
  return { app, zone, media: Object.fromEntries(media) };
}
