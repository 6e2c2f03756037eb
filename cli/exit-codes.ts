/** What the shell is told. */
export const EXIT = {
  fine: 0,
  invalidInput: 1,
  infeasible: 2,
  policyViolated: 3,
  /** Only where asked for: two sides differ. */
  changed: 4,
  /** Ours, not the user's. */
  defect: 70,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
