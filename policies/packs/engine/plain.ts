/** What a policy reads where only a deployment knows; the marker that rules know. */
const UNKNOWN = Object.freeze({ $unknown: true });

/**
 * The properties of a resource as plain values. The SDK's proxies throw when something unknown is read; here it is marked instead.
 * @see UnknownValueError in @pulumi/policy/proxy
 */
export function plain(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { stackTraceLimit } = Error;
  // Thousands of unknown values, each with a stack trace, would take longer than all rules.
  Error.stackTraceLimit = 0;
  try {
    return plainValue(properties) as Readonly<Record<string, unknown>>;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, at) => read(value, at));
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, read(value as Readonly<Record<string, unknown>>, key)]),
  );
}

function read(from: Readonly<Record<string | number, unknown>> | readonly unknown[], key: string | number): unknown {
  try {
    return plainValue((from as Readonly<Record<string | number, unknown>>)[key]);
  } catch (error) {
    if (error instanceof Error && / can't be known during preview$/.test(error.message)) return UNKNOWN;
    throw error;
  }
}
