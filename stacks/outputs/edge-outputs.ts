import { z } from "zod";

/** Version of the contract: raised when a field is removed or changes its meaning. */
export const EDGE_OUTPUTS_VERSION = 1;
/** Name of the stack output that holds the contract. */
export const EDGE_OUTPUT = "edge";

/** What an event stack reads of the edge: for which events and hosts the zone has rules. */
export const edgeOutputsSchema = z.object({
  version: z.literal(EDGE_OUTPUTS_VERSION),
  zoneId: z.string().min(1),
  events: z.array(
    z.object({ name: z.string().min(1), appHost: z.string().min(1), mediaHosts: z.array(z.string().min(1)) }),
  ),
});

export type EdgeOutputs = z.infer<typeof edgeOutputsSchema>;
