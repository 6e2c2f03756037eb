import { ladderPreset } from "../catalog/coefficients";
import type { Interval } from "../interval";
import { required } from "../problems";
import { statedInterval } from "./audience";
import type { Rendition } from "./event";
import { choose, excessOverOne, type Reading, shareText } from "./reading";
import { numberText } from "./words";

export const DEFAULT_LADDER = "aws-live-streaming-1080p";

/** How viewers spread over a preset's rungs, lowest first, where nobody measured it. */
const DEFAULT_MIX: Readonly<Record<string, { readonly mix: readonly number[]; readonly because: string }>> = {
  "aws-live-streaming-1080p": {
    mix: [0.03, 0.07, 0.1, 0.15, 0.3, 0.35],
    because: "most viewers reach the two top rungs; the mean of 2.7 Mbps is that of delivery.bitratePreset.mixed",
  },
  "apple-hls-avc": {
    mix: [0.02, 0.04, 0.08, 0.14, 0.22, 0.24, 0.16, 0.07, 0.03],
    because: "few screens take the top rungs; the mean of 2.8 Mbps is that of delivery.bitratePreset.mixed",
  },
  "meeting-720p": {
    mix: [0.05, 0.1, 0.15, 0.25, 0.45],
    because:
      "offices have the bandwidth for the top rung and phones do not; the mean of 1.9 Mbps is below delivery.bitratePreset.mixed because the ladder ends at 720p",
  },
};

/** A ladder and who answers for its mix. */
export interface Ladder {
  readonly name: string | null;
  readonly rungs: readonly Rendition[];
  /** Mean video bitrate over the viewers, kbps. */
  readonly meanKbps: Interval;
  readonly mean: "given" | "assumed";
  readonly because: string;
  /** Whether the rungs themselves are the file's, rather than the default preset's. */
  readonly isStated: boolean;
}

/** Reads the ladder: a preset or rungs, with a mix that sums to 1. */
export function readLadder(reading: Reading): Ladder {
  const stated = reading.draft.stream?.ladder;
  const isUsable = stated !== undefined && reading.problems.isIntact(["stream", "ladder"]);
  const ladder =
    isUsable && typeof stated !== "string"
      ? ownLadder(reading, stated)
      : presetLadder(reading, isUsable && typeof stated === "string" ? stated : undefined);
  return withStatedMean(reading, ladder);
}

function meanOf(rungs: readonly Rendition[]): Interval {
  const mean = rungs.reduce((sum, rung) => sum + rung.mixRatio * rung.kbps, 0);
  return { low: mean, expected: mean, high: mean };
}

function presetLadder(reading: Reading, stated: string | undefined): Ladder {
  const name =
    stated ??
    choose(
      reading,
      {
        path: "stream.ladder",
        chosen: DEFAULT_LADDER,
        because: "it is a published ladder for live events up to 1080p",
      },
      DEFAULT_LADDER,
    );
  const preset = required(ladderPreset(name), `ladder preset ${name}`);
  const { mix, because } = required(DEFAULT_MIX[name], `mix of ladder preset ${name}`);
  const heights = preset.rungs.map((rung) => rung.heightPixels);
  const rungs = preset.rungs.map((rung, index): Rendition => {
    const isOnly = heights.filter((height) => height === rung.heightPixels).length === 1;
    return {
      name: isOnly ? `${rung.heightPixels}p` : `${rung.heightPixels}p-${rung.videoKbps}k`,
      height: rung.heightPixels,
      kbps: rung.videoKbps,
      mixRatio: required(mix[index], `mix of rung ${index} of ${name}`),
    };
  });
  return { name, rungs, meanKbps: meanOf(rungs), mean: "assumed", because, isStated: stated !== undefined };
}

type StatedRungs = Exclude<NonNullable<NonNullable<Reading["draft"]["stream"]>["ladder"]>, string>;

