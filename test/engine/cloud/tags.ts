import { sdkType } from "./sdk";
import { hasUnknown, isProps, type Props, props, texts, UNKNOWN, type Value } from "./values";

/** Whether resources of an AWS type carry tags. */
export function isTaggable(type: string): boolean {
  return sdkType(type)?.outputs.has("tagsAll") ?? false;
}

/**
 * The tags a resource ends up with: the provider's default tags under the resource's own, less the ignored ones;
 * unknown when any of them is.
 *
 * @see pulumi/pulumi-aws provider/tags.go, applyTags
 */
export function allTags(tags: Value | undefined, provider: Props): Value {
  if (hasUnknown(tags) || hasUnknown(provider.defaultTags)) return UNKNOWN;
  const merged: Props = { ...props(props(provider.defaultTags).tags), ...(isProps(tags) ? tags : {}) };
  const ignored = props(provider.ignoreTags);
  const keys = texts(ignored.keys);
  const prefixes = texts(ignored.keyPrefixes);
  return Object.fromEntries(
    Object.entries(merged).filter(([key]) => !keys.includes(key) && !prefixes.some((prefix) => key.startsWith(prefix))),
  );
}
