import { z } from "zod";
import { lazy } from "../catalog/lazy";
import { durationField, numberField, textField, wordField } from "./field";
import { rowFields, type SchemaUse } from "./row-fields";
import { account } from "./schema/account";
import { audience } from "./schema/audience";
import { cluster } from "./schema/cluster";
import { delivery } from "./schema/delivery";
import { features } from "./schema/features";
import { hosts } from "./schema/hosts";
import { EVENT_NAME, LONGEST_EVENT_SECONDS } from "./schema/shapes";
import { stream } from "./schema/stream";
import { TIER_NAMES } from "./tiers";

function buildSchema(use: SchemaUse) {
  const own = {
    name: textField(EVENT_NAME, { is: "Name of the event; names of its resources derive from it." }),
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
      { min: 60, max: LONGEST_EVENT_SECONDS, ifAbove: "What runs longer is a platform, not an event" },
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
    audience: audience(use).optional(),
    stream: stream(use).optional(),
    features: features(use).optional(),
    hosts: hosts().optional(),
    delivery: delivery(use).optional(),
    cluster: cluster(use).optional(),
    account: account(use).optional(),
    prices: z
      .record(z.string(), numberField({ unit: "USD", min: 0, max: 1_000_000 }, { is: "USD per unit of the price." }))
      .describe("Prices in USD that replace or add to the catalog's, by price key or machine type (c7i.large).")
      .optional(),
    risk: numberField(
      { unit: "ratio", min: 0.001, max: 0.5 },
      { is: "Accepted probability that some part of the chain is short, 0.001 to 0.5. Default 0.05.", default: 0.05 },
    ).optional(),
  };
  return z.strictObject({ ...own, ...rowFields("", Object.keys(own), use) }).meta({
    title: "Tidegate event file",
    description: "A live event: how many people watch and when, what they are sent, and what there is to serve them.",
  });
}

/** The schema that parsing checks structure with, built on first use; coefficients have their own reader. */
export const eventSchema = lazy(() => buildSchema("parse"));

/** The event file as a person writes it, once it is known to be valid. */
export type EventInput = z.input<ReturnType<typeof buildSchema>>;

/** JSON Schema of the event file (draft 2020-12), for editors. */
export function eventJsonSchema(): unknown {
  return z.toJSONSchema(buildSchema("publish"), { target: "draft-2020-12", io: "input" });
}
