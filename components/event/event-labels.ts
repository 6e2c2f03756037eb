/** Which event a node or pod belongs to; also the key of the taint that keeps others off. */
export const EVENT_LABEL = "tidegate.dev/event";
/** Which pool of the event a node belongs to. */
export const POOL_LABEL = "tidegate.dev/pool";
/** What may be shed first: `core` or `value-added`. */
export const CRITICALITY_LABEL = "tidegate.dev/criticality";

export const CRITICALITIES = ["core", "value-added"] as const;
export type Criticality = (typeof CRITICALITIES)[number];
