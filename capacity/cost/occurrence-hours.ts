import type { PhaseSpan } from "../phases";
import type { PhaseName } from "../plan-document";
import { SECONDS_PER_HOUR } from "../units";

/** Hours of one occurrence that a bill multiplies with. */
export interface OccurrenceHours {
  readonly spans: readonly PhaseSpan[];
  readonly viewerHours: number;
  readonly nodeHours: number;
  /** Hours at which the peak would have to last for the same viewing. */
  readonly peakHours: number;
  /** From doors to the end of the drain: how long pictures are made. */
  readonly liveHours: number;
  /** From preScale to the end of teardown: how long the cluster is large. */
  readonly raisedHours: number;
  /** How long what Pulumi built for this occurrence stands: from its first phase, or from the occurrence before, to its last. */
  readonly standingHours: number;
}

const LIVE: ReadonlySet<PhaseName> = new Set(["doors", "ramp", "peak", "drain"]);

const hours = (span: PhaseSpan) => (span.toSeconds - span.fromSeconds) / SECONDS_PER_HOUR;
const total = (spans: readonly PhaseSpan[], of: (span: PhaseSpan) => number) =>
  spans.reduce((sum, span) => sum + of(span), 0);

/**
 * The hours of an occurrence.
 *
 * @param viewers at the peak
 * @param sincePreviousHours start to start, for an occurrence that follows another: what stands doesn't come down in between
 */
export function occurrenceHours(
  spans: readonly PhaseSpan[],
  viewers: number,
  sincePreviousHours: number | null,
): OccurrenceHours {
  const viewerHours = total(spans, (span) => span.viewerHours);
  const first = spans[0]?.fromSeconds ?? 0;
  const last = spans.at(-1)?.toSeconds ?? 0;
  return {
    spans,
    viewerHours,
    nodeHours: total(spans, (span) => span.nodeHours),
    peakHours: viewers === 0 ? 0 : viewerHours / viewers,
    liveHours: total(
      spans.filter((span) => LIVE.has(span.phase)),
      hours,
    ),
    raisedHours: total(
      spans.filter((span) => span.phase !== "rehearsal"),
      hours,
    ),
    standingHours: sincePreviousHours ?? (last - first) / SECONDS_PER_HOUR,
  };
}

/** Each phase's share of viewer hours, node hours or plain live hours; empty when there are none. */
export function sharesBy(
  spans: readonly PhaseSpan[],
  what: "viewerHours" | "nodeHours" | "liveHours" | "raisedHours",
): Readonly<Partial<Record<PhaseName, number>>> {
  const of = (span: PhaseSpan): number => {
    switch (what) {
      case "viewerHours":
        return span.viewerHours;
      case "nodeHours":
        return span.nodeHours;
      case "liveHours":
        return LIVE.has(span.phase) ? hours(span) : 0;
      case "raisedHours":
        return span.phase === "rehearsal" ? 0 : hours(span);
    }
  };
  const sum = total(spans, of);
  if (sum === 0) return {};
  return Object.fromEntries(spans.flatMap((span) => (of(span) === 0 ? [] : [[span.phase, of(span) / sum]])));
}