function ownLadder({ problems }: Reading, stated: StatedRungs): Ladder {
  const mixes = stated.map((rung) => rung?.mixRatio);
  const missing = mixes.indexOf(undefined);
  const isMixed = mixes.some((mix) => mix !== undefined);
  const last = ["stream", "ladder", stated.length - 1, "mixRatio"];
  if (isMixed && missing >= 0) {
    problems.error({
      id: "mix-incomplete",
      path: ["stream", "ladder", missing],
      found: "a rung without mixRatio beside rungs with one",
      expected: "mixRatio on every rung, or on none",
      fix: "Add mixRatio: 0 if nobody watches it",
    });
  }
  const sum = mixes.reduce<number>((total, mix) => total + (mix ?? 0), 0);
  const excess = excessOverOne(mixes.map((mix) => mix ?? 0));
  if (isMixed && missing < 0 && sum === 0) {
    problems.error({
      id: "mix-of-zero",
      path: last,
      found: "the mix is 0 on every rung",
      expected: "shares that sum to 1",
      fix: "Say which share of the viewers watches each rung, or delete every mixRatio",
    });
  } else if (isMixed && missing < 0 && excess !== undefined) {
    problems.error({
      id: "shares-do-not-sum",
      path: last,
      found: `the mix sums to ${shareText(1 + excess)}`,
      expected: "1",
      fix: `${excess > 0 ? "Lower" : "Raise"} one rung by ${shareText(Math.abs(excess))}`,
    });
  }
  const names = new Set<string>();
  const rungs = stated.map((rung, index): Rendition => {
    const kbps = rung?.kbps ?? 0;
    const height = rung?.height ?? null;
    const plain = rung?.name ?? (height === null ? `${kbps}k` : `${height}p`);
    const name = rung?.name === undefined && names.has(plain) ? `${plain}-${kbps}k` : plain;
    if (names.has(name)) {
      problems.error({
        id: "duplicate-name",
        path: ["stream", "ladder", index],
        found: `a second rung ${JSON.stringify(name)}`,
        expected: "each rung once",
        fix: "Delete it or give it another name",
      });
    }
    names.add(name);
    return { name, height, kbps, mixRatio: isMixed ? (rung?.mixRatio ?? 0) : 1 / stated.length };
  });
  return {
    name: null,
    rungs,
    meanKbps: meanOf(rungs),
    mean: isMixed || stated.length === 1 ? "given" : "assumed",
    because:
      isMixed || stated.length === 1 ? "stream.ladder" : "viewers spread evenly over rungs whose mix nobody stated",
    isStated: true,
  };
}

/** The ladder with its mix leant to a mean that the file states from logs. */
function withStatedMean(reading: Reading, ladder: Ladder): Ladder {
  const path = ["stream", "meanKbps"];
  const stated = statedInterval(reading, path, reading.draft.stream?.meanKbps);
  if (stated === undefined) return ladder;
  const rates = ladder.rungs.map((rung) => rung.kbps);
  const lowest = Math.min(...rates);
  const highest = Math.max(...rates);
  if (stated.low < lowest || stated.high > highest) {
    if (reading.problems.isIntact(["stream", "ladder"])) {
      reading.problems.error({
        id: "mean-outside-ladder",
        path,
        found: `got ${stated.low === stated.high ? numberText(stated.low) : `${numberText(stated.low)} to ${numberText(stated.high)}`} kbps`,
        expected: `${numberText(lowest)} to ${numberText(highest)} kbps, the ends of the ladder`,
        fix: "Correct the mean, or state the ladder that viewers really get",
      });
    }
    return ladder;
  }
  return {
    ...ladder,
    rungs: leant(ladder.rungs, stated.expected),
    meanKbps: stated,
    mean: "given",
    because: "stream.meanKbps",
  };
}

const BISECTIONS = 80;

/** The mix nearest to the given one (least relative entropy) that has the mean: each share weighted by exp(lean × bitrate). */
function leant(rungs: readonly Rendition[], meanKbps: number): readonly Rendition[] {
  const widest = Math.max(...rungs.map((rung) => rung.kbps));
  // A share of zero would stay zero under any lean, and a ladder that nobody watches has none to lean.
  const shares = rungs.map((rung) => Math.max(rung.mixRatio, 1e-6));
  const mixAt = (lean: number): readonly number[] => {
    const exponents = rungs.map((rung) => (lean * rung.kbps) / widest);
    const largest = Math.max(...exponents);
    const weights = shares.map((share, index) => share * Math.exp((exponents[index] ?? 0) - largest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
  let from = -1e4;
  let to = 1e4;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (from + to) / 2;
    const mean = mixAt(middle).reduce((sum, share, index) => sum + share * (rungs[index]?.kbps ?? 0), 0);
    if (mean < meanKbps) from = middle;
    else to = middle;
  }
  const mix = mixAt((from + to) / 2);
  return rungs.map((rung, index) => ({ ...rung, mixRatio: mix[index] ?? 0 }));
}
