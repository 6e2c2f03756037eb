/** The SDK's function that notes a stack trace on every promise, for finding leaks by hand. @see `runtime/debuggable` of the SDK */
const NOTING_FUNCTION = "debuggablePromise";

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

/** Enough to find a defect; each more costs every promise of the SDK. */
const FRAME_LIMIT = 4;

/**
 * Leaves out the stack traces that the SDK notes on its promises: writing them takes half of a recording, and nothing reads them.
 * Every other error keeps its own, cut to the nearest frames.
 * @returns what puts the process back as it was
 */
export function withoutPromiseTraces(): () => void {
  const usual = Error.prepareStackTrace;
  const write: Prepare = usual ?? ((error, frames) => [String(error), ...frames.map(String)].join("\n    at "));
  const prepare: Prepare = (error, frames) =>
    frames[0]?.getFunctionName() === NOTING_FUNCTION ? "" : write(error, frames);
  const usualLimit = Error.stackTraceLimit;
  Error.prepareStackTrace = prepare;
  Error.stackTraceLimit = Math.min(usualLimit, FRAME_LIMIT);
  return () => {
    Error.stackTraceLimit = usualLimit;
    if (usual === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = usual;
  };
}
