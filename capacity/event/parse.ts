import { LICENCE_LIMIT } from "../catalog/assumptions/licence";
import { point } from "../interval";
import type { Parameter } from "../parameter";
import type { Outcome } from "../problems";
import { readAccount, readPrices } from "./account";
import { readMeanWatch, readPeak, readRegions, statedInterval } from "./audience";
import { readCluster } from "./cluster";
import { readDelivery } from "./delivery";
import type { Choice, Event } from "./event";
import { readFeatures, readHash, serviceNames } from "./features";
import { readHosts } from "./hosts";
import { readIssues } from "./issue-reader";
import { readParameters } from "./parameters";
import { formatPath, isMapping, type Path } from "./path";
import { type ParseOptions, ProblemList } from "./problem-list";
import { ASSUMED_AS_OF, type Draft, type Reading, usable } from "./reading";
import { readRepeats } from "./repeats";
import { type EventInput, eventSchema } from "./schema";
import { hashParameters } from "./sign-in-hash";
import { readStart } from "./start";
import { readStream } from "./stream";
import { valueText } from "./words";

export type { ParseOptions } from "./problem-list";

const DEFAULT_DURATION_SECONDS = 7200;
export const DEFAULT_RISK_RATIO = 0.05;

/**
 * Reads an event from a document: the only place where raw input is trusted or refused.
 *
 * Pure: the same document gives the same event, whatever the time. Never throws for any JSON value.
 *
 * @param raw the document as plain mappings, lists and scalars
 * @returns the event with every default filled in, or every problem at once
 */
export function parseEvent(raw: unknown, options: ParseOptions = {}): Outcome<Event> {
  const problems = new ProblemList(options);
  if (!isMapping(raw)) {
    problems.error({
      id: "not-a-mapping",
      path: [],
      found: `got ${valueText(raw)}`,
      expected: "a mapping with name, start and audience",
      fix: "Start from tidegate init",
    });
    return { ok: false, findings: problems.findings };
  }
  const parsed = eventSchema().safeParse(raw, { jitless: true });
  if (!parsed.success) readIssues(eventSchema(), raw, parsed.error.issues, problems);
  const choices: Choice[] = [];
  const reading: Reading = { draft: usable(raw, problems) as Draft<EventInput>, problems, choices };
  const event = readEvent(reading, raw);
  if (event === undefined) return { ok: false, findings: problems.findings };
  return { ok: true, value: event, findings: problems.findings };
}

function readEvent(reading: Reading, raw: Readonly<Record<string, unknown>>): Event | undefined {
  const { draft, problems } = reading;
  const start = draft.start === undefined ? undefined : readStart(draft.start, problems);
  const durationSeconds = statedInterval(reading, ["duration"], draft.duration)?.expected;
  const lasts = durationSeconds ?? DEFAULT_DURATION_SECONDS;
  const repeats = readRepeats(reading, start, lasts);
  const peak = readPeak(reading);
  const dailyViewers = statedInterval(reading, ["audience", "dailyViewers"], draft.audience?.dailyViewers) ?? null;
  const meanWatchRatio = readMeanWatch(reading, lasts);
  const stream = readStream(reading);
  const features = readFeatures(reading);
  const signInHash = readHash(reading);
  const delivery = readDelivery(reading);
  const cluster = readCluster(reading);
  const regions = readRegions(reading, cluster.region);
  const cdns = delivery.delivery.cdns.map((cdn) => cdn.name);
  const hosts = readHosts(reading, cdns);
  const account = readAccount(reading);
  const prices = readPrices(reading);
  const duration = durationParameter(durationSeconds);
  const derived = new Map<string, readonly Parameter[]>([
    ["audience", [peak.parameter, duration]],
    ["stream", stream.parameters],
    ["session", readHashParameters(reading, signInHash)],
    ["licence", readLicenceLimit(reading)],
    ...delivery.shares.map((shares, index): [string, readonly Parameter[]] => [`edge:${cdns[index]}`, shares]),
  ]);
  const parameters = readParameters(reading, {
    cdns,
    services: serviceNames(reading),
    derived,
    stated: new Map(
      meanWatchRatio === undefined
        ? []
        : [["audience.meanWatchRatio", { interval: meanWatchRatio, path: "audience.meanWatch" }]],
    ),
  });
  if (problems.hasErrors || draft.name === undefined || start === undefined) return undefined;
  return {
    name: draft.name,
    owner: draft.owner ?? null,
    tier: peak.tier,
    start,
    durationSeconds: lasts,
    repeats,
    audience: { peakConcurrentViewers: peak.parameter.interval, dailyViewers, regions },
    stream: stream.stream,
    features,
    signInHash,
    hosts,
    delivery: delivery.delivery,
    cluster,
    account,
    prices,
    riskRatio: draft.risk ?? DEFAULT_RISK_RATIO,
    parameters,
    choices: reading.choices,
    given: statedPaths(raw),
  };
}

function durationParameter(stated: number | undefined): Parameter {
  return {
    key: "audience.durationSeconds",
    unit: "s",
    interval: point(stated ?? DEFAULT_DURATION_SECONDS),
    origin: stated === undefined ? "assumed" : "given",
    because: stated === undefined ? "events last about two hours unless stated" : "duration",
    source: null,
    asOf: stated === undefined ? ASSUMED_AS_OF : null,
    min: 1,
    path: "duration",
  };
}

/** The hash's coefficients, with the operator's own measurement where the file has one. */
function readHashParameters(reading: Reading, hash: string): readonly Parameter[] {
  const path = ["features", "signIn", "hashesPerSecondPerVcpu"];
  const measured = statedInterval(reading, path, reading.draft.features?.signIn?.hashesPerSecondPerVcpu);
  return hashParameters(hash).map((parameter) =>
    parameter.path === formatPath(path) && measured !== undefined
      ? { ...parameter, interval: measured, origin: "given", because: formatPath(path), source: null, asOf: null }
      : parameter,
  );
}

/** The licence service's ceiling, where the file states one: without it the ceiling is unknown. */
function readLicenceLimit(reading: Reading): readonly Parameter[] {
  const path = LICENCE_LIMIT.path.split(".");
  const interval = statedInterval(reading, path, reading.draft.features?.licences?.limitRequestsPerSecond);
  if (interval === undefined) return [];
  return [{ ...LICENCE_LIMIT, interval, origin: "given", because: LICENCE_LIMIT.path, source: null, asOf: null }];
}

const INTERVAL_KEYS = new Set(["low", "expected", "high"]);

/** Paths of everything the document states, in its order; an interval is one statement. */
function statedPaths(value: unknown, path: Path = []): readonly string[] {
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : isMapping(value)
      ? Object.entries(value)
      : [];
  const isInterval = entries.length > 0 && entries.every(([key]) => INTERVAL_KEYS.has(String(key)));
  if (entries.length === 0 || isInterval) return path.length === 0 ? [] : [formatPath(path)];
  return entries.flatMap(([key, below]) => statedPaths(below, [...path, key]));
}
