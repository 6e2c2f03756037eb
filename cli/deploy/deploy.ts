import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type LiveOptions, policyPacks, resumeLive, upLive } from "../engine/live-stack";
import { plannedOperations } from "../engine/operations";
import type { PulumiRun } from "../engine/pulumi-run";
import { parseUrn } from "../engine/urn";
import { say } from "../output";
import { refusalOf } from "../preview/live-preview";
import type { Refusal } from "../preview/previewed";
import { placeOf } from "../preview/shared";
import { formatDuration, formatNumber } from "../report/number";
import { progressLine } from "./progress-lines";

/** What came of an update. */
export type Deployed =
  | { readonly ok: true; readonly sentence: string }
  | { readonly ok: false; readonly refusal: Refusal };

/** Updates a stack with the real engine, saying on standard error what is done as it is done. */
export async function deploy(options: LiveOptions): Promise<Deployed> {
  const onEvent: NonNullable<LiveOptions["onEvent"]> = (event) => {
    const line = progressLine(event);
    if (line !== undefined) say(line);
  };
  const updated = await upLive({ policyPacks: policyPacks(options.project.root), ...options, onEvent });
  if (!updated.ok) return { ok: false, refusal: refusalOf(updated.problems) };
  const { ok, problems } = updated.value;
  if (!ok) return { ok: false, refusal: refusalOf(problems) };
  return { ok: true, sentence: sentenceOf(options.target.stack, updated.value) };
}

/** Takes up what an interrupted update had begun, and says what of it a person has to look for. */
export async function takeUp(options: LiveOptions): Promise<Deployed> {
  const resumed = await resumeLive(options);
  if (!resumed.ok) return { ok: false, refusal: refusalOf(resumed.problems) };
  const unnamed = resumed.value.filter(({ id }) => id === null).map(({ urn }) => placeOf(urn));
  const rest =
    unnamed.length === 0
      ? ""
      : ` Whether these are there nobody can tell by a name: ${unnamed.join(", ")}. The update makes them; delete what is there twice.`;
  return { ok: true, sentence: `Took up what the interrupted update had begun.${rest}` };
}

function sentenceOf(stack: string, { events, elapsedMilliseconds }: PulumiRun): string {
  const { same = 0, ...others } = changedResources(events);
  const done = Object.entries(others).map(([operation, count]) => `${formatNumber(count)} ${operation}`);
  const what = done.length === 0 ? "nothing to change" : done.join(", ");
  return `${stack} is up to date: ${what}, ${formatNumber(same)} as before, in ${formatDuration(Math.round(elapsedMilliseconds / 1000))}.`;
}

/** How many managed resources by operation: neither our components nor providers and references. */
function changedResources(events: readonly EngineEvent[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [urn, operation] of plannedOperations(events).operations) {
    if (/^(?:tidegate|pulumi):/.test(parseUrn(urn).type)) continue;
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}
