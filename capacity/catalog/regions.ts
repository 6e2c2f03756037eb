import type { CloudFrontPriceRegionId } from "./cloudfront-price-regions";
import type { Provenance } from "./fact";

/** An AWS region. Whether its prices are in the catalog is another question: it is valid all the same. */
export interface Region extends Provenance {
  readonly code: string;
  readonly name: string;
  /** Availability zones the vendor lists; an account may see fewer. null: not looked up. */
  readonly zones: number | null;
  /** IANA time zone of the place the region is named after. */
  readonly timeZone: string;
  /** Where CloudFront bills viewers near the region; null: other partition, billed apart. */
  readonly cloudFrontPriceRegion: CloudFrontPriceRegionId | null;
  readonly note: string | null;
}

const FROM = {
  source:
    "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html; price region derived from the country",
  asOf: "2026-11-25",
  dated: "retrieved",
} as const;

const NOTES: Readonly<Record<string, string>> = {
  "us-west-1": "newer accounts reach two of the three zones",
  "ap-northeast-1": "apne1-az3 is closed to most accounts: plan for three",
  "cn-north-1": "needs an account of the China partition",
  "cn-northwest-1": "needs an account of the China partition",
};

type Row = readonly [
  code: string,
  name: string,
  zones: number | null,
  timeZone: string,
  cloudFrontPriceRegion: CloudFrontPriceRegionId | null,
];

const ROWS = [
  ["us-east-1", "US East (N. Virginia)", 6, "America/New_York", "us-mx-ca"],
  ["us-east-2", "US East (Ohio)", 3, "America/New_York", "us-mx-ca"],
  ["us-west-1", "US West (N. California)", 3, "America/Los_Angeles", "us-mx-ca"],
  ["us-west-2", "US West (Oregon)", 4, "America/Los_Angeles", "us-mx-ca"],
  ["ca-central-1", "Canada (Central)", 3, "America/Toronto", "us-mx-ca"],
  ["ca-west-1", "Canada West (Calgary)", 3, "America/Edmonton", "us-mx-ca"],
  ["mx-central-1", "Mexico (Central)", 3, "America/Mexico_City", "us-mx-ca"],
  ["sa-east-1", "South America (São Paulo)", 3, "America/Sao_Paulo", "south-america"],
  ["eu-central-1", "Europe (Frankfurt)", 3, "Europe/Berlin", "europe-israel"],
  ["eu-central-2", "Europe (Zurich)", 3, "Europe/Zurich", "europe-israel"],
  ["eu-north-1", "Europe (Stockholm)", 3, "Europe/Stockholm", "europe-israel"],
  ["eu-south-1", "Europe (Milan)", 3, "Europe/Rome", "europe-israel"],
  ["eu-south-2", "Europe (Spain)", 3, "Europe/Madrid", "europe-israel"],
  ["eu-west-1", "Europe (Ireland)", 3, "Europe/Dublin", "europe-israel"],
  ["eu-west-2", "Europe (London)", 3, "Europe/London", "europe-israel"],
  ["eu-west-3", "Europe (Paris)", 3, "Europe/Paris", "europe-israel"],
  ["il-central-1", "Israel (Tel Aviv)", 3, "Asia/Jerusalem", "europe-israel"],
  ["af-south-1", "Africa (Cape Town)", 3, "Africa/Johannesburg", "south-africa-kenya-middle-east"],
  ["me-central-1", "Middle East (UAE)", 3, "Asia/Dubai", "south-africa-kenya-middle-east"],
  ["me-south-1", "Middle East (Bahrain)", 3, "Asia/Bahrain", "south-africa-kenya-middle-east"],
  ["ap-east-1", "Asia Pacific (Hong Kong)", 3, "Asia/Hong_Kong", "hong-kong-philippines-asia-pacific"],
  ["ap-east-2", "Asia Pacific (Taipei)", 3, "Asia/Taipei", "hong-kong-philippines-asia-pacific"],
  ["ap-northeast-1", "Asia Pacific (Tokyo)", 4, "Asia/Tokyo", "japan"],
  ["ap-northeast-2", "Asia Pacific (Seoul)", 4, "Asia/Seoul", "hong-kong-philippines-asia-pacific"],
  ["ap-northeast-3", "Asia Pacific (Osaka)", 3, "Asia/Tokyo", "japan"],
  ["ap-south-1", "Asia Pacific (Mumbai)", 3, "Asia/Kolkata", "india"],
  ["ap-south-2", "Asia Pacific (Hyderabad)", 3, "Asia/Kolkata", "india"],
  ["ap-southeast-1", "Asia Pacific (Singapore)", 3, "Asia/Singapore", "hong-kong-philippines-asia-pacific"],
  ["ap-southeast-2", "Asia Pacific (Sydney)", 3, "Australia/Sydney", "australia-new-zealand"],
  ["ap-southeast-3", "Asia Pacific (Jakarta)", 3, "Asia/Jakarta", "hong-kong-philippines-asia-pacific"],
  ["ap-southeast-4", "Asia Pacific (Melbourne)", 3, "Australia/Melbourne", "australia-new-zealand"],
  ["ap-southeast-5", "Asia Pacific (Malaysia)", 3, "Asia/Kuala_Lumpur", "hong-kong-philippines-asia-pacific"],
  ["ap-southeast-6", "Asia Pacific (New Zealand)", 3, "Pacific/Auckland", "australia-new-zealand"],
  ["ap-southeast-7", "Asia Pacific (Thailand)", 3, "Asia/Bangkok", "hong-kong-philippines-asia-pacific"],
  ["cn-north-1", "China (Beijing)", null, "Asia/Shanghai", null],
  ["cn-northwest-1", "China (Ningxia)", null, "Asia/Shanghai", null],
] as const satisfies readonly Row[];

/** Every region an ordinary or a China account can use; not the government ones. */
export const REGIONS: readonly Region[] = ROWS.map(([code, name, zones, timeZone, cloudFrontPriceRegion]) => ({
  code,
  name,
  zones,
  timeZone,
  cloudFrontPriceRegion,
  note: NOTES[code] ?? null,
  ...FROM,
}));

/** Looks up a region by its code, such as `us-east-1`. */
export function region(code: string): Region | undefined {
  return REGIONS.find((candidate) => candidate.code === code);
}
