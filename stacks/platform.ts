import type { PlatformSettings } from "./declared/platform-settings";

/** What lives for years: network, cluster, buckets, shared delivery, certificates, firewall, alarms. */
export async function platform(_settings: PlatformSettings): Promise<Record<string, unknown>> {
  return {};
}
