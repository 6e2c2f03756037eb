import { log } from "@pulumi/pulumi";
import type { Finding } from "../capacity/problems";
import { lineOf } from "./refusal";

/** Shows findings that refuse nothing in the engine's own log: warnings as such, the rest for information. */
export async function say(findings: readonly Finding[]): Promise<void> {
  for (const finding of findings) {
    const write = finding.severity === "note" ? log.info : log.warn;
    await write(lineOf(finding).trim());
  }
}
