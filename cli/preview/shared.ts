import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import { EXIT, type ExitCode } from "../exit-codes";

/** A program's own warning. */
export function warning(stack: string, message: string): Finding {
  return { id: "program-warning", severity: "warning", where: stack, found: message, expected: "", fix: "" };
}

/** As for the plan alone: a blocked one is an answer, one without any size is not. */
export function exitCodeOf(plan: Plan | null): ExitCode {
  return plan?.verdict.status === "infeasible" ? EXIT.infeasible : EXIT.fine;
}
