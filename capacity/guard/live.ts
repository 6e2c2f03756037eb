import { momentOf, momentText } from "../moment";
import type { LiveWindow } from "../timeline/step";

/** Capacity that people asked to keep, whatever the timeline says. */
export interface Hold {
  /** Exclusive, seconds since 1970. */
  readonly untilSeconds: number;
  readonly reason: string;
}

/** When an event is live. */
export interface GuardedEvent {
  readonly event: string;
  readonly zone: string;
  /** From each first step to its close; null: nobody knows, and unknown counts as live. */
  readonly windows: readonly Pick<LiveWindow, "fromSeconds" | "toSeconds">[] | null;
  readonly holds: readonly Hold[];
}

/** Whether an event is live, and why. */
export type Liveness =
  | { readonly live: false }
  | {
      readonly live: true;
      readonly because: "window" | "hold" | "unknown";
      /** Until when, as far as is known now; null: nobody knows. */
      readonly untilSeconds: number | null;
      /** `is live until …`, to stand after the event's name. */
      readonly words: string;
    };

/** Live is: inside the window from first raise to close, or held, or unknown. A window and a hold that is longer make one. */
export function livenessOf(event: GuardedEvent, atSeconds: number): Liveness {
  const holds = event.holds.filter(({ untilSeconds }) => atSeconds < untilSeconds);
  const hold = holds.toSorted((a, b) => b.untilSeconds - a.untilSeconds)[0];
  const words = (until: number): string => momentText(momentOf(until, event.zone));
  if (event.windows === null) {
    return { live: true, because: "unknown", untilSeconds: null, words: "may be live: when it is isn't known" };
  }
  const window = event.windows
    .filter(({ fromSeconds, toSeconds }) => fromSeconds <= atSeconds && atSeconds < toSeconds)
    .toSorted((a, b) => b.toSeconds - a.toSeconds)[0];
  if (window !== undefined && window.toSeconds >= (hold?.untilSeconds ?? 0)) {
    return {
      live: true,
      because: "window",
      untilSeconds: window.toSeconds,
      words: `is live until ${words(window.toSeconds)}`,
    };
  }
  if (hold !== undefined) {
    return {
      live: true,
      because: "hold",
      untilSeconds: hold.untilSeconds,
      words: `is held until ${words(hold.untilSeconds)} (${hold.reason})`,
    };
  }
  return { live: false };
}
