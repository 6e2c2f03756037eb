import { CLOUDFRONT_PRICE_REGIONS } from "../catalog/cloudfront-price-regions";
import { type Region, region } from "../catalog/regions";
import { required } from "../problems";

const DEFAULT_PRICE_REGION = required(CLOUDFRONT_PRICE_REGIONS[0], "a price region");
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** China's regions, whose zones were not looked up, have two or three. */
const ZONES_WHERE_UNKNOWN = 3;

/** Price region of the CDN near an AWS region; the first of the catalog where none is known. */
export function cloudFrontRegionOf(code: string): {
  readonly id: string;
  readonly name: string;
  readonly isKnown: boolean;
} {
  const id = region(code)?.cloudFrontPriceRegion;
  const found = CLOUDFRONT_PRICE_REGIONS.find((candidate) => candidate.id === id);
  const { id: taken, name } = found ?? DEFAULT_PRICE_REGION;
  return { id: taken, name, isKnown: found !== undefined };
}

/** Names of a region's availability zones; an account may see fewer. */
export function zonesOf({ code, zones }: Region): readonly string[] {
  return [...LETTERS.slice(0, zones ?? ZONES_WHERE_UNKNOWN)].map((letter) => `${code}${letter}`);
}
