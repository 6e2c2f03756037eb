import type { AudienceRegion, Cdn, Event } from "../event/event";
import { expectedOf } from "../event-parameter";
import type { FlowName } from "../layers/layer";
import { GB_PER_HOUR_PER_GBPS, MBPS_PER_GBPS, SECONDS_PER_HOUR } from "../units";
import { type OccurrenceHours, sharesBy } from "./occurrence-hours";
import { listed, type Usage, type UsagePrice } from "./usage";

/** What moves at the peak of the plan. */
export interface Traffic {
  /** Delivered to one viewer, overhead included. */
  readonly deliveredMbps: number;
  readonly requestsPerViewerPerSecond: number;
  /** Flows at the peak; what is absent is nothing. */
  readonly flows: Readonly<Partial<Record<FlowName, number>>>;
}

const EGRESS = "aws/cloudfront/data-transfer-out-to-internet";
const REQUESTS = "aws/cloudfront/https-requests";
const INTERNET = "aws/data-transfer/ec2-and-load-balancer-egress-to-internet";

/** Protocols whose media is fetched as objects, through CDNs; the others come from relays. */
export function deliveredByCdn(event: Event): boolean {
  switch (event.stream.protocol) {
    case "hls":
    case "ll-hls":
    case "dash":
      return true;
    case "http-flv":
    case "webrtc":
      return false;
  }
}

function egressPrice(cdn: Cdn, region: AudienceRegion, usedGb: number): UsagePrice {
  const agreedSource = `delivery.cdns.${cdn.name}.usdPerGb`;
  if (cdn.provider === "cloudfront") {
    return {
      kind: "catalog",
      key: EGRESS,
      region: region.priceRegion,
      // Tiers are counted per price region; what was used is divided like the audience.
      usedThisMonth: usedGb * region.peakShareRatio,
      agreedUsd: cdn.usdPerGb,
      agreedSource,
    };
  }
  return {
    kind: "stated",
    usd: cdn.usdPerGb,
    source: cdn.usdPerGb === null ? "no list price for media; video terms are by contract" : agreedSource,
    how: `supply the price agreed with ${cdn.name} as ${agreedSource}`,
  };
}

/** Media and its requests, by CDN and price region. */
export function cdnUsages(traffic: Traffic, hours: OccurrenceHours, event: Event): readonly Usage[] {
  if (!deliveredByCdn(event)) return [];
  const shares = sharesBy(hours.spans, "viewerHours");
  const gbPerViewerHour = (traffic.deliveredMbps / MBPS_PER_GBPS) * GB_PER_HOUR_PER_GBPS;
  const requestsPerViewerHour = traffic.requestsPerViewerPerSecond * SECONDS_PER_HOUR;
  // Tiers are per account: several entries of one provider share them.
  const usedGb = event.delivery.cdns
    .filter((cdn) => cdn.provider === "cloudfront")
    .reduce((sum, cdn) => sum + cdn.usedGbThisMonth, 0);
  return event.delivery.cdns.flatMap((cdn) =>
    event.audience.regions.flatMap((region): readonly Usage[] => {
      const viewerHours = hours.viewerHours * cdn.shareRatio * region.peakShareRatio;
      const common = { layer: `edge:${cdn.name}`, shares, assumed: false };
      const media: Usage = {
        ...common,
        id: `edge:${cdn.name}:${region.priceRegion}:egress`,
        item: `media to ${region.name}`,
        amount: viewerHours * gbPerViewerHour,
        unit: "GB",
        price: egressPrice(cdn, region, usedGb),
        note: cdn.provider === "cloudfront" ? "the monthly free tier of 1 TB is not taken off" : "",
      };
      if (cdn.provider !== "cloudfront") return [media];
      return [
        media,
        {
          ...common,
          id: `edge:${cdn.name}:${region.priceRegion}:requests`,
          item: `HTTPS requests from ${region.name}`,
          amount: viewerHours * requestsPerViewerHour,
          unit: "requests",
          price: listed(REQUESTS, region.priceRegion),
          note: cdn.usdPerGb === null ? "" : "at list price: contracts often include requests",
        },
      ];
    }),
  );
}

/** Everything that leaves for the internet past the CDNs: relays, the app, and origin traffic to other providers' CDNs. */
export function egressUsages(traffic: Traffic, hours: OccurrenceHours, event: Event): readonly Usage[] {
  const { flows } = traffic;
  const price = listed(INTERNET, event.cluster.region, expectedOf(event, "cost.internetEgressUsedGb"));
  const viewing = sharesBy(hours.spans, "viewerHours");
  const gb = (gbps: number | undefined, forHours: number) => (gbps ?? 0) * GB_PER_HOUR_PER_GBPS * forHours;
  // What CloudFront fetches from the same provider is free of transfer charges.
  const foreignRatio = event.delivery.cdns
    .filter((cdn) => cdn.provider !== "cloudfront")
    .reduce((sum, cdn) => sum + cdn.shareRatio, 0);
  const common = { unit: "GB", price, assumed: false };
  return [
    {
      ...common,
      id: "relay:egress",
      layer: "relay",
      item: "media from relays to viewers",
      amount: gb(flows.relayEgressGbps, hours.peakHours),
      shares: viewing,
      note: "",
    },
    {
      ...common,
      id: "app:egress",
      layer: "network",
      item: "answers of the app host",
      amount: gb(flows.appEgressGbps, hours.peakHours),
      shares: viewing,
      note: "as if the peak's rate followed the number of viewers",
    },
    {
      ...common,
      id: "origin:egress",
      layer: "origin",
      item: "origin to CDNs of other providers",
      amount: gb(flows.originGbps, hours.liveHours) * foreignRatio,
      shares: sharesBy(hours.spans, "liveHours"),
      assumed: true,
      note: "divided like the CDNs' shares",
    },
  ];
}
