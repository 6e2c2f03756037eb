import { z } from "zod";
import { flagField, numberField, textField, wordField } from "../field";
import { rowFields, type SchemaUse } from "../row-fields";

const PURCHASE_OPTIONS = ["on-demand", "spot"] as const;

/** The schema of the section `cluster`. */
export function cluster(use: SchemaUse) {
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
  return z.strictObject({ ...own, ...rowFields("cluster", Object.keys(own), use) }).describe("Where workloads run.");
}
