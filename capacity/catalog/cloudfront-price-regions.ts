import type { Provenance } from "./fact";

/** A part of the world with one CloudFront price; billed by where the edge location stands that answers the viewer. */
export interface CloudFrontPriceRegion extends Provenance {
  /** The `region` of CloudFront's price rows. */
  readonly id: string;
  readonly name: string;
  /** Continent by two-letter code, to start from where only a continent is known. */
  readonly continent: "NA" | "EU" | "SA" | "AF" | "AS" | "OC";
  /** Whether this is the price region of the continent where nothing nearer is known. */
  readonly continentDefault: boolean;
}

const FROM = {
  source: "https://aws.amazon.com/cloudfront/pricing/ (headings of the price table; continents derived from them)",
  asOf: "2026-09-05",
  dated: "as-of",
} as const;

/** The price regions of the catalog's CloudFront rows. */
export const CLOUDFRONT_PRICE_REGIONS = [
  { id: "us-mx-ca", name: "United States, Mexico, Canada", continent: "NA", continentDefault: true, ...FROM },
  { id: "europe-israel", name: "Europe, Israel", continent: "EU", continentDefault: true, ...FROM },
  { id: "south-america", name: "South America", continent: "SA", continentDefault: true, ...FROM },
  {
    id: "south-africa-kenya-middle-east",
    name: "South Africa, Kenya, Middle East",
    continent: "AF",
    continentDefault: true,
    ...FROM,
  },
  { id: "japan", name: "Japan", continent: "AS", continentDefault: false, ...FROM },
  { id: "india", name: "India", continent: "AS", continentDefault: false, ...FROM },
  {
    id: "hong-kong-philippines-asia-pacific",
    name: "Hong Kong, Philippines, other Asia Pacific",
    continent: "AS",
    continentDefault: true,
    ...FROM,
  },
  { id: "australia-new-zealand", name: "Australia, New Zealand", continent: "OC", continentDefault: true, ...FROM },
] as const satisfies readonly CloudFrontPriceRegion[];

export type CloudFrontPriceRegionId = (typeof CLOUDFRONT_PRICE_REGIONS)[number]["id"];
