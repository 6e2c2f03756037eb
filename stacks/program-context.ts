import type { Plan } from "../capacity/plan-document";

/** Where a program runs, and who listens. */
export interface ProgramContext {
  /** The project's folder, with `Pulumi.yaml`. */
  readonly root: string;
  /** Told the plan that the stack is built from, for whoever shows both: planning twice would take as long again. @default nobody is told */
  readonly planned?: (plan: Plan) => void;
}
