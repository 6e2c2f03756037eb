import type { Cloud } from "../cloud";
import { type Props, text } from "../values";

/** What an AWS resource is made from: where, and with which inputs. */
export interface Making {
  readonly cloud: Cloud;
  readonly type: string;
  readonly name: string;
  readonly inputs: Props;
  readonly account: string;
  /** The Region, or `global`. */
  readonly region: string;
  /** The object's outputs before an update; undefined for a create. */
  readonly old: Props | undefined;
}

/** An ARN of this account. */
export function arn(
  making: Making,
  service: string,
  resource: string,
  place: { readonly region?: string; readonly account?: string } = {},
): string {
  return `arn:aws:${service}:${place.region ?? making.region}:${place.account ?? making.account}:${resource}`;
}

/** Some hexadecimal digits, different at each call. */
export function suffix(making: Making, digits: number): string {
  return making.cloud.nextId(`${making.type}-`, digits).slice(-digits);
}

/** The name a provider makes when it is only given a prefix, or nothing. */
export function physicalName(making: Making, input = "name"): string {
  const name = text(making.inputs[input]);
  if (name !== undefined) return name;
  const prefix = text(making.inputs[`${input}Prefix`]) ?? "tf-";
  return `${prefix}${making.cloud.now().toISOString().replace(/\D/g, "").slice(0, 14)}${suffix(making, 12)}`;
}
