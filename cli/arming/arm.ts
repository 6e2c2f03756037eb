import { epochSecondsOf, momentOf, momentText, utcOf } from "../../capacity/moment";
import type { Finding, Outcome } from "../../capacity/problems";
import { type ArmedDeployment, type ArmedInput, armedDeployment, type Milestones } from "../../capacity/timeline";
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../../capacity/units";
import { type ArmedConfig, readStackText, type UnarmedMode } from "./stack-text";

/** What is asked for. */
export interface ArmRequest {
  readonly text: string;
  readonly file: string;
  readonly input: ArmedInput;
  /** Seconds since 1970. Without it: an hour from now, time enough to review and deploy. */
  readonly deploySeconds?: number;
  /** The clock: this is act-time code. */
  readonly nowSeconds: number;
  /** `arm` refuses a stack that is armed otherwise; `rearm` refuses one that isn't armed. */
  readonly how: "arm" | "rearm";
}

/** What arming does, and the text that does it. */
export interface Arming {
  readonly text: string;
  readonly before: ArmedConfig | null;
  readonly config: ArmedConfig;
  readonly deployment: ArmedDeployment;
  /** The first occurrence that isn't over by `deployBy`. */
  readonly next: Milestones;
  /** When what is made good serves; null when nothing has to be. */
  readonly caughtUpSeconds: number | null;
}

/**
 * Arms an event's stack: fixes `deployBy` and the timeline's hash in its text. Pure but for the clock that is handed in.
 *
 * @returns the new text, with warnings about what is too late; or why it isn't armed, and nothing to write
 */
export function arm(request: ArmRequest): Outcome<Arming> {
  const { text, file, input, nowSeconds, how } = request;
  const stack = readStackText(text, file);
  if (!stack.ok) return stack;
  const { zone } = input.event.start;
  const say = (seconds: number): string => momentText(momentOf(seconds, zone));
  const refuse = (id: string, found: string, expected: string, fix: string): Outcome<Arming> => ({
    ok: false,
    findings: [{ id, severity: "error", where: "tidegate:armed", file, found, expected, fix }],
  });
  const asked = request.deploySeconds ?? nowSeconds + SECONDS_PER_HOUR;
  // Timers have minutes, and a deployment that ends within one must not find its own minute over.
  const deploySeconds = Math.ceil(asked / SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE;
  if (asked <= nowSeconds) {
    return refuse(
      "arming-the-past",
      `deployBy ${say(asked)}`,
      `an instant after now, ${say(nowSeconds)}`,
      "Name an instant by which you will have deployed it",
    );
  }
  const deployment = armedDeployment(input, deploySeconds);
  const { timeline } = deployment;
  const next = timeline.milestones.find(({ close }) => epochSecondsOf(close) > deploySeconds);
  if (next === undefined) {
    const last = timeline.milestones.at(-1);
    return refuse(
      "event-is-over",
      last === undefined ? "no occurrence within the horizon" : `the last occurrence closes ${momentText(last.close)}`,
      `an occurrence after deployBy, ${say(deploySeconds)}`,
      "Deploy earlier, or move the event",
    );
  }
  const before = stack.value.armed;
  const config = { deployBy: utcOf(deploySeconds), timelineHash: timeline.hash };
  if (how === "rearm" && before === null) {
    return refuse("not-armed", "the stack isn't armed", "an armed stack", "Run tidegate arm without --rearm");
  }
  if (how === "arm" && before !== null && before.timelineHash !== config.timelineHash) {
    return refuse(
      "armed-otherwise",
      `armed for timeline ${before.timelineHash}, which is now ${config.timelineHash}`,
      "the timeline it was armed for",
      "Run tidegate arm --rearm: it says which steps are skipped, and raises what has passed",
    );
  }
  if (how === "arm" && before !== null && request.deploySeconds === undefined) {
    // Armed already, and nothing else was asked for: the same again, not a later deployBy.
    const again = armedDeployment(input, Date.parse(before.deployBy) / 1000);
    return {
      ok: true,
      findings: [],
      value: { text, before, config: before, deployment: again, next, caughtUpSeconds: caughtUp(again) },
    };
  }
  const caughtUpSeconds = caughtUp(deployment);
  return {
    ok: true,
    value: { text: stack.value.arm(config), before, config, deployment, next, caughtUpSeconds },
    findings: lateness({ deployment, next, caughtUpSeconds, file, say }),
  };
}

/** Disarms a stack: what is deployed stays as it is until the next deployment, which then builds by `mode`. */
export function disarm(text: string, file: string, mode: UnarmedMode): Outcome<string> {
  const stack = readStackText(text, file);
  if (!stack.ok) return stack;
  if (stack.value.armed !== null) return { ok: true, value: stack.value.disarm(mode), findings: [] };
  return {
    ok: false,
    findings: [
      {
        id: "not-armed",
        severity: "error",
        where: "tidegate:armed",
        file,
        found: "the stack isn't armed",
        expected: "an armed stack",
        fix: "There is nothing to disarm",
      },
    ],
  };
}

function caughtUp({ catchUp }: ArmedDeployment): number | null {
  if (catchUp.length === 0) return null;
  return Math.max(...catchUp.map(({ atSeconds, withinMinutes }) => atSeconds + withinMinutes * SECONDS_PER_MINUTE));
}

interface Lateness {
  readonly deployment: ArmedDeployment;
  readonly next: Milestones;
  readonly caughtUpSeconds: number | null;
  readonly file: string;
  readonly say: (seconds: number) => string;
}

/** What is too late by `deployBy`, and what can still be reached. */
function lateness({ deployment, next, caughtUpSeconds, file, say }: Lateness): readonly Finding[] {
  const skipped = deployment.done.filter(({ occurrence, kind }) => occurrence === next.occurrence && kind !== "end");
  if (skipped.length === 0) return [];
  const doors = epochSecondsOf(next.doors);
  const common = { where: "tidegate:armed.deployBy", file } as const;
  const counts = `${skipped.length} of the steps are due before deployBy`;
  const findings: Finding[] = [
    {
      id: "steps-passed",
      severity: "note",
      ...common,
      found: `${counts}: ${[...new Set(skipped.map(({ kind, subject }) => `${kind} ${subject}`))].join(", ")}`,
      expected: "deployBy before the first step, so that timers take all of them",
      fix: "What they lead to is built at once, and raised again from deployBy on where it stands already",
    },
  ];
  if (skipped.some(({ kind }) => kind === "check")) {
    findings.push({
      id: "check-passed",
      severity: "warning",
      ...common,
      found: "the go/no-go check is due before deployBy",
      expected: "a check an hour before doors",
      fix: "Look yourself, with tidegate status, before doors open",
    });
  }
  if (caughtUpSeconds !== null && caughtUpSeconds > doors) {
    findings.push({
      id: "not-ready-at-doors",
      severity: "warning",
      ...common,
      found: `what is made good serves by ${say(caughtUpSeconds)} at the slow end`,
      expected: `full size at doors, ${say(doors)}`,
      fix: "Deploy earlier, open doors later (start), or let a waiting room hold viewers back until then",
    });
  }
  return findings;
}
