import { z } from "zod";
import { CLOUDFRONT_PRICE_REGIONS } from "../catalog/cloudfront-price-regions";
import { LADDER_PRESET_NAMES } from "../catalog/coefficients";
import { lazy } from "../catalog/lazy";
import { CRITICALITIES, PROTOCOLS } from "./event";
import {
  durationField,
  durationIntervalField,
  flagField,
  intervalField,
  LARGEST_NUMBER,
  numberField,
  textField,
  wordField,
} from "./field";
import { rowFields } from "./row-fields";
import { HASH_NAMES } from "./sign-in-hash";
import { TIER_NAMES } from "./tiers";

/** People on Earth (UN World Population Prospects 2024: 8.2 billion): no audience is larger. */
export const PEOPLE_ON_EARTH = 8.2e9;
const SECONDS_PER_DAY = 86_400;
/** An event stack lives days: what is longer is a platform. */
export const LONGEST_EVENT_DAYS = 14;

export const CDN_PROVIDERS = ["cloudfront", "cloudflare", "other"] as const;
export const CLOUDFLARE_PLANS = ["free", "pro", "business", "enterprise"] as const;
export const ORIGINS = ["object-storage", "packager"] as const;
export const TRANSCODERS = ["cpu", "gpu", "external"] as const;
export const PURCHASE_OPTIONS = ["on-demand", "spot"] as const;
const PRICE_REGIONS = CLOUDFRONT_PRICE_REGIONS.map((region) => region.id) as [string, ...string[]];

export const SLUG = {
  pattern: /^[a-z][a-z0-9-]{0,38}[a-z0-9]$|^[a-z]$/,
  maxLength: 40,
  expected: "lower-case letters, digits and hyphens, a letter first, at most 40 characters",
  fix: "Write it like morning-meeting",
};
const HOST = {
  pattern: /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  maxLength: 253,
  expected: "a host name in lower case, without scheme and path",
  fix: "Write it like live.example.com",
};

const share = { unit: "ratio", min: 0, max: 1 } as const;

function audience() {
  const own = {
    peakConcurrentViewers: intervalField(
      {
        unit: "viewers",
        min: 1,
        max: PEOPLE_ON_EARTH,
        advice: "There are no more people on Earth; the field counts playback sessions at the highest instant",
      },
      {
        is: "Playback sessions active at the highest instant, in viewers. The headline number; not unique viewers. Required unless people or tier says it.",
      },
    ).optional(),
    people: intervalField(
      { unit: "users", min: 1, max: PEOPLE_ON_EARTH, advice: "There are no more people on Earth" },
      { is: "People watching at the highest instant, where sessions are not known. Divided by peoplePerStream." },
    ).optional(),
    peoplePerStream: intervalField(
      { unit: "x", min: 1, max: 1000 },
      {
        is: "People who share one playback session. Default 1.5 (1 to 2): assumed because a rated 24.6 million people were 16.3 million devices.",
        default: { low: 1, expected: 1.5, high: 2 },
      },
    ).optional(),
    dailyViewers: intervalField(
      { unit: "viewers", min: 1, max: PEOPLE_ON_EARTH, advice: "There are no more people on Earth" },
      { is: "Unique viewers over a day, in viewers. Default: unknown." },
    ).optional(),
    regions: z
      .array(
        z.strictObject({
          name: textField(
            { expected: "a name", fix: "Write it like North America" },
            { is: "The region's name in reports." },
          ),
          priceRegion: wordField(PRICE_REGIONS, { is: "Where the CDN bills these viewers." }),
          peakShareRatio: numberField(share, {
            is: "Share of the viewers at the peak who are here, 0 to 1. The regions sum to 1.",
          }),
        }),
      )
      .min(1)
      .max(50)
      .describe("Where viewers are. Default: all of them where the cluster is.")
      .optional(),
    meanWatch: durationIntervalField(
      { unit: "s", min: 1, max: LONGEST_EVENT_DAYS * SECONDS_PER_DAY },
      { is: "How long a viewer stays on average, as a duration. Default: meanWatchRatio of the duration." },
    ).optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("audience", Object.keys(own)) })
    .describe("How many watch, and how they come, stay and go.");
}

