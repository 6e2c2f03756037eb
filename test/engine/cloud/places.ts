import type { Cloud, Place } from "./cloud";
import { CloudError, PROVIDER } from "./errors";
import { hex, type Props, text } from "./values";

const GLOBAL = /^aws:(iam|cloudfront|route53|budgets)\//;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
const CLUSTER_DIGITS = 16;

/**
 * Where a resource lives: its account and Region for AWS, its cluster for Kubernetes.
 *
 * @throws CloudError when an AWS provider has no Region, or a cluster can't be reached
 */
export function placeOf(type: string, inputs: Props, config: Props, cloud: Cloud): Place {
  if (type.startsWith("cloudflare:")) return { account: "cloudflare", location: "cloudflare" };
  if (type.startsWith("kubernetes:")) return { account: "kubernetes", location: clusterOf(config, cloud) };
  if (GLOBAL.test(type)) return { account: cloud.account, location: "global" };
  const region = text(inputs.region) ?? text(config.region) ?? cloud.region;
  if (region === undefined)
    throw new CloudError(PROVIDER, "Missing region configuration: set aws:region, or region of the provider");
  if (!REGION.test(region)) throw new CloudError(PROVIDER, `Invalid AWS Region: ${region}`);
  return { account: cloud.account, location: region };
}

/** The cluster that a provider talks to: the server of its kubeconfig, or the one there is without any. */
function clusterOf(config: Props, cloud: Cloud): string {
  const kubeconfig =
    typeof config.kubeconfig === "string" ? config.kubeconfig : JSON.stringify(config.kubeconfig ?? "");
  const server = /"?server"?\s*:\s*"?(https?:\/\/[^"\s,}]+)/.exec(kubeconfig)?.[1];
  if (server === undefined) return kubeconfig.length <= 2 ? "cluster" : hex(kubeconfig, CLUSTER_DIGITS);
  const isEks = /\.eks\.amazonaws\.com$/.test(server);
  if (isEks && !cloud.objects("aws:eks/cluster:Cluster").some((cluster) => cluster.outputs.endpoint === server)) {
    throw new CloudError(PROVIDER, `configured Kubernetes cluster is unreachable: no cluster answers at ${server}`);
  }
  return server;
}
