import { readFileSync } from "node:fs";
import type { PropertyMap } from "../../../cli/engine/property-value";
import { decodeMap, type WireMap } from "../../../cli/engine/wire";

/** The variable by which the engine writes every message it exchanges into a file, one JSON object a line. */
export function grpcLogEnvironment(path: string): Readonly<Record<string, string>> {
  return { PULUMI_DEBUG_GRPC: path };
}

/**
 * Inputs by URN as the engine hands them to the providers' Check: after transforms, before a provider adds names, tags and defaults.
 * A saved plan has them only after that, so a provider that adds anything would make every comparison differ.
 */
export function checkedInputs(path: string): ReadonlyMap<string, PropertyMap> {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const messages = lines.map((line) => JSON.parse(line) as LoggedMessage);
  const checks = messages.filter(({ method }) => method === "/pulumirpc.ResourceProvider/Check");
  return new Map(checks.map(({ request }) => [request.urn, decodeMap(request.news ?? {})]));
}

interface LoggedMessage {
  readonly method: string;
  readonly request: { readonly urn: string; readonly news?: WireMap };
}
