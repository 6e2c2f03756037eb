/**
 * The SDK's functions that note a stack trace on every promise, for finding leaks by hand, and on every resource, for the engine's
 * own messages. @see `runtime/debuggable` and `Resource.callsites` of the SDK
 */
const NOTING_FUNCTIONS: ReadonlySet<string | null> = new Set(["debuggablePromise", "callsites", "Resource.callsites"]);

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

/** Enough to find a defect; each more costs every promise of the SDK. */
const FRAME_LIMIT = 4;

/** Which stack traces are kept: those of errors, cut to the nearest frames, or none at all, which is a fifth faster. */
export type Traces = "near" | "none";

/**
 * Leaves out the stack traces that the SDK notes on its promises and resources: writing them takes half of a recording, and nothing reads them.
 * @param kept what becomes of every other error's
 * @returns what puts the process back as it was
 */
export function withoutNotedTraces(kept: Traces): () => void {
  const usual = Error.prepareStackTrace;
  const write: Prepare = usual ?? ((error, frames) => [String(error), ...frames.map(String)].join("\n    at "));
  const prepare: Prepare = (error, frames) =>
    NOTING_FUNCTIONS.has(frames[0]?.getFunctionName() ?? "") ? "" : write(error, frames);
  const usualLimit = Error.stackTraceLimit;
  Error.prepareStackTrace = prepare;
  Error.stackTraceLimit = kept === "none" ? 0 : Math.min(usualLimit, FRAME_LIMIT);
  return () => {
    Error.stackTraceLimit = usualLimit;
    if (usual === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = usual;
  };
}
