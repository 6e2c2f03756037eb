import { CLOUDFLARE_ADDRESSES } from "../../capacity/catalog/cloudflare-addresses";
import type { BaseFirewallArgs } from "../../components/platform/base-firewall";
import type { PlatformSettings } from "../declared/platform-settings";

/** Who may reach the app host's balancers: Cloudflare alone where it stands in front, so that nobody walks around its rules; else everybody. */
export function balancerSources({
  cloudflare,
}: Pick<PlatformSettings, "cloudflare">): Pick<BaseFirewallArgs, "balancerSources"> {
  if (cloudflare === undefined) return {};
  const sources = CLOUDFLARE_ADDRESSES.ipv4.map((cidr) => [`cloudflare-${cidr.replace(/[./]/g, "-")}`, { cidr }]);
  return { balancerSources: Object.fromEntries(sources) };
}
