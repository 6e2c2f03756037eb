import { required } from "../../capacity/problems";
import { CdnSplit } from "../../components/event/cdn-split";
import { Distribution, type MediaOrigin } from "../../components/event/distribution";
import type { StreamProtocol } from "../../components/event/distribution-behaviors";
import type { Pathway } from "../../components/event/steering";
import type { EventContext } from "./event-context";
import { layerOf, settingOf } from "./event-plan";
import { steeringPrefix } from "./routes";

/** The event's media hosts on CloudFront, by host. */
export type Distributions = Readonly<Record<string, Distribution>>;

/** The distributions of the plan, and the split of viewers over every media host. */
export function buildMedia(context: EventContext): Distributions {
  const { event, hosts, opts } = context;
  const distributions = event.delivery.cdns
    .filter(({ provider }) => provider === "cloudfront")
    .flatMap(({ name }) =>
      (hosts.media[name] ?? []).map((host, at) => {
        const shard = `media-${name}-${String(at + 1).padStart(2, "0")}`;
        return [host, new Distribution(shard, distributionArgs(context, name, host), opts)] as const;
      }),
    );
  buildSplit(context);
  return Object.fromEntries(distributions);
}

function distributionArgs(context: EventContext, cdn: string, host: string) {
  const { event, plan, platform, hosts } = context;
  const delivery = required(platform.delivery, "platform.delivery");
  const layer = required(layerOf(plan, `edge:${cdn}`), `edge:${cdn}`);
  const packager: MediaOrigin = { domainName: hosts.origin };
  const bucket = bucketOrigin(context);
  const [origin, fallback] =
    event.delivery.origin === "packager" ? [packager, bucket] : [bucket ?? packager, undefined];
  return {
    host,
    protocol: event.stream.protocol as StreamProtocol,
    certificateArn: delivery.certificateArn,
    keyGroupIds: [delivery.keyGroupId],
    cachePolicies: {
      playlists: delivery.cachePolicies.playlists,
      segments: delivery.cachePolicies.segments,
      ...(delivery.cachePolicies.lowLatencyPlaylists === undefined
        ? {}
        : { lowLatencyPlaylists: delivery.cachePolicies.lowLatencyPlaylists }),
    },
    origin,
    ...(fallback === undefined ? {} : { fallback }),
    shieldRegion: platform.region,
    expected: {
      gbps: settingOf(layer, "gbpsPerDistribution"),
      requestsPerSecond: settingOf(layer, "requestsPerSecondPerDistribution"),
    },
    ...(delivery.realtimeLogConfigArn === undefined ? {} : { logs: { configArn: delivery.realtimeLogConfigArn } }),
    ...(delivery.responseHeadersPolicyId === undefined
      ? {}
      : { responseHeadersPolicyId: delivery.responseHeadersPolicyId }),
  };
}

/** The event's corner of the platform's bucket of segments. */
function bucketOrigin({ event, platform }: EventContext): MediaOrigin | undefined {
  const { storage, delivery } = platform;
  if (storage === undefined || delivery?.originAccessControlId === undefined) return undefined;
  return {
    domainName: storage.segments.domainName,
    originAccessControlId: delivery.originAccessControlId,
    path: `/${event.name}`,
  };
}

function buildSplit({ event, platform, hosts, opts }: EventContext): void {
  const { protocol } = event.stream;
  const pathways = event.delivery.cdns.flatMap(({ name, shareRatio }): readonly Pathway[] => {
    const own = hosts.media[name] ?? [];
    return own.map((host, at) => ({
      id: `${name}-${at + 1}`,
      host,
      cdn: name,
      shareRatio: shareRatio / own.length,
    }));
  });
  // One media host is no choice, and without a bucket there is no place for the documents.
  if (pathways.length < 2 || platform.storage === undefined) return;
  new CdnSplit(
    "split",
    {
      pathways,
      bucket: platform.storage.segments.name,
      // The session service reads the split, and answers for it on the app host.
      steeringHost: hosts.app,
      prefix: steeringPrefix(event),
      protocols: [protocol === "dash" ? "dash" : "hls"],
    },
    opts,
  );
}
