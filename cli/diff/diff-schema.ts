import { z } from "zod";
import { CRITICALITIES } from "../../capacity/event/event";
import { PHASES } from "../../capacity/plan-document";
import { finding, interval, moment } from "../report/plan-schema";
import { DIFF_VERSION, type Diff } from "./diff";
import { FINGERPRINT_PARTS } from "./fingerprint";

// A diff may come from a fork's run: what isn't of this shape is refused, and what is goes through the comment's escaping.

const change = <T extends z.ZodType>(value: T) =>
  z.strictObject({ old: value.nullable(), new: value.nullable() }).readonly();
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const kind = z.enum(["added", "removed", "changed"]);
const text = z.string();
const num = z.number();

const amounts = z.strictObject({
  resource: text,
  unit: text,
  design: change(num),
  required: change(num),
  provisioned: change(num),
  utilization: change(num),
});

const bill = z.strictObject({
  knownUsd: change(num),
  lines: change(num),
  priced: change(num),
  withoutPrice: list(text),
  exclusions: list(text),
  changed: list(
    z.strictObject({
      id: text,
      layer: text,
      item: text,
      change: kind,
      usd: change(num),
      isUnpriced: change(z.boolean()),
    }),
  ),
  unchanged: num,
});

const quotaStatus = z.enum(["ok", "raise", "late", "unknown"]);
const quota = z.strictObject({
  key: text,
  provider: z.enum(["aws", "cloudflare", "kubernetes", "other"]),
  name: text,
  code: text.nullable(),
  unit: text,
  region: text.nullable(),
  change: z.enum(["added", "removed", "changed", "same"]),
  needed: change(num),
  inForce: change(num),
  requestedValue: change(num),
  status: change(quotaStatus),
  latestAsk: change(moment),
});

const verdict = z.strictObject({
  status: z.enum(["ready", "blocked", "infeasible", "over"]),
  sentence: text,
  plannedViewers: num,
  confidenceRatio: num,
  blockers: num,
  warnings: num,
});

const meaning = z.strictObject({
  event: change(z.strictObject({ name: text, tier: text.nullable(), region: text })),
  verdict: change(verdict),
  demand: list(z.strictObject({ name: text, unit: text, design: change(num) })),
  layers: list(
    z.strictObject({
      id: text,
      change: kind,
      criticality: z.enum(CRITICALITIES),
      unitName: text,
      units: change(num),
      bindingConstraint: change(text),
      decisive: amounts.nullable(),
      resources: list(amounts),
    }),
  ),
  unchangedLayers: num,
  pools: list(
    z.strictObject({
      name: text,
      change: kind,
      nodes: change(num),
      instanceTypes: change(list(text)),
      purchaseOption: change(text),
      bindingConstraint: change(text),
      usdPerHour: change(num),
    }),
  ),
  nodes: change(num),
  cost: z.strictObject({
    perOccurrence: bill,
    allOccurrencesUsd: change(num),
    idlePerMonth: bill,
    catalogDate: change(text),
  }),
  quotas: z.strictObject({ open: list(quota), settled: list(quota) }),
  deadlines: list(
    z.strictObject({
      id: text,
      thing: text,
      change: kind,
      status: change(z.enum(["ok", "tight", "late", "unknown"])),
      latestAsk: change(moment),
      neededBy: change(moment),
    }),
  ),
  timeline: z.strictObject({
    zone: change(text),
    start: change(moment),
    end: change(moment),
    occurrences: change(num),
    addedOccurrences: list(moment),
    removedOccurrences: list(moment),
    phases: list(
      z.strictObject({
        phase: z.enum(PHASES),
        change: kind,
        from: change(moment),
        to: change(moment),
        viewers: change(num),
        nodes: change(num),
      }),
    ),
  }),
  findings: z.strictObject({
    added: list(finding),
    fixed: list(finding),
    changed: list(z.strictObject({ old: finding, new: finding })),
    unchanged: list(finding),
  }),
  assumptions: list(
    z.strictObject({
      key: text,
      unit: text,
      change: kind,
      interval: change(interval),
      origin: change(z.enum(["given", "known", "assumed"])),
      because: text,
    }),
  ),
  basis: change(z.strictObject({ at: moment.nullable(), worlds: num, seed: num, riskRatio: num })),
  isChanged: z.boolean(),
});

const property = z.strictObject({
  path: text,
  old: text.nullable(),
  new: text.nullable(),
  secrecy: z.enum(["plain", "secret"]),
});

const resource = z.strictObject({
  operation: z.enum(["replace", "delete", "forget", "update", "create", "adopt", "read", "rename"]),
  kind: z.enum(["resource", "component", "provider"]),
  urn: text,
  type: text,
  name: text,
  renamedFrom: text.nullable(),
  changes: list(property),
  ignored: list(property),
  replacedBecause: list(text),
  mayBeReplaced: list(z.strictObject({ path: text, when: text })),
  deletedFirst: z.enum(["asked", "likely", "no"]),
  servesViewers: z.boolean(),
  holdsState: z.boolean(),
  isProtected: z.boolean(),
  looksLike: text.nullable(),
});

const policy = z.strictObject({
  pack: text,
  rule: text,
  enforcement: z.enum(["mandatory", "advisory"]),
  outcome: z.enum(["violated", "unknown"]),
  urn: text,
  where: text,
  message: text,
});

const digest = z.string().regex(/^[0-9a-f]{8,64}$/);

/** The JSON that `tidegate diff --format json` writes. */
export const diffSchema = z.strictObject({
  version: z.literal(DIFF_VERSION),
  name: text,
  old: text,
  new: text,
  meaning: meaning.nullable(),
  resources: z
    .strictObject({
      changes: list(resource),
      ignoredOnly: list(resource),
      unchanged: num,
      outputs: list(property),
      versions: list(text),
      undecided: num,
    })
    .nullable(),
  policies: z.strictObject({
    added: list(policy),
    settled: list(policy),
    changed: list(change(policy)),
    unchanged: list(policy),
  }),
  problems: list(finding),
  live: z.strictObject({ event: text, from: moment, to: moment }).nullable(),
  fingerprint: z.strictObject({ whole: digest, parts: z.partialRecord(z.enum(FINGERPRINT_PARTS), digest) }).nullable(),
  isChanged: z.boolean(),
});

// What is written is what is read: a field that only one of them has doesn't compile.
type Loose<T> = T extends readonly (infer Item)[]
  ? readonly Loose<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Loose<T[Key]> }
    : T extends string
      ? string
      : T;
true satisfies [Loose<Diff>] extends [Loose<z.infer<typeof diffSchema>>] ? true : never;
type Read = z.infer<typeof diffSchema>;
type SameKeys<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : never) : never;
true satisfies SameKeys<Diff, Read>;
true satisfies SameKeys<NonNullable<Diff["meaning"]>, NonNullable<Read["meaning"]>>;
true satisfies SameKeys<NonNullable<Diff["resources"]>, NonNullable<Read["resources"]>>;
