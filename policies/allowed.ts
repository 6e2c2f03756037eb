import { limit } from "../capacity/catalog/limits";
import { quota } from "../capacity/catalog/quotas";
import type { StackFacts } from "./facts";
import { figure } from "./figure";
import type { PolicyResource } from "./graph";
import { fine, type Observation, unknown, violated } from "./rule";
import { UNKNOWN, type Unknown } from "./values";

/** What is in force, and who says so. */
export interface Allowed {
  /** Null: nobody published it. */
  readonly value: number | null;
  readonly unit: string;
  readonly basis: "applied" | "default" | "limit" | "ceiling" | "setting";
}

/**
 * The account's quota where it is known, else a new account's.
 * @param key of the catalog's quotas
 */
export function quotaInForce(key: string, { appliedQuotas }: StackFacts): Allowed {
  const row = quota(key);
  const applied = appliedQuotas[key];
  if (applied !== undefined) return { value: applied, unit: row.unit, basis: "applied" };
  return { value: row.defaultValue, unit: row.unit, basis: "default" };
}

/** A limit that no request raises. @param key of the catalog's limits */
export function limitInForce(key: string): Allowed {
  const row = limit(key);
  return { value: row.defaultValue ?? row.max, unit: row.unit, basis: "limit" };
}

const BASIS: Readonly<Record<Allowed["basis"], string>> = {
  applied: "the account's quota",
  default: "a new account's quota",
  limit: "the provider's limit",
  ceiling: "the platform's ceiling",
  setting: "the team's setting",
};

/** How much of something a graph asks for; what is unknown is counted apart, never as nothing. */
export interface Amount {
  readonly known: number;
  /** What can't be counted yet. */
  readonly unknown: readonly PolicyResource[];
}

/** Adds up what each resource asks for; a resource that asks for nothing says 0. */
export function sum(
  resources: readonly PolicyResource[],
  each: (resource: PolicyResource) => number | Unknown | undefined,
): Amount {
  let total = 0;
  const unknowns: PolicyResource[] = [];
  for (const resource of resources) {
    const value = each(resource);
    if (value === UNKNOWN) unknowns.push(resource);
    else total += value ?? 0;
  }
  return { known: total, unknown: unknowns };
}

interface Measured {
  readonly at?: PolicyResource;
  /** What is counted, in the plural: "node groups". */
  readonly noun: string;
  /** What others use at the same time. @default 0 */
  readonly inUse?: number;
}

/**
 * Judges an amount by what is allowed. More than allowed is violated whatever is still unknown; less is fine only when all is known.
 */
export function judge(amount: Amount, allowed: Allowed, { at, noun, inUse = 0 }: Measured): Observation {
  const total = amount.known + inUse;
  if (allowed.value === null) return unknown(at, `${figure(total)} ${noun}: nobody publishes how many are allowed`);
  if (total > allowed.value) {
    const others = inUse > 0 ? `, ${figure(inUse)} of them of other stacks` : "";
    return violated(at, `${figure(total)} ${noun}${others}`, `${figure(allowed.value)} (${BASIS[allowed.basis]})`);
  }
  if (amount.unknown.length > 0) {
    const names = amount.unknown.slice(0, 3).map(({ name }) => name);
    const more = amount.unknown.length > 3 ? ` and ${amount.unknown.length - 3} more` : "";
    return unknown(at, `how many ${noun} ${names.join(", ")}${more} adds to ${figure(total)}`);
  }
  return fine(at);
}

/** Judges one resource's number by what is allowed. */
export function judgeOne(
  value: number | Unknown | undefined,
  allowed: Allowed,
  { at, noun }: { readonly at: PolicyResource; readonly noun: string },
): Observation {
  if (value === UNKNOWN) return unknown(at, `how many ${noun}`);
  return judge({ known: value ?? 0, unknown: [] }, allowed, { at, noun });
}
