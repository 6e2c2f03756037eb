import { coefficient } from "../catalog/coefficients";
import { type Interval, point } from "../interval";
import type { Parameter } from "../parameter";
import { required } from "../problems";
import type { Unit } from "../units";
import { statedInterval } from "./audience";
import type { Event, Protocol } from "./event";
import { readLadder } from "./ladder";
import { ASSUMED_AS_OF, choose, type Reading } from "./reading";
import { numberText } from "./words";

const DEFAULT_SEGMENT: Readonly<Record<Protocol, { readonly seconds: number; readonly because: string }>> = {
  hls: { seconds: 6, because: "published HLS ladders cut segments of 6 s" },
  "ll-hls": { seconds: 4, because: "low-latency HLS commonly cuts segments of 4 s, two groups of pictures" },
  dash: { seconds: 2, because: "published DASH ladders cut segments of 2 s" },
  "http-flv": { seconds: 2, because: "the stream is one connection; recordings are cut at groups of pictures of 2 s" },
  webrtc: { seconds: 2, because: "the stream is one connection; recordings are cut at groups of pictures of 2 s" },
};
const PART_ROW = "llhls.partTargetSeconds";

/** The stream and the numbers it gives to the model. */
export interface StreamReading {
  readonly stream: Event["stream"];
  readonly parameters: readonly Parameter[];
}

interface Value {
  readonly name: string;
  readonly unit: Unit;
  readonly interval: Interval;
  readonly path: string;
  /** Null: the file states it. */
  readonly assumed: string | null;
  readonly min?: number;
}

function parameter({ name, unit, interval, path, assumed, min = 0 }: Value): Parameter {
  return {
    key: `stream.${name}`,
    unit,
    interval,
    origin: assumed === null ? "given" : "assumed",
    because: assumed ?? path,
    source: null,
    asOf: assumed === null ? null : ASSUMED_AS_OF,
    min,
    path,
  };
}

/** Reads what is sent to each viewer. */
export function readStream(reading: Reading): StreamReading {
  const { draft, problems } = reading;
  const stated = draft.stream;
  const protocol =
    stated?.protocol ??
    choose<Protocol>(
      reading,
      { path: "stream.protocol", chosen: "hls", because: "every device plays it and every CDN carries it" },
      "hls",
    );
  const ladder = readLadder(reading);
  const defaultSegment = DEFAULT_SEGMENT[protocol];
  const segmentSeconds = stated?.segmentSeconds ?? defaultSegment.seconds;
  const part = readPart(reading, protocol, segmentSeconds);
  const channels = stated?.channels ?? 1;
  const audio = stated?.audio ?? "muxed";
  const timeShiftSeconds = statedInterval(reading, ["stream", "timeShift"], stated?.timeShift)?.expected ?? 0;
  const isConnection = protocol === "http-flv" || protocol === "webrtc";
  if (isConnection && stated?.segmentSeconds !== undefined) {
    problems.note({
      id: "no-segments",
      path: ["stream", "segmentSeconds"],
      found: `got ${numberText(segmentSeconds)} s`,
      expected: `nothing: ${protocol} sends no segments`,
      fix: "Delete it unless recordings are cut by it",
    });
  }
  const ladderAssumed = ladder.isStated ? null : "the default ladder stands in for one the file doesn't state";
  const value = (name: string, unit: Unit, amount: number, path: string, assumed: string | null, min = 0) =>
    parameter({ name, unit, interval: point(amount), path, assumed, min });
  return {
    stream: {
      protocol,
      ladderName: ladder.name,
      ladder: ladder.rungs,
      segmentSeconds,
      partSeconds: part.seconds === 0 ? null : part.seconds,
      channels,
      audio,
      timeShiftSeconds,
    },
    parameters: [
      parameter({
        name: "ladderMeanKbps",
        unit: "kbps",
        interval: ladder.meanKbps,
        path: ladder.because === "stream.meanKbps" ? "stream.meanKbps" : "stream.ladder",
        assumed: ladder.mean === "given" ? null : ladder.because,
      }),
      value(
        "ladderSumKbps",
        "kbps",
        ladder.rungs.reduce((sum, rung) => sum + rung.kbps, 0),
        "stream.ladder",
        ladderAssumed,
      ),
      value("renditions", "count", ladder.rungs.length, "stream.ladder", ladderAssumed),
      value(
        "tracks",
        "count",
        audio === "separate" ? 2 : 1,
        "stream.audio",
        stated?.audio === undefined ? "audio travels with the picture unless stated" : null,
      ),
      value(
        "channels",
        "channels",
        channels,
        "stream.channels",
        stated?.channels === undefined ? "one picture unless stated" : null,
      ),
      value(
        "segmentSeconds",
        "s",
        segmentSeconds,
        "stream.segmentSeconds",
        stated?.segmentSeconds === undefined ? defaultSegment.because : null,
      ),
      part.parameter,
      value(
        "timeShiftSeconds",
        "s",
        timeShiftSeconds,
        "stream.timeShift",
        stated?.timeShift === undefined ? "viewers can't seek back unless stated" : null,
      ),
    ],
  };
}

function readPart(
  { draft, problems }: Reading,
  protocol: Protocol,
  segmentSeconds: number,
): { readonly seconds: number; readonly parameter: Parameter } {
  const stated = draft.stream?.partSeconds;
  const path = ["stream", "partSeconds"];
  const of = (seconds: number, assumed: string | null) => ({
    seconds,
    parameter: parameter({
      name: "partSeconds",
      unit: "s",
      interval: point(seconds),
      path: "stream.partSeconds",
      assumed,
    }),
  });
  if (protocol !== "ll-hls") {
    if (stated !== undefined && problems.isIntact(["stream", "protocol"])) {
      problems.error({
        id: "parts-without-low-latency",
        path,
        found: `got ${numberText(stated)} s with protocol ${protocol}`,
        expected: "no parts: only ll-hls has them",
        fix: "Set protocol: ll-hls or delete partSeconds",
      });
    }
    return of(0, `${protocol} has no parts`);
  }
  if (stated !== undefined) {
    if (stated > segmentSeconds) {
      problems.error({
        id: "part-longer-than-segment",
        path,
        found: `got ${numberText(stated)} s`,
        expected: `at most the segment's ${numberText(segmentSeconds)} s`,
        fix: "Shorten the part, commonly to 0.333, or lengthen segmentSeconds",
      });
    }
    return of(stated, null);
  }
  const row = coefficient(PART_ROW);
  const seconds = required(row.expected, PART_ROW);
  const assumed = of(seconds, null);
  return {
    seconds,
    parameter: { ...assumed.parameter, origin: "known", because: row.key, source: row.source, asOf: row.asOf },
  };
}
