import fc from "fast-check";

/**
 * The same examples on every machine, so that a red run can be repeated; another seed explores: TIDEGATE_SEED=7 npm test.
 * A red property ends with its first counterexample: making a whole event smaller takes minutes.
 */
fc.configureGlobal({ seed: Number(process.env.TIDEGATE_SEED ?? 20_270_131), endOnFailure: true });
