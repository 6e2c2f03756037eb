import { z } from "zod";
import { CLOUDFLARE_PLANS } from "../cloudflare-plans";
import { LARGEST_NUMBER, numberField, wordField } from "../field";
import { rowFields, type SchemaUse } from "../row-fields";

/** The schema of the section `account`. */
export function account(use: SchemaUse) {
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
    .strictObject({ ...own, ...rowFields("account", Object.keys(own), use) })
    .describe("What the accounts allow today.");
}
