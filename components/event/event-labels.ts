import type { TextRule } from "../requirements";

/** Which event a node or pod belongs to; also the key of the taint that keeps others off. */
export const EVENT_LABEL = "tidegate.dev/event";
/** Which pool of the event a node belongs to. */
export const POOL_LABEL = "tidegate.dev/pool";
/** What may be shed first: `core` or `value-added`. */
export const CRITICALITY_LABEL = "tidegate.dev/criticality";

export const CRITICALITIES = ["core", "value-added"] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** An event's name: it stands in labels, which hold 63 characters. @see Kubernetes documentation, "Labels and Selectors" */
export const EVENT_RULE: TextRule = {
  pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  words: "an event's name: up to 63 lower-case letters, digits and hyphens",
};
