import type { Inputs } from "@pulumi/pulumi";
import { overriddenInputs } from "../overrides";
import { ACCOUNT_RULE, Requirements } from "../requirements";
import type { UploadLaneArgs } from "./upload-lane";

/** What an upload lane is to be, with every default filled in; plain, so that it stands in state. */
export interface UploadLaneIntent extends Inputs {
  /** Empty for a bucket of the event's own. */
  readonly prefix: string;
  readonly pageOrigins: readonly string[];
  readonly workSeconds: number;
  readonly retentionSeconds: number;
  readonly tries: number;
  readonly keepDays: number;
  readonly afterEvent: "keep" | "delete";
  readonly queuedUploads?: number;
}

/** @see facts of aws:sqs/queue:Queue */
const SECONDS = { work: 43_200, leastRetention: 60, mostRetention: 1_209_600 };

/**
 * Fills in the defaults and checks them.
 * @throws RunError with every problem
 */
export function uploadLaneIntent(type: string, name: string, args: UploadLaneArgs): UploadLaneIntent {
  const {
    platformBucket,
    pageOrigins = [],
    workSeconds = 900,
    retentionSeconds = 345_600,
    tries = 5,
    afterEvent = "keep",
    keepDays = 30,
  } = args;
  const checks = new Requirements(type, name)
    .text("accountId", args.accountId, ACCOUNT_RULE)
    .text("platformBucket.prefix", platformBucket?.prefix, {
      pattern: /^[a-zA-Z0-9-]+(\/[a-zA-Z0-9-]+)*$/,
      words: "a path such as uploads/final, without a slash at either end",
    })
    .whole("workSeconds", workSeconds, { min: 1, max: SECONDS.work })
    .whole("retentionSeconds", retentionSeconds, { min: SECONDS.leastRetention, max: SECONDS.mostRetention })
    .whole("tries", tries, { min: 1, max: 1000 })
    .whole("keepDays", keepDays, { min: 1 })
    .oneOf("afterEvent", afterEvent, ["keep", "delete"])
    .whole("queuedUploads", args.queuedUploads, { min: 0 })
    .list("pageOrigins", pageOrigins, { max: 100 })
    .holds(
      platformBucket === undefined || pageOrigins.length === 0,
      "pageOrigins",
      pageOrigins.join(", "),
      "none with the platform's bucket, whose pages are the platform's to name",
    );
  for (const [at, origin] of pageOrigins.entries()) {
    checks.text(`pageOrigins[${at}]`, origin, {
      pattern: /^https:\/\/[^/]+$/,
      words: "an origin such as https://live.example.com",
    });
  }
  checks.enforce();
  const waits = args.queuedUploads === undefined ? {} : { queuedUploads: args.queuedUploads };
  const prefix = platformBucket?.prefix ?? "";
  return {
    prefix,
    pageOrigins,
    workSeconds,
    retentionSeconds,
    tries,
    keepDays,
    afterEvent,
    ...waits,
    ...overriddenInputs(args),
  };
}
