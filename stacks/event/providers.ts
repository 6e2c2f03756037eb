import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as CloudflareProvider } from "@pulumi/cloudflare/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import { type ComponentResourceOptions, getStack } from "@pulumi/pulumi";
import type { Event } from "../../capacity/event/event";
import { kubeconfigFor } from "../../components/platform/kubeconfig";
import { ownershipTags } from "../../components/tags";
import type { PlatformOutputs } from "../outputs/platform-outputs";
import { cloudflareToken } from "../settings";

/** The stack's providers: one of each kind, so that nothing lands in an account or a cluster by default. */
export function eventProviders({ name, owner, tier }: Event, platform: PlatformOutputs): ComponentResourceOptions {
  const { region, accountId, cluster } = platform;
  const tags = ownershipTags({
    stack: getStack(),
    event: name,
    owner: owner ?? "unknown",
    ...(tier === null ? {} : { tier }),
  });
  const aws = new AwsProvider("aws", { region, allowedAccountIds: [accountId], defaultTags: { tags } });
  const kubernetes = new KubernetesProvider("kubernetes", { kubeconfig: kubeconfigFor({ region, ...cluster }) });
  const token = cloudflareToken();
  const cloudflare =
    platform.cloudflare === undefined
      ? undefined
      : new CloudflareProvider("cloudflare", token === undefined ? {} : { apiToken: token });
  return { providers: { aws, kubernetes, ...(cloudflare === undefined ? {} : { cloudflare }) } };
}
