/** A block of IPv4 addresses. */
export interface Block {
  /** The first address as a number. */
  readonly start: number;
  /** How many addresses: a power of two, and `start` is a multiple of it. */
  readonly size: number;
}

const ADDRESSES = 2 ** 32;

/** Reads `a.b.c.d/n`. @returns none for another form, or for a block that doesn't begin where its size says */
export function parseCidr(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, length = 33] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || length > 32) return undefined;
  const block = { start: ((a * 256 + b) * 256 + c) * 256 + d, size: 2 ** (32 - length) };
  return block.start % block.size === 0 ? block : undefined;
}

export function formatCidr({ start, size }: Block): string {
  const bytes = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(start / unit) % 256);
  return `${bytes.join(".")}/${prefixLength(size)}`;
}

/** How many leading bits are fixed in a block of a size. */
function prefixLength(size: number): number {
  return Math.log2(ADDRESSES / size);
}

export function overlaps(one: Block, other: Block): boolean {
  return one.start < other.start + other.size && other.start < one.start + one.size;
}

export function contains(outer: Block, inner: Block): boolean {
  return inner.start >= outer.start && inner.start + inner.size <= outer.start + outer.size;
}
