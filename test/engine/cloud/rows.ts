import type { ResourceRow } from "../../../capacity/catalog/resources";
import { row as known } from "./catalog";
import { isCustomResource } from "./rules/kubernetes";

/** The facts about a type; a custom Kubernetes kind has those of any object. @throws CloudError for an unknown type */
export function row(type: string): ResourceRow {
  if (!isCustomResource(type)) return known(type);
  return { ...known("kubernetes:rbac.authorization.k8s.io/v1:Role"), type };
}
