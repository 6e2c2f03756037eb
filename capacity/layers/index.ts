import type { Criticality, Event, Feature } from "../event/event";
import type { Parameter } from "../parameter";
import { admission } from "./admission";
import { api } from "./api";
import { cache } from "./cache";
import { chat } from "./chat";
import { cluster } from "./cluster";
import { database } from "./database";
import { dns } from "./dns";
import { edgeModel } from "./edge";
import { firewall } from "./firewall";
import { ingestModel } from "./ingest";
import type { LayerInstance, LayerModel } from "./layer";
import { licence } from "./licence";
import { isRelayed } from "./media-objects";
import { networkAddressesModel } from "./network-addresses";
import { networkBalancersModel } from "./network-balancers";
import { networkNat } from "./network-nat";
import { originModel } from "./origin";
import { originShieldModel } from "./origin-shield";
import { packageModel } from "./package";
import { relayModel } from "./relay";
import { serviceModel } from "./service";
import { session } from "./session";
import { telemetry } from "./telemetry";
import { telemetrySeries } from "./telemetry-series";
import { transcodeModel } from "./transcode";
import { upload } from "./upload";

/** The parameters whose key starts with `<prefix>.`, by local name. */
function parametersOf(event: Event, prefix: string): ReadonlyMap<string, Parameter> {
  const start = `${prefix}.`;
  const found = new Map<string, Parameter>();
  for (const [key, parameter] of event.parameters) {
    if (key.startsWith(start)) found.set(key.slice(start.length), parameter);
  }
  return found;
}

function instance(
  event: Event,
  model: LayerModel,
  of: { readonly id: string; readonly prefix?: string; readonly criticality?: Criticality },
): LayerInstance {
  return {
    id: of.id,
    title: model.title,
    criticality: of.criticality ?? "core",
    model,
    parameters: parametersOf(event, of.prefix ?? of.id),
  };
}

/** Media as objects through CDNs, or as one long connection a viewer through relays. */
function mediaInstances(event: Event): readonly LayerInstance[] {
  if (isRelayed(event)) return [instance(event, relayModel(event), { id: "relay" })];
  return [
    ...event.delivery.cdns.map((cdn) => instance(event, edgeModel(event, cdn), { id: `edge:${cdn.name}` })),
    instance(event, originShieldModel(event), { id: "originShield" }),
    instance(event, originModel(event), { id: "origin" }),
  ];
}

function featureInstance(event: Event, feature: Feature): LayerInstance {
  const of = { id: feature.id, criticality: feature.criticality };
  switch (feature.kind) {
    case "signIn":
      return instance(event, session, of);
    case "licences":
      return instance(event, licence, of);
    case "api":
      return instance(event, api, of);
    case "chat":
      return instance(event, chat, of);
    case "shortVideo":
      return instance(event, upload, of);
    case "telemetry":
      return instance(event, telemetry, of);
    case "service":
      return instance(event, serviceModel(feature), of);
  }
}

/**
 * The layers of an event's chain, in the order in which demand flows through them: a layer reads flows of the layers before it.
 * Features that are off have no layer.
 */
export function layersOf(event: Event): readonly LayerInstance[] {
  const features = event.features.filter((feature) => feature.enabled);
  const has = (kind: Feature["kind"]) => features.some((feature) => feature.kind === kind);
  return [
    ...mediaInstances(event),
    instance(event, ingestModel(event), { id: "ingest" }),
    ...(event.stream.protocol === "webrtc" ? [] : [instance(event, transcodeModel(event), { id: "transcode" })]),
    ...(isRelayed(event) ? [] : [instance(event, packageModel(event), { id: "package" })]),
    ...features.map((feature) => featureInstance(event, feature)),
    instance(event, cache, { id: "cache" }),
    instance(event, database, { id: "database" }),
    instance(event, networkBalancersModel(), { id: "network:balancers", prefix: "network" }),
    instance(event, networkNat, { id: "network:nat", prefix: "network" }),
    instance(event, networkAddressesModel(event), { id: "network:addresses", prefix: "network" }),
    ...(has("telemetry") ? [instance(event, telemetrySeries, { id: "telemetry:series", prefix: "telemetry" })] : []),
    instance(event, firewall, { id: "firewall" }),
    instance(event, admission, { id: "admission" }),
    instance(event, dns, { id: "dns" }),
    instance(event, cluster, { id: "cluster" }),
  ];
}
