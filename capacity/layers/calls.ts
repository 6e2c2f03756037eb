import type { Equations } from "../equation";

/** What one call is known by. */
type CallInput =
  | "callsPerSecond"
  | "vcpuMsPerCall"
  | "responseKib"
  | "requestKib"
  | "cacheOperationsPerCall"
  | "databaseReadsPerCall"
  | "databaseWritesPerCall";

type CallWeight = "vcpu" | "egressGbps" | "ingressGbps" | "cacheOperations" | "databaseReads" | "databaseWrites";

/** What calls weigh: processor time, bytes both ways, and what they ask of cache and database. */
export function weighCalls<Names extends string>(
  calls: Equations<Names | CallInput>,
): Equations<Names | CallInput | CallWeight> {
  return (calls as Equations<CallInput>)
    .let("vcpu", "vCPU", "callsPerSecond × vcpuMsPerCall ÷ 1000", (s) => (s.callsPerSecond * s.vcpuMsPerCall) / 1000)
    .let(
      "egressGbps",
      "Gbps",
      "callsPerSecond × responseKib × 1024 × 8 ÷ 1000000000",
      (s) => (s.callsPerSecond * s.responseKib * 1024 * 8) / 1e9,
    )
    .let(
      "ingressGbps",
      "Gbps",
      "callsPerSecond × requestKib × 1024 × 8 ÷ 1000000000",
      (s) => (s.callsPerSecond * s.requestKib * 1024 * 8) / 1e9,
    )
    .let(
      "cacheOperations",
      "operations/s",
      "callsPerSecond × cacheOperationsPerCall",
      (s) => s.callsPerSecond * s.cacheOperationsPerCall,
    )
    .let(
      "databaseReads",
      "operations/s",
      "callsPerSecond × databaseReadsPerCall",
      (s) => s.callsPerSecond * s.databaseReadsPerCall,
    )
    .let(
      "databaseWrites",
      "operations/s",
      "callsPerSecond × databaseWritesPerCall",
      (s) => s.callsPerSecond * s.databaseWritesPerCall,
    ) as Equations<Names | CallInput | CallWeight>;
}

/** The flows that weighed calls add to, with the equations `callsPerSecond` and `newConnectionsPerSecond` of the layer. */
export const CALL_FLOWS = {
  appRequestsPerSecond: "callsPerSecond",
  appConnectionsPerSecond: "newConnectionsPerSecond",
  appEgressGbps: "egressGbps",
  appIngressGbps: "ingressGbps",
  cacheOperationsPerSecond: "cacheOperations",
  databaseReadsPerSecond: "databaseReads",
  databaseWritesPerSecond: "databaseWrites",
} as const;
