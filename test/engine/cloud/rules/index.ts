import { indexRefusals, type Operation, type Refusal } from "../refusal";
import { BALANCING_REFUSALS } from "./balancing";
import { CLOUDFLARE_REFUSALS } from "./cloudflare";
import { COMPUTE_REFUSALS } from "./compute";
import { DATA_REFUSALS } from "./data-stores";
import { DELIVERY_REFUSALS } from "./delivery";
import { FIREWALL_REFUSALS } from "./firewall";
import { IDENTITY_REFUSALS } from "./identity";
import { isCustomResource, KUBERNETES_REFUSALS, OBJECT_REFUSALS } from "./kubernetes";
import { NETWORK_REFUSALS } from "./network";
import { OPERATIONS_REFUSALS } from "./operations";
import { STORAGE_REFUSALS } from "./storage";

/** Every refusal that looks at more than one table's row. */
export const REFUSALS: readonly Refusal[] = [
  ...NETWORK_REFUSALS,
  ...COMPUTE_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...STORAGE_REFUSALS,
  ...DELIVERY_REFUSALS,
  ...FIREWALL_REFUSALS,
  ...BALANCING_REFUSALS,
  ...DATA_REFUSALS,
  ...OPERATIONS_REFUSALS,
  ...CLOUDFLARE_REFUSALS,
  ...KUBERNETES_REFUSALS,
];

const index = indexRefusals(REFUSALS);

/** The refusals that judge an operation on a type; a custom Kubernetes kind is judged as any object. */
export function refusalsFor(operation: Operation, type: string): readonly Refusal[] {
  const known = index.get(`${operation} ${type}`);
  if (known !== undefined) return known;
  return isCustomResource(type) ? OBJECT_REFUSALS.filter((refusal) => refusal.on.includes(operation)) : [];
}
