import type { Moment } from "../plan-document";

export const STEP_KINDS = ["raise", "open", "check", "lower", "end"] as const;
/**
 * What a step does. `raise`: makes something larger. `open`: opens the waiting room. `check`: go or no-go.
 * `lower`: makes something smaller, under guard. `end`: from here on nothing of the event is needed.
 */
export type StepKind = (typeof STEP_KINDS)[number];

/** What a step changes: `nodes:<pool>`, `pods:<workload>`, `units:alb`, `units:nlb`, `room`, or `event` for the whole. */
export type Subject = `nodes:${string}` | `pods:${string}` | "units:alb" | "units:nlb" | "room" | "event";

/** One step of an armed event. */
export interface Step {
  readonly kind: StepKind;
  /** Of which occurrence, 0 for the first. */
  readonly occurrence: number;
  readonly subject: Subject;
  /** Sizes before and after, in `unit`; a check and the end change nothing. */
  readonly from: number;
  readonly to: number;
  readonly unit: "nodes" | "pods" | "LCU" | "users" | "viewers";
  /** When it is due, seconds since 1970, a whole minute; timers fire up to a minute later. */
  readonly atSeconds: number;
  readonly at: Moment;
  /** How long a raise may take until it is an alarm, whole minutes; 0 where nothing is waited for. */
  readonly withinMinutes: number;
  /** Lowering: the most live viewers that what is left can hold; more, and the step waits. Null for other kinds. */
  readonly holdsViewers: number | null;
  /** Why then, in words with numbers. */
  readonly because: string;
  /** How it is taken back. */
  readonly undo: string;
}

/** Instants of one occurrence that people know by name. */
export interface Milestones {
  readonly occurrence: number;
  /** The first step: capacity is live from here. */
  readonly firstStep: Moment;
  readonly doors: Moment;
  readonly start: Moment;
  readonly peak: Moment;
  readonly end: Moment;
  /** Viewers are gone; from here on it may be lowered. */
  readonly close: Moment;
  /** Everything is lowered. */
  readonly gone: Moment;
}

/** A stretch in which capacity is live: nothing that serves viewers may shrink. */
export interface LiveWindow {
  readonly occurrence: number;
  readonly fromSeconds: number;
  /** The close: exclusive. */
  readonly toSeconds: number;
}

/** Everything that happens by itself to an armed event. */
export interface ArmedTimeline {
  readonly event: string;
  readonly zone: string;
  /** 16 hex digits of the event's name and every step's what, from, to and when: a changed timeline has another. */
  readonly hash: string;
  /** In time order. */
  readonly steps: readonly Step[];
  readonly milestones: readonly Milestones[];
  readonly windows: readonly LiveWindow[];
}
