import { VIEWERS_KEY } from "./evaluation";
import type { Event } from "./event/event";
import { type Interval, scale } from "./interval";
import type { Parameter } from "./parameter";
import { type Judged, judgeEvent, type PlanOptions } from "./plan";
import type { Lever } from "./plan-document";
import { type Finding, type Outcome, required } from "./problems";

/** The event with values of its file replaced, as `--set path=value` does. */
export type Variant = (set: readonly string[]) => Outcome<Event>;

/** A choice before it is tried. */
interface Choice {
  readonly id: string;
  readonly title: string;
  readonly set: readonly string[];
  readonly viewersLose: string;
}

/** Halvings of the share of viewers that is looked for: within 2 %. */
const HALVINGS = 6;
/** Shortest ramp change worth trying: twice as long. */
const LONGER_RAMP = 2;
/** Share of viewers with a valid token when everybody was asked to sign in the days before. */
const SIGNED_IN_BEFORE = 0.95;

function quoted(value: unknown): string {
  return JSON.stringify(value);
}

/** The ladder without its top rung; the viewers of that rung watch the next one. */
function cappedLadder(event: Event): Choice | null {
  const rungs = [...event.stream.ladder].sort((a, b) => b.kbps - a.kbps);
  const [top, next, ...rest] = rungs;
  if (top === undefined || next === undefined) return null;
  const ladder = [{ ...next, mixRatio: next.mixRatio + top.mixRatio }, ...rest].map(
    ({ name, height, kbps, mixRatio }) => ({
      name,
      ...(height === null ? {} : { height }),
      kbps,
      mixRatio: Math.round(mixRatio * 1e6) / 1e6,
    }),
  );
  return {
    id: "cap-ladder",
    title: `cap the ladder at ${next.name}`,
    set: [`stream.ladder=${quoted(ladder)}`],
    viewersLose: `the rung ${top.name} (${Math.round(top.mixRatio * 100)} % of them)`,
  };
}

function longerSegments(event: Event): Choice | null {
  const { protocol, segmentSeconds, partSeconds } = event.stream;
  if (protocol === "ll-hls" && partSeconds !== null) {
    return {
      id: "plain-hls",
      title: "HLS without parts",
      set: ["stream.protocol=hls", "stream.partSeconds=null"],
      viewersLose: `latency: about ${3 * segmentSeconds} s behind live instead of ${Math.round(3 * partSeconds * 10) / 10} s`,
    };
  }
  if (protocol !== "hls" && protocol !== "dash") return null;
  const longer = Math.min(10, segmentSeconds * 2);
  if (longer === segmentSeconds) return null;
  return {
    id: "longer-segments",
    title: `segments of ${longer} s`,
    set: [`stream.segmentSeconds=${longer}`],
    viewersLose: `latency: about ${3 * longer} s behind live instead of ${3 * segmentSeconds} s`,
  };
}

/** The file's name of a feature. */
function featurePath(id: string): string {
  if (id.startsWith("service:")) return `features.services.${id.slice("service:".length)}`;
  const names: Readonly<Record<string, string>> = { session: "signIn", licence: "licences", upload: "shortVideo" };
  return `features.${names[id] ?? id}`;
}

function shed(event: Event): readonly Choice[] {
  const lesser = event.features.filter((feature) => feature.enabled && feature.criticality === "value-added");
  const off = (id: string) => `${featurePath(id)}.enabled=false`;
  const single = lesser.map((feature) => ({
    id: `shed-${feature.id.replace(":", "-")}`,
    title: `without ${feature.id.replace("service:", "")}`,
    set: [off(feature.id)],
    viewersLose: feature.id.replace("service:", ""),
  }));
  if (lesser.length < 2) return single;
  return [
    ...single,
    {
      id: "shed-value-added",
      title: "without everything that is value-added",
      set: lesser.map((feature) => off(feature.id)),
      viewersLose: lesser.map((feature) => feature.id.replace("service:", "")).join(", "),
    },
  ];
}

/** Names for media hosts that are missing, in the pattern of those there are. */
function moreHosts(event: Event, judged: Judged): readonly Choice[] {
  return judged.layers
    .filter((layer) => layer.layer === "edge" && layer.unitName === "distributions")
    .flatMap((layer): readonly Choice[] => {
      const cdn = layer.id.slice("edge:".length);
      const hosts = event.hosts.media[cdn] ?? [];
      const zone = event.hosts.zone;
      if (zone === null || hosts.length >= layer.units) return [];
      const names = [...hosts];
      for (let n = 1; names.length < layer.units; n++) {
        const name = `media-${cdn}-${n}.${zone}`;
        if (!names.includes(name)) names.push(name);
      }
      return [
        {
          id: `more-hosts-${cdn}`,
          title: `${layer.units} media hosts on ${cdn} instead of a raised quota`,
          set: [`hosts.media.${cdn}=${quoted(names)}`],
          viewersLose: "nothing",
        },
      ];
    });
}

