import { existsSync } from "node:fs";
import path from "node:path";
import { requireChain, sizeLayer } from "../capacity/chain";
import { type PoolPlan, planPools } from "../capacity/compute";
import { VIEWERS_KEY } from "../capacity/evaluation";
import type { Event } from "../capacity/event/event";
import type { Interval } from "../capacity/interval";
import { layersOf } from "../capacity/layers";
import { machineTypes } from "../capacity/machine-types";
import { required } from "../capacity/problems";
import { eventOf } from "./plan-calls";
import { inFreshProcess, outputOf } from "./process";
import { ms, type Result, times } from "./report";
import { nameOf, ROOT } from "./root";
import { spreadOf, timed, type Usage } from "./sample";

const FILE = "stacks/events/product-launch-100k.yaml";
const SERVICE = "service:shop";
const WORLDS = 128;
const PACKAGE = "service-capacity-modeling==0.3.212";
const VENV = path.join(ROOT, ".engine/peer");

interface Answer {
  readonly instanceType: string;
  readonly nodes: number;
}

interface OurRun {
  readonly shapes: number;
  readonly demand: { readonly callsPerSecond: Interval; readonly cpuMsPerCall: Interval };
  readonly certain: readonly Usage[];
  readonly uncertain: readonly Usage[];
  /** Machines chosen anew in each world, as the peer does. */
  readonly each: readonly Usage[];
  readonly certainAnswer: Answer;
  readonly uncertainAnswer: Answer;
}

interface PeerRun {
  readonly version: string;
  readonly python: string;
  readonly shapes: number;
  readonly loading: Usage;
  readonly certain: readonly Usage[];
  readonly uncertain: readonly Usage[];
  readonly certainAnswer: Answer;
  readonly uncertainAnswer: Answer;
}

/** One service alone: audience and its equations in every world, its pods, and machines from all shapes. */
function serviceAlone(event: Event, worlds: number, design?: Readonly<Record<string, number>>): PoolPlan {
  const instance = required(
    layersOf(event).find((one) => one.id === SERVICE),
    SERVICE,
  );
  const chain = requireChain(event, [instance], {
    worlds,
    seed: 1,
    riskRatio: event.riskRatio,
    ...(design === undefined ? {} : { design }),
  });
  const workloadAt = (speed: number) => required(sizeLayer(instance, chain, speed).workload, `workload of ${SERVICE}`);
  return planPools([{ id: SERVICE, pool: workloadAt(1).pool, workloadAt }], event);
}

function answerOf(plan: PoolPlan): Answer {
  const pool = required(plan.pools[0], "a pool");
  return { instanceType: required(pool.instanceTypes[0], "a machine"), nodes: pool.nodes };
}

/** Our side, for a fresh process. Only the first usage of `certain` is of code that never ran before. */
export function peerCalls(file: string): OurRun {
  const again = (count: number, call: (event: Event) => unknown) =>
    Array.from({ length: count }, () => {
      const event = eventOf(file);
      return timed(() => call(event));
    });
  const certain = again(40, (event) => serviceAlone(event, 0));
  const uncertain = again(40, (event) => serviceAlone(event, WORLDS));
  const event = eventOf(file);
  const { evaluation } = requireChain(event, layersOf(event), { worlds: 1000, seed: 1, riskRatio: event.riskRatio });
  const viewers = required(evaluation.demand.get("peakConcurrentViewers"), "viewers").slice(1, WORLDS + 1);
  const each = again(3, (one) => {
    for (const count of viewers) serviceAlone(one, 0, { [VIEWERS_KEY]: count });
  });
  const calls = required(evaluation.layers.get(SERVICE)?.get("callsPerSecond"), "calls").slice(1).sort();
  const at = (ratio: number) => calls[Math.floor(ratio * calls.length)] ?? 0;
  return {
    shapes: machineTypes(event).types.length,
    demand: {
      callsPerSecond: { low: at(0.05), expected: at(0.5), high: at(0.95) },
      cpuMsPerCall: required(event.parameters.get(`${SERVICE}.vcpuMsPerCall`), "CPU time of a call").interval,
    },
    certain,
    uncertain,
    each,
    certainAnswer: answerOf(serviceAlone(event, 0)),
    uncertainAnswer: answerOf(serviceAlone(event, WORLDS)),
  };
}

