import { AXES, type Axis, type Vector } from "./node-shape";
import { Defect } from "./problems";
import { ceilCount } from "./sizing";

/** Pods of one shape that must be placed. */
export interface PodKind {
  readonly id: string;
  readonly needs: Vector;
  readonly count: number;
}

/** Machines that hold the same pods. */
export interface NodePattern {
  readonly nodes: number;
  readonly pods: readonly { readonly id: string; readonly count: number }[];
}

/** Where every pod went. */
export interface Packing {
  readonly nodes: number;
  readonly patterns: readonly NodePattern[];
}

/** Fewest machines that any placement could do with, and the axis that says so. */
export interface LowerBound {
  readonly nodes: number;
  readonly axis: Axis;
}

/** Room that floating-point sums may overrun, relative to the machine: 0.1 ten times must fit into 1. */
const SLACK = 1e-9;

/** Sum of all pods' needs on one axis. */
function total(kinds: readonly PodKind[], axis: Axis): number {
  let sum = 0;
  for (const kind of kinds) sum += kind.needs[axis] * kind.count;
  return sum;
}

/** What all pods together take. */
export function totalNeeds(kinds: readonly PodKind[]): Vector {
  return Object.fromEntries(AXES.map((axis) => [axis, total(kinds, axis)])) as Record<Axis, number>;
}

/** The largest single ratio of need to machine, rounded up: no placement does with fewer. */
export function lowerBound(kinds: readonly PodKind[], room: Vector): LowerBound {
  return boundOf(totalNeeds(kinds), room);
}

/** The same for needs that are summed already: one sum serves many machine shapes. */
export function boundOf(needs: Vector, room: Vector): LowerBound {
  let nodes = 0;
  let axis: Axis = "cpu";
  for (const candidate of AXES) {
    const need = needs[candidate];
    const ratio = need === 0 ? 0 : need / room[candidate];
    if (ratio > nodes) {
      nodes = ratio;
      axis = candidate;
    }
  }
  return { nodes: ceilCount(nodes), axis };
}

/** How many pods of one shape fit an empty machine, and what stops the next one. */
export function podsPerNode(needs: Vector, room: Vector): { readonly pods: number; readonly axis: Axis } {
  let pods = Number.POSITIVE_INFINITY;
  let axis: Axis = "pods";
  for (const candidate of AXES) {
    if (needs[candidate] === 0) continue;
    const fit = Math.floor((room[candidate] * (1 + SLACK)) / needs[candidate]);
    if (fit < pods) {
      pods = fit;
      axis = candidate;
    }
  }
  return { pods, axis };
}

/** Share of an empty machine that a pod takes on its scarcest axis. */
function dominantShare(needs: Vector, room: Vector): number {
  let share = 0;
  for (const axis of AXES) if (needs[axis] > 0) share = Math.max(share, needs[axis] / room[axis]);
  return share;
}

/** A kind with what is still to place, as arrays: the inner loop runs for every machine shape. */
interface Remaining {
  readonly id: string;
  readonly needs: readonly number[];
  left: number;
}

/** Fills one machine, taking as many as fit of each kind in turn. */
function fillInTurn(kinds: readonly Remaining[], room: readonly number[]): number[] {
  const free = [...room];
  return kinds.map((kind) => {
    let fit = kind.left;
    for (let i = 0; i < free.length; i++) {
      const need = kind.needs[i] as number;
      if (need > 0) fit = Math.min(fit, Math.floor(((free[i] as number) + (room[i] as number) * SLACK) / need));
    }
    fit = Math.max(0, fit);
    for (let i = 0; i < free.length; i++) free[i] = (free[i] as number) - fit * (kind.needs[i] as number);
    return fit;
  });
}

