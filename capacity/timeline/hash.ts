const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;

/**
 * Sixteen hex digits of a text: two 32-bit halves that are mixed apart and then together. Same text, same digits, on every machine.
 *
 * A mark that tells one timeline from another; no protection against someone who wants two to look alike.
 */
export function hash16(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, PRIME_1);
    b = Math.imul(b ^ unit, PRIME_2);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return hex(a) + hex(b);
}

function hex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, "0");
}