/** The peer's Python, installed on first use; or why there is none. */
async function peerPython(): Promise<{ readonly python: string } | { readonly why: string }> {
  const python = path.join(VENV, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const done = path.join(VENV, `${PACKAGE}.installed`);
  if (existsSync(done)) return { python };
  process.stderr.write(`Installing ${PACKAGE} into ${path.relative(ROOT, VENV)} (once) …\n`);
  try {
    await outputOf("python3", ["-m", "venv", VENV]);
    await outputOf(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]);
    await outputOf(python, ["-c", `open(${JSON.stringify(done)}, "w").close()`]);
    return { python };
  } catch (error) {
    return { why: (error instanceof Error ? error.message : String(error)).trim().split("\n").slice(0, 3).join(" ") };
  }
}

const TITLE = "One service, beside the field's own planner";

/** One stateless service with the same demand, planned by us and by service-capacity-modeling, in one run. */
export async function peer(): Promise<Result> {
  const found = await peerPython();
  if ("why" in found) {
    return {
      name: "peer",
      title: TITLE,
      columns: [],
      rows: [],
      notes: [
        `Skipped: ${PACKAGE} could not be installed (needs python3 with venv, and the network once): ${found.why}`,
      ],
      data: { skipped: found.why },
    };
  }
  const ours = await inFreshProcess<OurRun>("peer", FILE);
  const theirs = JSON.parse(
    await outputOf(found.python, ["bench/peer.py", JSON.stringify({ ...ours.demand, worlds: WORLDS })]),
  ) as PeerRun;
  const warm = (usages: readonly Usage[]) =>
    spreadOf(usages.slice(Math.floor(usages.length / 2)).map((usage) => usage.cpuMs));
  const first = (usages: readonly Usage[]) => usages[0]?.cpuMs ?? Number.NaN;
  const rows = [
    { name: "certain, first call", theirs: first(theirs.certain), ours: first(ours.certain) },
    { name: "certain, warm", theirs: warm(theirs.certain).best, ours: warm(ours.certain).best },
    { name: `${WORLDS} worlds, warm`, theirs: warm(theirs.uncertain).best, ours: warm(ours.uncertain).best },
    {
      name: `${WORLDS} worlds, machines chosen in each`,
      theirs: warm(theirs.uncertain).best,
      ours: warm(ours.each).best,
    },
  ];
  const answer = (one: Answer) => `${one.nodes} × ${one.instanceType}`;
  return {
    name: "peer",
    title: TITLE,
    columns: ["CPU ms, best", `service-capacity-modeling ${theirs.version}`, "Tidegate", "ratio"],
    rows: rows.map((row) => [row.name, ms(row.theirs), ms(row.ours), times(row.theirs / row.ours)]),
    notes: [
      `Compared: one stateless service (${SERVICE} of ${nameOf(FILE)}; calls per second and CPU time per call as the same three-point intervals) in us-east-1, machines chosen among all shapes each side knows (${theirs.shapes} there, ${ours.shapes} here after leaving out earlier generations and processors no source compares). There: \`plan_certain\` and \`plan(simulations=${WORLDS})\` of \`org.netflix.stateless-java\`, Python ${theirs.python}, importing it (${ms(theirs.loading.cpuMs)} ms) not counted. Here: audience and service equations in every world, the common quantile, pods, packing; parsing not counted.`,
      "The question is the same, the method is not: the peer chooses machines in every simulated world and then the plan of least regret; we find the quantile at which the chain holds and choose machines once. The last line plans each of our worlds with machines of its own, without choosing among the plans.",
      `Answers, certain: ${answer(theirs.certainAnswer)} there, ${answer(ours.certainAnswer)} here; with ${WORLDS} worlds: ${answer(theirs.uncertainAnswer)} there, ${answer(ours.uncertainAnswer)} here. Ours keep a wait objective and hold with a zone lost; the peer has margins of its own.`,
    ],
    data: { worlds: WORLDS, ours, theirs },
  };
}