function stream() {
  const own = {
    protocol: wordField(PROTOCOLS, {
      is: "How media reaches the player. http-flv and webrtc hold one long connection per viewer. Default hls.",
      default: "hls",
    }).optional(),
    ladder: z
      .union([
        wordField(LADDER_PRESET_NAMES as readonly string[] as [string, ...string[]], { is: "A ladder by name." }),
        z
          .array(
            z.strictObject({
              name: textField({ expected: "a name", fix: "Write it like 720p" }, { is: "The rung's name." }).optional(),
              height: numberField(
                { unit: "count", min: 16, max: 8640, whole: true },
                { is: "Picture height in pixels." },
              ).optional(),
              kbps: numberField({ unit: "kbps", min: 1, max: 1_000_000 }, { is: "Video bitrate in kbps." }),
              mixRatio: numberField(share, {
                is: "Share of the viewers who watch this rung, 0 to 1. The rungs sum to 1. Default: a mix that leans to the middle rungs.",
              }).optional(),
            }),
          )
          .min(1)
          .max(20),
      ])
      .meta({
        description: "The ladder: the name of a preset, or its rungs. Default aws-live-streaming-1080p.",
        default: "aws-live-streaming-1080p",
      })
      .optional(),
    meanKbps: intervalField(
      { unit: "kbps", min: 1, max: 1_000_000 },
      { is: "Mean video bitrate that viewers really get, in kbps, where logs tell it. It replaces the ladder's mix." },
    ).optional(),
    segmentSeconds: numberField(
      { unit: "s", min: 1, max: 10, advice: "For low latency set partSeconds" },
      { is: "Length of a media segment in seconds. Default 6 for hls, 4 for ll-hls, 2 for dash." },
    ).optional(),
    partSeconds: numberField(
      { unit: "s", min: 0.1, max: 5 },
      { is: "Length of a part in seconds, for ll-hls only. Default 0.333.", default: 0.333 },
    ).optional(),
    channels: numberField(
      { unit: "channels", min: 1, max: 1000, whole: true },
      { is: "Pictures that are sent side by side (cameras, languages). Default 1.", default: 1 },
    ).optional(),
    audio: wordField(["muxed", "separate"], {
      is: "Whether audio travels with the picture or as its own track, which doubles the requests. Default muxed.",
      default: "muxed",
    }).optional(),
    timeShift: durationField(
      { min: 0, max: LONGEST_EVENT_DAYS * SECONDS_PER_DAY },
      { is: "How far back a viewer may seek, as a duration. Default 0s.", default: "0s" },
    ).optional(),
  };
  return z.strictObject({ ...own, ...rowFields("stream", Object.keys(own)) }).describe("What is sent to each viewer.");
}

/** The names of features in the file, services apart. */
export const FEATURE_NAMES = ["signIn", "licences", "api", "chat", "shortVideo", "telemetry"] as const;

function feature<Own extends z.core.$ZodLooseShape>(
  section: string,
  is: string,
  criticality: (typeof CRITICALITIES)[number],
  own: Own,
) {
  const common = {
    enabled: flagField({ is: "Whether the event has it. Default: true where the feature is listed." }).optional(),
    criticality: wordField(CRITICALITIES, {
      is: `What may be shed first: value-added before core. Default ${criticality}.`,
      default: criticality,
    }).optional(),
    image: textField(
      { pattern: /^\S+$/, maxLength: 500, expected: "a container image", fix: "Write it like registry/name:tag" },
      { is: "Container image to run. Default: none, the size is planned only." },
    ).optional(),
    deployment: textField(
      {
        pattern: /^[a-z0-9](?:[a-z0-9./-]{0,251}[a-z0-9])?$/,
        maxLength: 253,
        expected: "the name of a Kubernetes deployment",
        fix: "Write it like chat or media/chat",
      },
      { is: "Name of a deployment that runs already, whose floor is raised. Default: none." },
    ).optional(),
    ...own,
  };
  return z.strictObject({ ...common, ...rowFields(section, Object.keys(common)) }).describe(is);
}

