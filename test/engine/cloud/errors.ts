/** What a cloud says when it refuses an operation; `code` is the service's error code, or `provider` before any call. */
export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The id of the refusal that objected, where one did. */
    readonly rule?: string,
  ) {
    super(code === PROVIDER ? message : `${code}: ${message}`);
    this.name = "CloudError";
  }
}

/** A resource that exists but did not become ready: the engine keeps it with its reasons. */
export class NotReadyError extends CloudError {}

/** The code of a refusal that the provider makes itself, before it calls the cloud. */
export const PROVIDER = "provider";
