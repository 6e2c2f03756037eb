export { type GuardedEvent, type Hold, type Liveness, livenessOf } from "./live";
export { SERVING, type Serving } from "./serving";
export { type GuardedChange, type Intent, type Shrinkage, shrinkagesOf } from "./shrinkage";
export { type GuardInput, type GuardVerdict, guardVerdict, type Override, shrinkageText } from "./verdict";
