import { type LiveOptions, policyPacks, upLive } from "../engine/live-stack";
import type { PulumiRun } from "../engine/pulumi-run";
import { say } from "../output";
import { refusalOf } from "../preview/live-preview";
import type { Refusal } from "../preview/previewed";
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

function sentenceOf(stack: string, { changes, elapsedMilliseconds }: PulumiRun): string {
  const { same = 0, ...others } = changes;
  const done = Object.entries(others).map(([operation, count]) => `${formatNumber(count)} ${operation}`);
  const what = done.length === 0 ? "nothing to change" : done.join(", ");
  return `${stack} is up to date: ${what}, ${formatNumber(same)} as before, in ${formatDuration(Math.round(elapsedMilliseconds / 1000))}.`;
}