/** Fills one machine pod by pod, each time with the kind whose needs look most like the room that is left. */
function fillByShape(kinds: readonly Remaining[], room: readonly number[]): number[] {
  const free = [...room];
  const placed = kinds.map(() => 0);
  for (;;) {
    let best = -1;
    let bestScore = -1;
    kinds.forEach((kind, k) => {
      if (kind.left - (placed[k] as number) <= 0) return;
      let score = 0;
      for (let i = 0; i < free.length; i++) {
        const need = kind.needs[i] as number;
        if (need === 0) continue;
        if (need > (free[i] as number) + (room[i] as number) * SLACK) return;
        score += (need * (free[i] as number)) / ((room[i] as number) * (room[i] as number));
      }
      if (score > bestScore) {
        best = k;
        bestScore = score;
      }
    });
    const kind = kinds[best];
    if (kind === undefined) return placed;
    placed[best] = (placed[best] as number) + 1;
    for (let i = 0; i < free.length; i++) free[i] = (free[i] as number) - (kind.needs[i] as number);
  }
}

type Fill = (kinds: readonly Remaining[], room: readonly number[]) => number[];

function place(kinds: readonly PodKind[], room: readonly number[], fill: Fill): Packing {
  const remaining: Remaining[] = kinds.map((kind) => ({
    id: kind.id,
    needs: AXES.map((axis) => kind.needs[axis]),
    left: kind.count,
  }));
  const patterns: NodePattern[] = [];
  let nodes = 0;
  while (remaining.some((kind) => kind.left > 0)) {
    const placed = fill(remaining, room);
    // The same machine is filled the same way as long as no kind runs short: many machines cost one step.
    let repeats = Number.POSITIVE_INFINITY;
    placed.forEach((count, k) => {
      if (count > 0) repeats = Math.min(repeats, Math.floor((remaining[k] as Remaining).left / count));
    });
    if (repeats === Number.POSITIVE_INFINITY) throw new Defect("a pod fits no empty machine");
    const pods: { id: string; count: number }[] = [];
    placed.forEach((count, k) => {
      const kind = remaining[k] as Remaining;
      kind.left -= count * repeats;
      if (count > 0) pods.push({ id: kind.id, count });
    });
    patterns.push({ nodes: repeats, pods });
    nodes += repeats;
  }
  return { nodes, patterns };
}

/**
 * Places pods on equal machines, all axes together.
 *
 * First-fit-decreasing on counts (a machine's filling is repeated until a kind runs out), and a second filling that follows the
 * shape of the room left; the better of the two. Thousands of pods of a few kinds take microseconds.
 *
 * @returns null when some pod does not fit an empty machine
 */
export function pack(kinds: readonly PodKind[], room: Vector): Packing | null {
  const wanted = kinds.filter((kind) => kind.count > 0);
  if (wanted.some((kind) => podsPerNode(kind.needs, room).pods < 1)) return null;
  const sorted = wanted
    .map((kind) => ({ kind, share: dominantShare(kind.needs, room) }))
    .sort((a, b) => b.share - a.share || (a.kind.id < b.kind.id ? -1 : 1))
    .map(({ kind }) => kind);
  const capacity = AXES.map((axis) => room[axis]);
  const inTurn = place(sorted, capacity, fillInTurn);
  if (sorted.length < 2 || inTurn.nodes === lowerBound(sorted, room).nodes) return inTurn;
  const byShape = place(sorted, capacity, fillByShape);
  return byShape.nodes < inTurn.nodes ? byShape : inTurn;
}

/** Use of all machines on one axis, 0 to 1; 0 where nothing is used. */
export function usedRatio(kinds: readonly PodKind[], room: Vector, nodes: number, axis: Axis): number {
  const need = total(kinds, axis);
  return need === 0 ? 0 : need / (room[axis] * nodes);
}

/** Why a placement needs more machines than the lower bound: the kind that leaves most of a machine empty, in words. */
export function whyAboveBound(kinds: readonly PodKind[], room: Vector): string {
  let worst = { id: "", pods: 0, axis: "cpu" as Axis, idle: -1 };
  for (const kind of kinds) {
    if (kind.count === 0) continue;
    const { pods, axis } = podsPerNode(kind.needs, room);
    const idle = (1 - (pods * kind.needs[axis]) / room[axis]) * kind.count * dominantShare(kind.needs, room);
    if (idle > worst.idle) worst = { id: kind.id, pods, axis, idle };
  }
  return `a machine holds ${worst.pods} pods of ${worst.id} and no part of another (${worst.axis})`;
}
