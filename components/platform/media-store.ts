import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Overridable, Overrides } from "../overrides";
import { Requirements } from "../requirements";
import { PrivateBucket } from "./private-bucket";

/** Where media is kept, for how long. */
export interface MediaStoreArgs {
  readonly region: string;
  readonly accountId: string;
  /** @default "aws" */
  readonly partition?: string;
  /** Days for which segments of a live stream can be played again. @default 7 */
  readonly segmentDays?: number;
  /** Days after which a recording goes where storing is cheap. @default 90 */
  readonly recordingArchiveDays?: number;
  /** Days for which an overwritten or deleted recording can be had back. @default 30 */
  readonly recordingUndoDays?: number;
  /** Days after which what viewers sent in goes, watched or not. @default 30 */
  readonly uploadDays?: number;
  /** Pages from which viewers upload. @default none: uploads pass the API */
  readonly uploadOrigins?: readonly string[];
  /** Changes to the buckets' children, by bucket and role. @default none */
  readonly overrides?: { readonly segments?: Overrides; readonly recordings?: Overrides; readonly uploads?: Overrides };
}

/** The buckets of the platform: live segments, recordings, and what viewers upload. Recordings outlive the stack. */
export class MediaStore extends ComponentResource {
  static readonly type = "tidegate:media:MediaStore";
  readonly segments: PrivateBucket;
  readonly recordings: PrivateBucket;
  readonly uploads: PrivateBucket;

  constructor(name: string, args: MediaStoreArgs, opts?: ComponentResourceOptions) {
    const {
      segmentDays = 7,
      recordingArchiveDays = 90,
      recordingUndoDays = 30,
      uploadDays = 30,
      uploadOrigins = [],
    } = args;
    const buckets = ["segments", "recordings", "uploads"];
    const checks = new Requirements(MediaStore.type, name)
      .whole("segmentDays", segmentDays, { min: 1 })
      .whole("recordingArchiveDays", recordingArchiveDays, { min: 1 })
      .whole("recordingUndoDays", recordingUndoDays, { min: 1 })
      .whole("uploadDays", uploadDays, { min: 1 });
    for (const bucket of Object.keys(args.overrides ?? {})) checks.oneOf("overrides", bucket, buckets);
    checks.enforce();
    super(MediaStore.type, name, { segmentDays, recordingArchiveDays, recordingUndoDays, uploadDays }, opts);
    const { region, accountId, partition = "aws", overrides } = args;
    const place = { region, accountId, partition };
    const parent = { parent: this };
    const segments = { ...place, expireDays: segmentDays, readers: "cloudfront" as const };
    this.segments = new PrivateBucket(`${name}-segments`, { ...segments, ...changes(overrides?.segments) }, parent);
    const recordings = {
      ...place,
      archiveDays: recordingArchiveDays,
      undoDays: recordingUndoDays,
      // A recorder that lost its connection may go on the next day.
      abandonedUploadDays: 7,
      readers: "cloudfront" as const,
      onDestroy: "kept" as const,
    };
    this.recordings = new PrivateBucket(
      `${name}-recordings`,
      { ...recordings, ...changes(overrides?.recordings) },
      parent,
    );
    // A bucket has one list of notifications, and every event has a queue: they listen on EventBridge.
    const uploads = { ...place, expireDays: uploadDays, uploadOrigins, events: "eventbridge" as const };
    this.uploads = new PrivateBucket(`${name}-uploads`, { ...uploads, ...changes(overrides?.uploads) }, parent);
    this.registerOutputs({
      segments: this.segments.bucketName,
      recordings: this.recordings.bucketName,
      uploads: this.uploads.bucketName,
    });
  }
}

function changes(overrides: Overrides | undefined): Overridable {
  return overrides === undefined ? {} : { overrides };
}
