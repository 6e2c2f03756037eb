import type { Finding } from "../../capacity/problems";
import { type LiveOptions, resumeLive } from "../engine/live-stack";
import type { PendingCreate } from "../engine/pending-creates";
import { parseUrn } from "../engine/urn";
import { EXIT } from "../exit-codes";
import { refusalOf } from "../preview/live-preview";
import type { Refusal } from "../preview/previewed";
import { placeOf } from "../preview/shared";

/** What a person found: `NAME=ID`, or `NAME=none` for what isn't there. */
export type Found = readonly string[];

const NOT_THERE = "none";

/**
 * Takes up what an interrupted update had begun. What has a name of ours is found by it; what a service numbers itself a person has to
 * look for, before anything is changed.
 * @returns why it could not be done; undefined when it was
 */
export async function takeUp(
  options: LiveOptions,
  pending: readonly PendingCreate[],
  found: Found,
): Promise<Refusal | undefined> {
  const byName = new Map(found.map((pair) => splitPair(pair)));
  const unknown = pending.filter(({ urn, id }) => id === null && !byName.has(parseUrn(urn).name));
  if (unknown.length > 0) return { findings: unknown.map(lookFor), said: [], exitCode: EXIT.invalidInput };
  const ids = pending.flatMap(({ urn }) => {
    const id = byName.get(parseUrn(urn).name);
    return id === undefined || id === NOT_THERE ? [] : [[urn, id] as const];
  });
  const resumed = await resumeLive(options, Object.fromEntries(ids));
  return resumed.ok ? undefined : refusalOf(resumed.problems);
}

function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function lookFor({ urn }: PendingCreate): Finding {
  const { name } = parseUrn(urn);
  return {
    id: "pending-unknown",
    severity: "error",
    where: placeOf(urn),
    found: "an interrupted update was making it, and its id is the cloud's to give",
    expected: "its id, or none",
    fix: `Look for it and add --found ${name}=ID, or --found ${name}=none where it isn't there`,
  };
}