function features() {
  const own = {
    signIn: feature("features.signIn", "Sign-in with a password. Default: on.", "core", {
      hash: wordField(HASH_NAMES, {
        is: "How passwords are hashed: it sets the processors sign-in needs. Default argon2id-19MiB.",
        default: "argon2id-19MiB",
      }).optional(),
      hashesPerSecondPerVcpu: intervalField(
        { unit: "hashes/s", min: 0.001, max: LARGEST_NUMBER },
        {
          is: "Hashes one reference vCPU makes in a second, where you measured it. Default: the catalog's rate of the hash.",
        },
      ).optional(),
    }).optional(),
    licences: feature("features.licences", "Licences of protected media (DRM). Default: off.", "core", {}).optional(),
    api: feature("features.api", "The app's own interface. Default: on.", "core", {}).optional(),
    chat: feature("features.chat", "Chat beside the picture. Default: off.", "value-added", {}).optional(),
    shortVideo: feature(
      "features.shortVideo",
      "Short videos that viewers upload. Default: off.",
      "value-added",
      {},
    ).optional(),
    telemetry: feature("features.telemetry", "Beacons that players send. Default: on.", "value-added", {}).optional(),
    services: z
      .record(
        z.string().regex(SLUG.pattern),
        feature("features.services.*", "A service of the app, such as rewards or a forum.", "value-added", {}),
      )
      .describe("Further services of the app by name, such as rewards or forum. Default: none.")
      .optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("features", Object.keys(own)) })
    .describe("What the app does beside the picture.");
}

function hosts() {
  return z
    .strictObject({
      app: textField(HOST, {
        is: "Host of page, API, sign-in and waiting room, behind the web firewall. Default: none.",
      }).optional(),
      zone: textField(HOST, { is: "DNS zone that holds the hosts. Default: none." }).optional(),
      media: z
        .record(
          z.string(),
          z
            .array(textField(HOST, { is: "One host per shard." }))
            .min(1)
            .max(100),
        )
        .describe("Media hosts by the name of their CDN; several hosts are shards. Default: none.")
        .optional(),
    })
    .describe("Names under which viewers find the event.");
}

function delivery() {
  const own = {
    cdns: z.array(cdn()).min(1).max(10).describe("CDNs that carry the media. Default: CloudFront alone.").optional(),
    origin: wordField(ORIGINS, {
      is: "Where CDNs fetch media from: object storage, or the packager itself. Default object-storage.",
      default: "object-storage",
    }).optional(),
    transcodeOn: wordField(TRANSCODERS, {
      is: "What makes the ladder: processors, GPUs, or somebody else's service. Default cpu.",
      default: "cpu",
    }).optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("delivery", Object.keys(own)) })
    .describe("How media travels from the origin to viewers.");
}

function cdn() {
  const own = {
    provider: wordField(CDN_PROVIDERS, { is: "Whose network it is." }),
    name: textField(SLUG, {
      is: "Unique name of the CDN in this event. Default: the provider, with a number where it repeats.",
    }).optional(),
    shareRatio: numberField(share, {
      is: "Share of the viewers it carries, 0 to 1; 0 is a standby. The CDNs sum to 1. Default: equal shares.",
    }).optional(),
    limitGbps: numberField(
      { unit: "Gbps", min: 0.001, max: LARGEST_NUMBER },
      { is: "Ceiling agreed with the provider, in Gbps. Default: unknown." },
    ).optional(),
    limitRequestsPerSecond: numberField(
      { unit: "requests/s", min: 1, max: LARGEST_NUMBER },
      { is: "Ceiling agreed with the provider, in requests per second. Default: unknown." },
    ).optional(),
    usdPerGb: numberField(
      { unit: "USD", min: 0, max: 100 },
      { is: "Price agreed with the provider, in USD per decimal GB. Default: list price where the catalog knows one." },
    ).optional(),
    originShield: flagField({
      is: "Whether one cache stands between the CDN's caches and the origin. Default true.",
      default: true,
    }).optional(),
    usedGbThisMonth: numberField(
      { unit: "GB", min: 0, max: LARGEST_NUMBER },
      {
        is: "Media it already delivered this month, in GB: price tiers are per account and month. Default 0.",
        default: 0,
      },
    ).optional(),
  };
  return z.strictObject({ ...own, ...rowFields("delivery.cdns.*", Object.keys(own)) });
}

