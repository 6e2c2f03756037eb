import type { Plan } from "../../capacity/plan-document";
import type { Finding } from "../../capacity/problems";
import { parseUrn } from "../engine/urn";
import { EXIT, type ExitCode } from "../exit-codes";
import { kindOf } from "../report/preview/kind";

/** A program's own warning. */
export function warning(where: string, message: string): Finding {
  return { id: "program-warning", severity: "warning", where: placeOf(where), found: message, expected: "", fix: "" };
}

/** A resource in a person's words, anything else as it is: `eks.NodeGroup nodes-core-group-us-east-1a-1` for its URN. */
export function placeOf(where: string): string {
  if (!where.startsWith("urn:")) return where;
  const { type, name } = parseUrn(where);
  return `${kindOf(type)} ${name}`;
}

/** As for the plan alone: a blocked one is an answer, one without any size is not. */
export function exitCodeOf(plan: Plan | null): ExitCode {
  return plan?.verdict.status === "infeasible" ? EXIT.infeasible : EXIT.fine;
}
