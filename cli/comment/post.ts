import type { GitHub, IssueComment, Viewer } from "./github";
import type { GitHubAnswer, GitHubProblem } from "./github-problem";
import { hasMarker } from "./marker";

/** A comment to bring onto a pull request. */
export interface CommentToPost {
  readonly pr: number;
  readonly stackSet: string;
  /** The text within a limit, bytes: asked for again with a smaller one when the forge finds it too long. */
  readonly render: (limit: number) => string;
  readonly limit: number;
  /** `quiet`: says that nothing changes, and isn't worth a comment where there is none yet. */
  readonly weight: "news" | "quiet";
}

/** What was done. */
export interface Posted {
  readonly action: "created" | "edited" | "unchanged" | "none";
  readonly id: number | null;
  /** Comments of ours that another run had made at the same time. */
  readonly removed: number;
}

/** Rounds of looking and acting: each is caused by something that happened meanwhile. */
const ROUNDS = 5;
const PAUSE_MS = 1000;
/** A forge that counts otherwise gets a text this much smaller. */
const SHRINK = 0.75;

/**
 * Brings the comment onto the request: exactly one of ours, edited in place.
 *
 * A request whose answer is lost may have been carried out, and two runs may look at the same time: therefore it looks again after
 * whatever went wrong, and after making a comment, and keeps the oldest.
 */
export async function postComment(github: GitHub, comment: CommentToPost): Promise<GitHubAnswer<Posted>> {
  const viewer = await github.viewer();
  if (!viewer.ok) return viewer;
  let limit = comment.limit;
  let isTried = false;
  let problem: GitHubProblem | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    if (problem?.arrival === "unknown") await github.pause(PAUSE_MS * 2 ** round);
    const all = await github.comments(comment.pr);
    if (!all.ok) return all;
    const ours = all.value.filter((one) => isOurs(one, comment.stackSet, viewer.value));
    const [oldest, ...others] = ours;
    const body = comment.render(limit);
    if (oldest === undefined) {
      if (comment.weight === "quiet") return { ok: true, value: { action: "none", id: null, removed: 0 } };
      const made = await github.create(comment.pr, body);
      if (made.ok) {
        isTried = true;
        problem = null;
        continue; // look again: another run may have made one meanwhile
      }
      problem = made.problem;
      isTried ||= problem.arrival === "unknown";
    } else {
      const done = await settle(github, { oldest, others, body, isTried });
      if (done.ok) return done;
      problem = done.problem;
    }
    if (problem.kind === "too-long") limit = Math.floor(limit * SHRINK);
    else if (problem.arrival === "refused" && !(problem.kind === "missing" && oldest !== undefined)) break;
  }
  return { ok: false, problem: problem ?? unsettled() };
}

interface Standing {
  readonly oldest: IssueComment;
  readonly others: readonly IssueComment[];
  readonly body: string;
  /** Whether a comment may have been made in an earlier round. */
  readonly isTried: boolean;
}

/** Brings the oldest up to date and takes the others away. */
async function settle(github: GitHub, { oldest, others, body, isTried }: Standing): Promise<GitHubAnswer<Posted>> {
  const isSame = normalized(oldest.body) === normalized(body);
  if (!isSame) {
    const edited = await github.update(oldest.id, body);
    if (!edited.ok) return edited;
  }
  for (const other of others) {
    const gone = await github.remove(other.id);
    if (!gone.ok) return gone;
  }
  const action = !isSame ? "edited" : isTried ? "created" : "unchanged";
  return { ok: true, value: { action, id: oldest.id, removed: others.length } };
}

/** Ours begins with the marker and is by whom the token speaks for: anybody can write the marker, and edit what they wrote. */
function isOurs(comment: IssueComment, stackSet: string, viewer: Viewer): boolean {
  if (!hasMarker(comment.body, stackSet)) return false;
  return viewer.kind === "user" ? comment.author === viewer.login : comment.authorType === "Bot";
}

function normalized(body: string): string {
  return body.replace(/\r\n/g, "\n").trimEnd();
}

function unsettled(): GitHubProblem {
  return {
    kind: "unavailable",
    found: "other runs keep changing the comment",
    fix: "Let runs for one pull request wait for each other (concurrency), then run it again",
    arrival: "refused",
  };
}
