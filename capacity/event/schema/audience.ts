import { z } from "zod";
import { CLOUDFRONT_PRICE_REGIONS } from "../../catalog/cloudfront-price-regions";
import { durationIntervalField, intervalField, numberField, textField, wordField } from "../field";
import { rowFields, type SchemaUse } from "../row-fields";
import { LONGEST_EVENT_SECONDS, PEOPLE_ON_EARTH, SHARE } from "./shapes";

const PRICE_REGIONS = CLOUDFRONT_PRICE_REGIONS.map((region) => region.id) as [string, ...string[]];

/** The schema of the section `audience`. */
export function audience(use: SchemaUse) {
  const own = {
    peakConcurrentViewers: intervalField(
      {
        unit: "viewers",
        min: 1,
        max: PEOPLE_ON_EARTH,
        ifAbove: "There are no more people on Earth; the field counts playback sessions at the highest instant",
      },
      {
        is: "Playback sessions active at the highest instant, in viewers. The headline number; not unique viewers. Required unless people or tier says it.",
      },
    ).optional(),
    people: intervalField(
      { unit: "users", min: 1, max: PEOPLE_ON_EARTH, ifAbove: "There are no more people on Earth" },
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
      { unit: "viewers", min: 1, max: PEOPLE_ON_EARTH, ifAbove: "There are no more people on Earth" },
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
          peakShareRatio: numberField(SHARE, {
            is: "Share of the viewers at the peak who are here, 0 to 1. The regions sum to 1.",
          }),
        }),
      )
      .min(1)
      .max(50)
      .describe("Where viewers are. Default: all of them where the cluster is.")
      .optional(),
    meanWatch: durationIntervalField(
      { unit: "s", min: 1, max: LONGEST_EVENT_SECONDS },
      { is: "How long a viewer stays on average, as a duration. Default: meanWatchRatio of the duration." },
    ).optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("audience", Object.keys(own), use) })
    .describe("How many watch, and how they come, stay and go.");
}
