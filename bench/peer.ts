import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { sizeEvent } from "../capacity/plan";
import { shippedEvent } from "./events";
import type { Line, Result } from "./result";
import { timed } from "./timing";

const VERSION = "0.3.212";
const FOLDER = join(".engine", "peer");
const PYTHON = join(FOLDER, "bin", "python");
const RUNS = "3";

interface PeerTimes {
  readonly importMs: number;
  readonly certainMs: number;
  readonly worlds128Ms: number;
}

/** Installs the peer into a folder of its own; a sentence instead where that is not possible. */
function install(): string | null {
  if (existsSync(PYTHON)) return null;
  mkdirSync(".engine", { recursive: true });
  const venv = spawnSync("python3", ["-m", "venv", FOLDER], { encoding: "utf8" });
  if (venv.status !== 0) return "The peer is left out: it needs python3 with venv.";
  const pip = spawnSync(PYTHON, ["-m", "pip", "install", "--quiet", `service-capacity-modeling==${VERSION}`], {
    encoding: "utf8",
  });
  return pip.status === 0 ? null : `The peer is left out: pip could not install service-capacity-modeling ${VERSION}.`;
}

function line(what: string, ms: { bestMs: number; medianMs: number }, against: Line | null): Line {
  return {
    what,
    ...ms,
    memoryMb: null,
    ratio: against === null ? null : ms.medianMs / against.medianMs,
    against: against === null ? null : against.what,
  };
}

/**
 * The field's own planner, service-capacity-modeling, on one stateless service, in the same run.
 *
 * Ours sizes the same kind of service as part of a whole chain (all layers of the town hall and machines from all shapes), so it
 * does more; the peer compares shapes for one service. Best of three runs for the peer, which are seconds each.
 */
export function peerBench(): Result {
  const title = `Against service-capacity-modeling ${VERSION}`;
  const missing = install();
  if (missing !== null) return { name: "peer", title, lines: [], notes: [missing] };
  const run = spawnSync(PYTHON, [join("bench", "peer.py"), RUNS], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`the peer failed: ${run.stderr}`);
  const peer = JSON.parse(run.stdout) as PeerTimes;
  const event = shippedEvent("town-hall-10k", [
    "features.services.rewards={callsPerJoin: 2, callsPerViewerPerMinute: 100}",
  ]);
  const once = (ms: number) => ({ bestMs: ms, medianMs: ms });
  const ours = (worlds: number) => timed(() => sizeEvent(event, { worlds, seed: 1 }), { runs: 15, warmUp: 5 });
  const certain = line("ours: whole chain, certain", ours(0), null);
  const uncertain = line("ours: whole chain, 128 worlds", ours(128), null);
  return {
    name: "peer",
    title,
    lines: [
      certain,
      line("peer: one service, certain", once(peer.certainMs), certain),
      uncertain,
      line("peer: one service, 128 worlds", once(peer.worlds128Ms), uncertain),
    ],
    notes: [`The peer's import takes ${Math.round(peer.importMs)} ms more, once.`],
  };
}