function cluster() {
  const own = {
    region: textField(
      { maxLength: 40, expected: "an AWS region", fix: "Write it like us-east-1" },
      { is: "AWS region of the cluster. Default us-east-1, where all prices are known.", default: "us-east-1" },
    ).optional(),
    zones: z
      .array(
        textField(
          { maxLength: 40, expected: "an availability zone of the region", fix: "Write it like us-east-1a" },
          { is: "An availability zone by name." },
        ),
      )
      .min(1)
      .max(6)
      .describe("Availability zones. Default: the first three of the region.")
      .optional(),
    survivingZones: numberField(
      { unit: "zones", min: 1, max: 6, whole: true },
      { is: "Zones that must be enough for the peak. Default: all but one." },
    ).optional(),
    families: z
      .array(
        textField(
          { maxLength: 40, expected: "a family of machine types", fix: "Write it like c7i" },
          { is: "A family of machine types." },
        ),
      )
      .min(1)
      .max(200)
      .describe("Families of machine types that may be used. Default: every family of the current generation.")
      .optional(),
    purchaseOptions: z
      .array(wordField(PURCHASE_OPTIONS, { is: "A way to buy machines." }))
      .min(1)
      .max(2)
      .meta({ description: "How machines are bought. Default on-demand.", default: ["on-demand"] })
      .optional(),
    prefixDelegation: flagField({
      is: "Whether nodes take addresses in blocks of 16, so that a node holds more pods. Default true.",
      default: true,
    }).optional(),
  };
  return z.strictObject({ ...own, ...rowFields("cluster", Object.keys(own)) }).describe("Where workloads run.");
}

function account() {
  const own = {
    quotas: z
      .record(z.string(), numberField({ unit: "count", min: 0, max: LARGEST_NUMBER }, { is: "The applied value." }))
      .describe(
        "Quotas as applied in the account, by Service Quotas code (L-1216C47A) or catalog key. Default: those of a new account.",
      )
      .optional(),
    cloudflarePlan: wordField(CLOUDFLARE_PLANS, { is: "Plan of the Cloudflare zone. Default: unknown." }).optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("account", Object.keys(own)) })
    .describe("What the accounts allow today.");
}

function buildSchema() {
  const own = {
    name: textField(SLUG, { is: "Name of the event; names of its resources derive from it." }),
    owner: textField(
      { maxLength: 254, expected: "who answers for the event", fix: "Write it like live-operations@example.com" },
      { is: "Who answers for the event. Default: nobody named." },
    ).optional(),
    tier: wordField(TIER_NAMES, {
      is: "Audience class: up to 10 thousand, 100 thousand or 1 million concurrent viewers. Default: the class of the audience.",
    }).optional(),
    start: textField(
      {
        maxLength: 80,
        expected: "a local time and its zone",
        fix: "Write it like 2027-01-31T08:00[Asia/Shanghai]",
      },
      {
        is: "When it begins: local time and IANA zone, 2027-01-31T08:00[Asia/Shanghai]. An offset before the zone tells the two apart when clocks are set back.",
      },
    ),
    duration: durationField(
      { min: 60, max: LONGEST_EVENT_DAYS * SECONDS_PER_DAY, advice: "What runs longer is a platform, not an event" },
      { is: "How long it lasts, as a duration. Default 2h.", default: "2h" },
    ).optional(),
    repeats: z
      .strictObject({
        every: wordField(["day", "weekday"], { is: "On each day, or Monday to Friday." }),
        until: textField(
          { pattern: /^\d{4}-\d{2}-\d{2}$/, expected: "a date", fix: "Write it like 2027-02-14" },
          { is: "Last day, as a date in the event's zone." },
        ),
      })
      .describe("Repetition at the same local time. Default: once.")
      .optional(),
    audience: audience().optional(),
    stream: stream().optional(),
    features: features().optional(),
    hosts: hosts().optional(),
    delivery: delivery().optional(),
    cluster: cluster().optional(),
    account: account().optional(),
    prices: z
      .record(z.string(), numberField({ unit: "USD", min: 0, max: 1_000_000 }, { is: "USD per unit of the price." }))
      .describe("Prices in USD that replace or add to the catalog's, by price key or machine type (c7i.large).")
      .optional(),
    risk: numberField(
      { unit: "ratio", min: 0.001, max: 0.5 },
      { is: "Accepted probability that some part of the chain is short, 0.001 to 0.5. Default 0.05.", default: 0.05 },
    ).optional(),
  };
  return z.strictObject({ ...own, ...rowFields("", Object.keys(own)) }).meta({
    id: "Event",
    title: "Tidegate event file",
    description: "A live event: how many people watch and when, what they are sent, and what there is to serve them.",
  });
}

/** The schema of the event file, built on first use. */
export const eventSchema = lazy(buildSchema);

/** The event file as a person writes it, once it is known to be valid. */
export type EventInput = z.input<ReturnType<typeof buildSchema>>;

/** JSON Schema of the event file (draft 2020-12), for editors. */
export function eventJsonSchema(): unknown {
  return z.toJSONSchema(eventSchema(), { target: "draft-2020-12", io: "input" });
}
