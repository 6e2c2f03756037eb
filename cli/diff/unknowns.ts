import { isUnknown, type PropertyValue, Secret } from "../engine/property-value";

/** Whether only a deployment can tell some part of the value. A secret is looked at as a whole. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null || typeof value !== "object" || value instanceof Secret) return false;
  return isUnknown(value) || Object.values(value).some(hasUnknown);
}
