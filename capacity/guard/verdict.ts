import { type GuardedEvent, livenessOf } from "./live";
import { type GuardedChange, type Shrinkage, shrinkagesOf } from "./shrinkage";

/** Somebody's word that a live event may shrink all the same: it counts for one event and has a reason. */
export interface Override {
  readonly event: string;
  readonly reason: string;
}

export interface GuardInput {
  readonly changes: readonly GuardedChange[];
  /** Every event that the changed things serve: one for an event's stack, all declared ones for platform and edge. */
  readonly events: readonly GuardedEvent[];
  readonly atSeconds: number;
  readonly overrides: readonly Override[];
}

/** What the guard says, and why. */
export type GuardVerdict =
  | {
      readonly allowed: true;
      /** `harmless`: viewers lose nothing. `quiet`: nothing is live. `overridden`: somebody said so. */
      readonly because: "harmless" | "quiet" | "overridden";
      readonly shrinkages: readonly Shrinkage[];
      /** Overrides that were needed, for the stack's output. */
      readonly used: readonly Override[];
    }
  | {
      readonly allowed: false;
      readonly shrinkages: readonly Shrinkage[];
      /** Events that refuse. */
      readonly events: readonly string[];
      /** What is refused, why, and how to do it all the same; several lines. */
      readonly message: string;
    };

/**
 * Whether a change may be made now. Pure: hooks, the command line and state machines bring the clock.
 *
 * Refused is what takes something from viewers while an event that it serves is live, held or of unknown time.
 */
export function guardVerdict({ changes, events, atSeconds, overrides }: GuardInput): GuardVerdict {
  const shrinkages = changes.flatMap(shrinkagesOf);
  if (shrinkages.length === 0) return { allowed: true, because: "harmless", shrinkages, used: [] };
  const live = events.flatMap((event) => {
    const liveness = livenessOf(event, atSeconds);
    return liveness.live ? [{ name: event.event, words: liveness.words }] : [];
  });
  if (live.length === 0) return { allowed: true, because: "quiet", shrinkages, used: [] };
  const overrideOf = (name: string) => overrides.find(({ event, reason }) => event === name && reason.trim() !== "");
  const refusing = live.filter(({ name }) => overrideOf(name) === undefined);
  if (refusing.length === 0) {
    return {
      allowed: true,
      because: "overridden",
      shrinkages,
      used: live.flatMap(({ name }) => overrideOf(name) ?? []),
    };
  }
  return {
    allowed: false,
    shrinkages,
    events: refusing.map(({ name }) => name),
    message: [
      ...refusing.map(({ name, words }) => `${name} ${words}; what serves its viewers may grow, not shrink:`),
      ...shrinkages.map((one) => `  ${shrinkageText(one)}`),
      "Wait for the close, take the change back, or say in the stack's config why it may shrink all the same:",
      ...refusing.flatMap(({ name }) => [
        `  pulumi config set --path 'tidegate:override.event' ${name}`,
        "  pulumi config set --path 'tidegate:override.reason' '…'",
      ]),
    ].join("\n"),
  };
}

/** One line: what, in which component, from what to what. */
export function shrinkageText({ type, component, field, how, from, to }: Shrinkage): string {
  const what = `${type.split(":").at(-1)} "${component}"`;
  switch (how) {
    case "goes":
      return `${what} would be deleted`;
    case "shrinks":
      return `${what}: ${field} from ${from} to ${to}`;
    case "loses":
      return `${what}: ${field} would lose ${to === "nothing" ? from : `${from}, for ${to}`}`;
    case "replaces":
      return `${what}: ${field} from ${from} to ${to}, which makes it anew`;
    case "unknown":
      return `${what}: ${field} from ${from} to what isn't known before the deployment`;
  }
}
