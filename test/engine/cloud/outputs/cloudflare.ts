import { isList, type Props, text, type Value } from "../values";
import type { Making } from "./making";

const ID_DIGITS = 32;

// Singletons of a zone take the zone's id, as their providers do.
const PER_ZONE: ReadonlySet<string> = new Set([
  "cloudflare:index/waitingRoomSettings:WaitingRoomSettings",
  "cloudflare:index/tieredCache:TieredCache",
  "cloudflare:index/regionalTieredCache:RegionalTieredCache",
  "cloudflare:index/argoTieredCaching:ArgoTieredCaching",
]);

/** The id of a new Cloudflare object. */
export function cloudflareId(making: Making): string {
  if (PER_ZONE.has(making.type)) return text(making.inputs.zoneId) ?? "";
  if (making.type.endsWith(":ZoneSetting")) return text(making.inputs.settingId) ?? "";
  if (making.type.endsWith(":WaitingRoomRules")) return text(making.inputs.waitingRoomId) ?? "";
  return making.cloud.nextId(`${making.type}-`, ID_DIGITS).slice(-ID_DIGITS);
}

/** What Cloudflare adds to an object's inputs. */
export function cloudflareOutputs(making: Making, id: string): Props {
  const instant = making.cloud.now().toISOString();
  const created = making.old?.createdOn ?? instant;
  const stamps: Props = { createdOn: created, modifiedOn: instant };
  switch (making.type) {
    case "cloudflare:index/ruleset:Ruleset":
      return {
        lastUpdated: instant,
        version: String(Number(making.old?.version ?? 0) + 1),
        rules: ruleIds(making, id),
      };
    case "cloudflare:index/zone:Zone":
      return {
        ...stamps,
        nameServers: ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
        status: "active",
        paused: false,
      };
    case "cloudflare:index/turnstileWidget:TurnstileWidget":
      return { ...stamps, sitekey: `0x${id.slice(0, 20)}`, secret: `0x${id.slice(4, 30)}` };
    case "cloudflare:index/dnsRecord:DnsRecord":
      return { ...stamps, proxiable: ["A", "AAAA", "CNAME"].includes(text(making.inputs.type) ?? "") };
    case "cloudflare:index/waitingRoom:WaitingRoom":
      return { ...stamps, nextEventPrequeueStartTime: "", nextEventStartTime: "" };
    default:
      return PER_ZONE.has(making.type) || making.type.endsWith(":ZoneSetting")
        ? { editable: true, modifiedOn: instant }
        : stamps;
  }
}

/** The rules with ids: a rule with a `ref` keeps its id across edits, one without gets a new one. */
function ruleIds(making: Making, ruleset: string): Value {
  const old = isList(making.old?.rules) ? making.old.rules : [];
  const rules = isList(making.inputs.rules) ? making.inputs.rules : [];
  return rules.map((rule): Value => {
    const entry = rule as Props;
    const kept = old.find((other) => entry.ref !== undefined && (other as Props).ref === entry.ref) as
      | Props
      | undefined;
    const id = kept?.id ?? making.cloud.nextId(`${ruleset}-rule-`, ID_DIGITS).slice(-ID_DIGITS);
    return { ...entry, id, ref: entry.ref ?? id };
  });
}
