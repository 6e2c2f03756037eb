import data from "./cases.json";

/** One measured number of a case, and the range of answers that would agree with it. */
export interface Check {
  readonly metric: string;
  readonly unit: string;
  readonly observed: number;
  /** Null where the case sets no range. */
  readonly agreeLow: number | null;
  readonly agreeHigh: number | null;
  readonly why: string;
}

/** What somebody published: inputs, what was observed, and how good the source is. */
export interface Case {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly year: number | null;
  readonly quality: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Statements of the source that serve as inputs here, although the case lists them with what was observed or derived. */
  readonly alsoGiven?: Readonly<Record<string, unknown>>;
  readonly checks: readonly Check[];
}

export const CASES: readonly Case[] = data.cases;

/** The case with this id. @throws when there is none */
export function caseOf(id: string): Case {
  const found = CASES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/**
 * A number that the case gives, so that none is typed a second time.
 *
 * @param path of the input, `inputs` or `alsoGiven` left out: `viewers`, `audio.publishers`
 * @throws when the case doesn't give that number
 */
export function given(id: string, path: string): number {
  const { inputs, alsoGiven } = caseOf(id);
  const value = path
    .split(".")
    .reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], {
      ...inputs,
      ...alsoGiven,
    });
  if (typeof value !== "number") throw new Error(`${id} gives no number ${path}`);
  return value;
}
