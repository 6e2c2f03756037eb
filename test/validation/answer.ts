/** How the model answers a check, or why it can't. */
export type Answer = Predicted | NotExpressible;

/** The model produces the quantity from the case's inputs. */
export interface Predicted {
  readonly kind: "predicted";
  /** What of the model is evaluated, and how the case's inputs enter. */
  readonly how: string;
  /** Where a coefficient in force was taken from the case or its source: agreement then shows no foresight. Null: independent. */
  readonly notIndependent: string | null;
  /** Why the prediction is outside the range, and what that teaches. Null where it agrees. */
  readonly disagrees: string | null;
  readonly predict: () => number;
}

/** The model has no such quantity. */
export interface NotExpressible {
  readonly kind: "not-expressible";
  readonly because: string;
}

/** Answers of one case by its checks' metrics. */
export type CaseAnswers = Readonly<Record<string, Answer>>;

export function predicted(
  how: string,
  predict: () => number,
  remarks: { readonly notIndependent?: string; readonly disagrees?: string } = {},
): Predicted {
  return {
    kind: "predicted",
    how,
    notIndependent: remarks.notIndependent ?? null,
    disagrees: remarks.disagrees ?? null,
    predict,
  };
}

export function notExpressible(because: string): NotExpressible {
  return { kind: "not-expressible", because };
}
