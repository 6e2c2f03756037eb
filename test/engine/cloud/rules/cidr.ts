/** A block of IPv4 addresses. */
export interface Cidr {
  readonly first: number;
  readonly bits: number;
}

const IPV4_BITS = 32;

/** Reads `a.b.c.d/n` whose host bits are zero; undefined when it is not such a block. */
export function parseCidr(textual: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(textual);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || bits > IPV4_BITS) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % 2 ** (IPV4_BITS - bits) === 0 ? { first, bits } : undefined;
}

/** Whether a block lies inside another. */
export function cidrContains(outer: string, inner: string): boolean {
  const around = parseCidr(outer);
  const within = parseCidr(inner);
  if (around === undefined || within === undefined) return false;
  return (
    within.bits >= around.bits &&
    Math.floor(within.first / 2 ** (IPV4_BITS - around.bits)) === around.first / 2 ** (IPV4_BITS - around.bits)
  );
}

/** Whether two blocks share an address. */
export function cidrOverlaps(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (cidrContains(a, b) || cidrContains(b, a));
}
