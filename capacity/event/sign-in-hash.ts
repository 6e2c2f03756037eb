import { coefficients } from "../catalog/coefficients";
import { type Interval, point } from "../interval";
import type { Parameter } from "../parameter";
import { required } from "../problems";

const RATE = "login.hashPerSecondPerVcpu.";
const ROWS = coefficients().filter((row) => row.key.startsWith(RATE));

/** The name people use: algorithm and cost, without the rest of the parameters. */
function shortName(key: string): string {
  return key.slice(RATE.length).split("-").slice(0, 2).join("-");
}

/** Password hashes that the catalog has a measured rate of. */
export const HASH_NAMES = ROWS.map((row) => shortName(row.key)) as [string, ...string[]];

export const DEFAULT_HASH = "argon2id-19MiB";

/** Memory of one hash where the name does not say it, MiB. */
const MEMORY_MIB: Readonly<Record<string, { readonly mib: number; readonly source: string }>> = {
  // 128 bytes × N × r = 128 × 2^17 × 8.
  "scrypt-n2e17": { mib: 128, source: "RFC 7914 section 2: 128 × N × r bytes with N = 2^17, r = 8" },
  "bcrypt-cost10": { mib: 4 / 1024, source: "Provos and Mazières 1999: 4 KiB of Blowfish state" },
  "bcrypt-cost12": { mib: 4 / 1024, source: "Provos and Mazières 1999: 4 KiB of Blowfish state" },
  // Two SHA-256 states and a block; the unit of the model is too coarse for less.
  "pbkdf2-sha256": { mib: 1 / 1024, source: "RFC 8018: a few hash states, under 1 KiB" },
};

function certain(expected: number, low: number | null, high: number | null): Interval {
  return { low: low ?? expected, expected, high: high ?? expected };
}

/** The coefficients of a password hash: `session.hashesPerSecondPerVcpu` and `session.memoryPerHashMib`. */
export function hashParameters(hash: string): readonly Parameter[] {
  const row = required(
    ROWS.find((candidate) => shortName(candidate.key) === hash),
    `rate of password hash ${hash}`,
  );
  const memory = memoryOf(hash, row.asOf);
  return [
    {
      key: "session.hashesPerSecondPerVcpu",
      unit: "hashes/s",
      interval: certain(required(row.expected, row.key), row.low, row.high),
      origin: "known",
      because: row.key,
      source: row.source,
      asOf: row.asOf,
      min: 0.001,
      path: "features.signIn.hashesPerSecondPerVcpu",
    },
    {
      key: "session.memoryPerHashMib",
      unit: "MiB",
      interval: point(memory.mib),
      origin: "known",
      because: memory.because,
      source: memory.source,
      asOf: memory.asOf,
      min: 0,
      path: null,
    },
  ];
}

function memoryOf(hash: string, asOf: string) {
  const named = /-(\d+)MiB$/.exec(hash);
  if (named) {
    return {
      mib: Number(named[1]),
      because: `memory that ${hash} asks for by name`,
      source: "RFC 9106 section 3.1: m",
      asOf,
    };
  }
  const row = required(MEMORY_MIB[hash], `memory of password hash ${hash}`);
  return { mib: row.mib, because: `memory that ${hash} needs`, source: row.source, asOf };
}
