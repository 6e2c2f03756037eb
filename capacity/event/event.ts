import type { Interval } from "../interval";
import type { Parameter } from "../parameter";

export const PROTOCOLS = ["hls", "ll-hls", "dash", "http-flv", "webrtc"] as const;
/** How media reaches the player. `http-flv` and `webrtc` hold one long connection per viewer and go through the relay layer. */
export type Protocol = (typeof PROTOCOLS)[number];

export const CRITICALITIES = ["core", "value-added"] as const;
/** What may be shed first when something is short: `value-added` before `core`. */
export type Criticality = (typeof CRITICALITIES)[number];

export const FEATURE_KINDS = ["signIn", "licences", "api", "chat", "shortVideo", "telemetry", "service"] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/** An instant that a person wrote as a local time in a zone. */
export interface ZonedStart {
  /** `2027-01-31T08:00:00`, local time without offset. */
  readonly local: string;
  /** IANA zone, e.g. `Asia/Shanghai`. */
  readonly zone: string;
  /** The instant, seconds since 1970-01-01T00:00Z. */
  readonly epochSeconds: number;
}

/** One rung of the ladder. */
export interface Rendition {
  readonly name: string;
  readonly height: number | null;
  readonly kbps: number;
  /** Share of the viewers who watch this rung, 0 to 1; the mix sums to 1. */
  readonly mixRatio: number;
}

/** A CDN that carries a share of the media. */
export interface Cdn {
  /** Unique within the event: the provider, or the provider and a number. */
  readonly name: string;
  readonly provider: "cloudfront" | "cloudflare" | "other";
  readonly shareRatio: number;
  /** Negotiated ceilings, null when unknown. */
  readonly limitGbps: number | null;
  readonly limitRequestsPerSecond: number | null;
  /** Price per decimal GB agreed with the provider, null = list price where the catalog knows one. */
  readonly usdPerGb: number | null;
  readonly originShield: boolean;
  /** Media already delivered by this CDN this month, GB: price tiers are per account and month. */
  readonly usedGbThisMonth: number;
}

/** A part of the audience in one place. */
export interface AudienceRegion {
  readonly name: string;
  /** Price region of the CDN, e.g. `us-mx-ca`. */
  readonly priceRegion: string;
  readonly peakShareRatio: number;
}

/** A function of the app beside the picture. */
export interface Feature {
  readonly kind: FeatureKind;
  /** The layer instance it becomes: `session`, `chat`, `service:rewards`. */
  readonly id: string;
  readonly enabled: boolean;
  readonly criticality: Criticality;
  /** Container image to run, or null. */
  readonly image: string | null;
  /** Name of an existing deployment whose floor is raised, or null. */
  readonly deployment: string | null;
}

/** How machines are bought. */
export type PurchaseOption = "on-demand" | "spot";

/** Something that is not a number and that the file leaves open: what was taken, and why. */
export interface Choice {
  /** Where the file can state it, e.g. `delivery.cdns`. */
  readonly path: string;
  readonly chosen: string;
  /** The reason, starting in lower case so that "assumed because …" reads on. */
  readonly because: string;
}

/**
 * What an operator wants, complete: every default filled in, every number a parameter with its origin.
 * Pure data: parsing never reads a clock, so an event in the past is as good as one in the future.
 */
export interface Event {
  readonly name: string;
  readonly owner: string | null;
  /** The class that the file states or that the audience belongs to; null above the largest. */
  readonly tier: "10k" | "100k" | "1m" | null;
  readonly start: ZonedStart;
  readonly durationSeconds: number;
  readonly repeats: { readonly every: "day" | "weekday"; readonly until: string } | null;
  readonly audience: {
    readonly peakConcurrentViewers: Interval;
    readonly dailyViewers: Interval | null;
    readonly regions: readonly AudienceRegion[];
  };
  readonly stream: {
    readonly protocol: Protocol;
    readonly ladderName: string | null;
    readonly ladder: readonly Rendition[];
    readonly segmentSeconds: number;
    readonly partSeconds: number | null;
    readonly channels: number;
    readonly audio: "muxed" | "separate";
    readonly timeShiftSeconds: number;
  };
  readonly features: readonly Feature[];
  /** Name of the password hash, e.g. `argon2id-19MiB`; its coefficients are parameters of `session`. */
  readonly signInHash: string;
  readonly hosts: {
    readonly app: string | null;
    readonly zone: string | null;
    /** Media hosts by CDN name. */
    readonly media: Readonly<Record<string, readonly string[]>>;
  };
  readonly delivery: {
    readonly cdns: readonly Cdn[];
    readonly origin: "object-storage" | "packager";
    readonly transcodeOn: "cpu" | "gpu" | "external";
  };
  readonly cluster: {
    readonly region: string;
    readonly zones: readonly string[];
    /** How many zones must be enough: the plan holds the peak on them. */
    readonly survivingZones: number;
    /** Families of machine types that may be used; empty where the file names none: every current family may. */
    readonly families: readonly string[];
    readonly purchaseOptions: readonly PurchaseOption[];
    readonly prefixDelegation: boolean;
  };
  /** Quotas as applied in the account, by Service Quotas code or catalog key; what is absent is only known by its default. */
  readonly account: { readonly quotas: Readonly<Record<string, number>>; readonly cloudflarePlan: string | null };
  /** Price overrides in USD by catalog price key or instance type. */
  readonly prices: Readonly<Record<string, number>>;
  /** Accepted probability that some layer is short, 0 to 1. */
  readonly riskRatio: number;
  /** Every number of the model by full key (`session.validTokenRatio`), in the catalog's order. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** What the file leaves open besides numbers, in the file's order of sections. */
  readonly choices: readonly Choice[];
  /** Paths that the file states, in the file's order: the rest is default. */
  readonly given: readonly string[];
}
