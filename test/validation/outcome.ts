import type { Answer, Predicted } from "./answer";
import { CASES, type Case, type Check } from "./cases";
import { answerTo } from "./expressible";

/** A check that the model answered. */
export interface Outcome {
  readonly of: Case;
  readonly check: Check;
  readonly answer: Predicted;
  readonly predicted: number;
  /** Predicted over observed. */
  readonly ratio: number;
  readonly agrees: boolean;
}

/** Noise of floating point must not decide at the edge of a range. */
const TOLERANCE = 1e-9;

/** Whether a prediction lies within the range that the case sets. */
export function agrees(check: Check, predicted: number): boolean {
  const low = check.agreeLow ?? Number.NEGATIVE_INFINITY;
  const high = check.agreeHigh ?? Number.POSITIVE_INFINITY;
  return predicted >= low * (1 - TOLERANCE) && predicted <= high * (1 + TOLERANCE);
}

/** Every check with its answer; undefined where the pinned list has a hole. */
export function pinned(): readonly { readonly of: Case; readonly check: Check; readonly answer: Answer | undefined }[] {
  return CASES.flatMap((of) => of.checks.map((check) => ({ of, check, answer: answerTo(of.id, check.metric) })));
}

/** Runs the model on every check that it can express, in the order of the cases. */
export function outcomes(): readonly Outcome[] {
  return pinned().flatMap(({ of, check, answer }) => {
    if (answer?.kind !== "predicted") return [];
    const predicted = answer.predict();
    const ratio = predicted / check.observed;
    return [{ of, check, answer, predicted, ratio, agrees: agrees(check, predicted) }];
  });
}

/** How well a set of predictions did. */
export interface Score {
  readonly checks: number;
  readonly agreeing: number;
  /** 0 to 1. */
  readonly share: number;
  readonly medianRatio: number;
}

export function scoreOf(list: readonly Outcome[]): Score {
  const agreeing = list.filter((one) => one.agrees).length;
  const ratios = list.map((one) => one.ratio).sort((a, b) => a - b);
  const middle = (ratios.length - 1) / 2;
  const medianRatio = ((ratios[Math.floor(middle)] ?? Number.NaN) + (ratios[Math.ceil(middle)] ?? Number.NaN)) / 2;
  return { checks: list.length, agreeing, share: agreeing / list.length, medianRatio };
}