function others(event: Event): readonly Choice[] {
  const value = (key: string) => event.parameters.get(key)?.interval.expected;
  const choices: Choice[] = [];
  const ramp = value("audience.rampSeconds");
  if (ramp !== undefined) {
    choices.push({
      id: "longer-ramp",
      title: "open doors earlier and stagger arrivals",
      set: [`audience.ramp=${Math.round(ramp * LONGER_RAMP)}s`],
      viewersLose: `nothing, if they come over ${Math.round((ramp * LONGER_RAMP) / 60)} minutes instead of ${Math.round(ramp / 60)}`,
    });
  }
  if (event.features.some((feature) => feature.kind === "signIn" && feature.enabled)) {
    choices.push({
      id: "sign-in-before",
      title: "have viewers sign in the days before",
      set: [`features.signIn.validTokenRatio=${SIGNED_IN_BEFORE}`],
      viewersLose: "nothing",
    });
  }
  if (event.features.some((feature) => feature.kind === "shortVideo" && feature.enabled)) {
    const cap = value("upload.uploadsPerMinute");
    if (cap !== undefined) {
      choices.push({
        id: "cap-uploads",
        title: `let in ${cap} uploads a minute at most`,
        set: [`features.shortVideo.uploadsPerMinute=${cap}`, "features.shortVideo.throughAppRatio=0"],
        viewersLose: "a place in the upload queue during a surge",
      });
    }
  }
  if (event.parameters.has("database.connectionsPerPod")) {
    choices.push({
      id: "connection-pooler",
      title: "a connection pooler between pods and database",
      set: ["database.connectionsPerPod=2"],
      viewersLose: "nothing",
    });
  }
  if (event.delivery.origin === "object-storage" && event.stream.protocol === "ll-hls") {
    choices.push({
      id: "packager-origin",
      title: "an origin that holds requests until a part exists",
      set: ["delivery.origin=packager"],
      viewersLose: "nothing",
    });
  }
  if (event.stream.audio === "separate") {
    choices.push({
      id: "muxed-audio",
      title: "audio in the video's segments",
      set: ["stream.audio=muxed"],
      viewersLose: "a choice of audio tracks",
    });
  }
  return choices;
}

function choicesOf(event: Event, judged: Judged): readonly Choice[] {
  return [
    ...moreHosts(event, judged),
    ...others(event),
    ...[cappedLadder(event), longerSegments(event)].filter((choice): choice is Choice => choice !== null),
    ...shed(event),
  ];
}

/** What stands in the way of an event: blockers, and what can't be there in time. */
function obstacles(judged: Judged): readonly Finding[] {
  return judged.findings.filter((finding) => finding.severity === "blocker");
}

function keyOf(finding: Finding): string {
  return `${finding.id} (${finding.where})`;
}

/** The same event with a share of its viewers. */
export function withViewers(event: Event, ratio: number): Event {
  const interval: Interval = scale(event.audience.peakConcurrentViewers, ratio);
  const parameter: Parameter = required(event.parameters.get(VIEWERS_KEY), VIEWERS_KEY);
  const parameters = new Map(event.parameters);
  parameters.set(VIEWERS_KEY, { ...parameter, interval });
  return { ...event, audience: { ...event.audience, peakConcurrentViewers: interval }, parameters };
}

/** The largest share of the viewers for which nothing stands in the way, 0 to 1. */
function heldRatio(event: Event, options: PlanOptions, judged: Judged): number {
  if (obstacles(judged).length === 0) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (obstacles(judgeEvent(withViewers(event, middle), options)).length === 0) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Which choices bring an event back that can't be ready: each tried on its own, then the useful ones together.
 *
 * @param variant the event with values replaced; a choice that the event doesn't allow is left out
 * @returns the most viewers gained first, then the most money saved; the last is the combination, where one helps
 */
export function leversOf(event: Event, options: PlanOptions, variant: Variant): readonly Lever[] {
  const base = judgeEvent(event, options);
  const viewersBefore = Math.floor(base.viewers * heldRatio(event, options, base));
  const tried = choicesOf(event, base).flatMap((choice): readonly Lever[] => {
    const lever = tryChoice(choice, { base, viewersBefore, options, variant });
    return lever === null ? [] : [lever];
  });
  const useful = tried.filter((lever) => lever.removes.length > 0 || lever.viewersAfter > viewersBefore);
  tried.sort(
    (a, b) =>
      b.viewersAfter - a.viewersAfter || b.removes.length - a.removes.length || (a.usdChange ?? 0) - (b.usdChange ?? 0),
  );
  if (useful.length < 2) return tried;
  const together = tryChoice(
    {
      id: "together",
      title: useful.map((lever) => lever.title).join("; "),
      set: useful.flatMap((lever) => lever.set),
      viewersLose:
        [...new Set(useful.map((lever) => lever.viewersLose))].filter((loss) => loss !== "nothing").join("; ") ||
        "nothing",
    },
    { base, viewersBefore, options, variant },
  );
  return together === null ? tried : [...tried, together];
}

function tryChoice(
  choice: Choice,
  of: {
    readonly base: Judged;
    readonly viewersBefore: number;
    readonly options: PlanOptions;
    readonly variant: Variant;
  },
): Lever | null {
  const outcome = of.variant(choice.set);
  if (!outcome.ok) return null;
  const judged = judgeEvent(outcome.value, of.options);
  const left = new Set(obstacles(judged).map(keyOf));
  const removes = obstacles(of.base)
    .map(keyOf)
    .filter((key) => !left.has(key));
  const viewersAfter =
    removes.length === 0 && left.size > 0
      ? of.viewersBefore
      : Math.floor(judged.viewers * heldRatio(outcome.value, of.options, judged));
  const usdChange = judged.knownUsd - of.base.knownUsd;
  if (removes.length === 0 && viewersAfter <= of.viewersBefore && usdChange >= 0) return null;
  return { ...choice, viewersBefore: of.viewersBefore, viewersAfter, usdChange: Math.round(usdChange), removes };
}
