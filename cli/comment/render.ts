import type { Verdict } from "../../capacity/plan-document";
import type { Diff } from "../diff/diff";
import { violationsOf } from "../diff/policy-result";
import { verdictOf } from "../report/diff/report";
import { counted } from "../report/text";
import { blockText, fence } from "./block";
import { type Fitted, fitComment, type StackFold } from "./fit";
import { code, html, prose, shellPath } from "./inert";
import { hiddenFingerprints, markerOf } from "./marker";
import { overviewSection, stackSections, urgentSections } from "./sections";

/** What a forge takes: 65,536 letters. Counted in bytes of UTF-8, which are never fewer. */
export const COMMENT_LIMIT = 65_536;

export interface CommentOptions {
  /** Tells comments of one request apart that are about different sets of stacks. @default "default" */
  readonly stackSet?: string;
  /** Most bytes of UTF-8. @default 65,536 */
  readonly limit?: number;
  /** Where the whole text is, a sentence. @default "The job summary has everything." */
  readonly elsewhere?: string;
  /** What was compared with what, such as `main (a1b2c3d)`. */
  readonly base?: string;
  readonly head?: string;
}

const SIGN: Readonly<Record<Verdict["status"] | "gone" | "refused" | "unknown", string>> = {
  ready: "✅",
  blocked: "⛔",
  infeasible: "⛔",
  refused: "⛔",
  over: "⚪",
  gone: "⚪",
  unknown: "⚪",
};

const WORDS: Readonly<Record<Verdict["status"], string>> = {
  ready: "ready",
  blocked: "not ready",
  infeasible: "no feasible plan",
  over: "over",
};

function statusOf(diff: Diff): keyof typeof SIGN {
  if (violationsOf(diff.policies).length > 0) return "refused";
  if (diff.meaning === null) return "unknown";
  return diff.meaning.verdict.new?.status ?? "gone";
}

function wordsOf(diff: Diff): string {
  const { old = null, new: fresh = null } = diff.meaning?.verdict ?? {};
  const violations = violationsOf(diff.policies).length;
  const refused = violations === 0 ? "" : `refused by ${counted(violations, "rule")}, `;
  if (diff.meaning === null) return `${refused}${diff.isChanged ? "changes" : "no change"}`;
  if (fresh === null) return `${refused}goes away`;
  const was =
    old === null
      ? diff.problems.length > 0
        ? ""
        : " (new)"
      : old.status === fresh.status
        ? ""
        : ` (was ${WORDS[old.status]})`;
  return `${refused}${WORDS[fresh.status]}${was}${diff.isChanged ? "" : ", no change"}`;
}

/** What a person with a minute reads: the worst that any stack has. */
function headline(diffs: readonly Diff[]): string {
  const order = ["refused", "infeasible", "blocked", "unknown", "over", "gone", "ready"] as const;
  const [worst] = [...diffs].sort((a, b) => order.indexOf(statusOf(a)) - order.indexOf(statusOf(b)));
  if (worst === undefined) return "⚪ Nothing is compared";
  const live = diffs.filter((diff) => diff.live !== null && diff.isChanged).length;
  const sign = live > 0 && statusOf(worst) === "ready" ? "⚠️" : SIGN[statusOf(worst)];
  if (diffs.length === 1)
    return `${sign} ${live > 0 ? "Viewers are watching. " : ""}${prose(verdictOf(worst).sentence)}`;
  const bad = diffs.filter((diff) => ["refused", "infeasible", "blocked"].includes(statusOf(diff)));
  const changed = diffs.filter((diff) => diff.isChanged).length;
  const state = bad.length === 0 ? "nothing in the way" : `${bad.length} of ${diffs.length} can't go as they are`;
  return `${sign} ${counted(changed, "stack")} of ${diffs.length} ${changed === 1 ? "changes" : "change"}: ${state}${live > 0 ? `; viewers are watching ${live} of them` : ""}`;
}

/** One line, where a reviewer has nothing to decide. */
function quiet(diffs: readonly Diff[], marker: string): string {
  const standing = diffs.map(
    (diff) => `${code(diff.name)} ${SIGN[statusOf(diff)]} ${wordsOf(diff).replace(", no change", "")}`,
  );
  const most = 8;
  const more = standing.length > most ? ` and ${standing.length - most} more` : "";
  return `${marker}\nTidegate: nothing changes. ${standing.slice(0, most).join(" · ")}${more}\n`;
}

function commands(diffs: readonly Diff[]): readonly string[] {
  const ofOne = (diff: Diff) => {
    const file = shellPath(diff.new, "FILE");
    const { meaning } = diff;
    return [
      ...(meaning === null || meaning.quotas.open.length === 0 ? [] : [`tidegate quotas ${file} --commands`]),
      ...(meaning?.verdict.new?.status === "blocked" ? [`tidegate levers ${file} --at now`] : []),
      `tidegate diff ${shellPath(diff.old, "BEFORE")} ${file}`,
    ];
  };
  const most = 12;
  return [...new Set(diffs.filter((diff) => diff.isChanged).flatMap(ofOne))].slice(0, most);
}

function foldOf(diff: Diff, all: readonly Diff[]): StackFold {
  return {
    stack: diff.name,
    summary: `<b>${html(diff.name)}</b>: ${SIGN[statusOf(diff)]} ${html(wordsOf(diff))}`,
    state: all.length === 1 ? "open" : "closed",
  };
}

/** Bytes that hidden fingerprints may take; with more stacks only those of the whole are kept. */
const HIDDEN_SHARE = 0.15;

/** Whether there is nothing to decide: nothing changes, nothing is refused, everything could be compared. */
export function isQuiet(diffs: readonly Diff[]): boolean {
  return diffs.every(
    (diff) => !diff.isChanged && diff.problems.length === 0 && violationsOf(diff.policies).length === 0,
  );
}

/** A pull request's comment about a set of stacks: the same diffs, the same bytes. */
export function renderComment(diffs: readonly Diff[], options: CommentOptions = {}): Fitted {
  const { stackSet = "default", limit = COMMENT_LIMIT, elsewhere = "The job summary has everything." } = options;
  const named = uniquelyNamed(diffs);
  const marker = markerOf(stackSet);
  if (isQuiet(diffs)) return { text: quiet(named, marker), leftOut: [] };
  const next = commands(named);
  const hidden = hiddenFingerprints(named, limit * HIDDEN_SHARE);
  const prints = named.flatMap(({ name, fingerprint }) =>
    fingerprint === null ? [] : [`${code(name)} ${fingerprint.whole}`],
  );
  const compared =
    options.base === undefined || options.head === undefined ? "" : `${code(options.base)} → ${code(options.head)} · `;
  const shownPrints = prints.slice(0, 20);
  const foot = [
    ...(next.length === 0 ? [] : [blockText(fence("sh", next, null))]),
    `<sub>${compared}Fingerprint of what is approved: ${shownPrints.join(" · ")}${prints.length > shownPrints.length ? ` · and ${prints.length - shownPrints.length} more` : ""}</sub>`,
    ...(hidden === null ? [] : [hidden]),
  ].join("\n\n");
  return fitComment(
    {
      head: `${marker}\n## Tidegate: ${headline(named)}`,
      sections: [
        overviewSection(named, (diff) => `${SIGN[statusOf(diff)]} ${wordsOf(diff)}`),
        ...urgentSections(named),
        ...named.flatMap(stackSections),
      ],
      folds: named.map((diff) => foldOf(diff, named)),
      foot,
    },
    limit,
    elsewhere,
  );
}

/** Two files may plan events of one name. */
function uniquelyNamed(diffs: readonly Diff[]): readonly Diff[] {
  const seen = new Map<string, number>();
  return diffs.map((diff) => {
    const count = (seen.get(diff.name) ?? 0) + 1;
    seen.set(diff.name, count);
    return count === 1 ? diff : { ...diff, name: `${diff.name} (${count})` };
  });
}
