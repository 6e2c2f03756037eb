import type { networking } from "@pulumi/kubernetes/types/input";
import { contains, parseCidr } from "../platform/cidr";

export type PolicySpec = networking.v1.NetworkPolicySpec;

/** Who may talk with an event's pods. */
export interface Traffic {
  readonly balancerCidrs: readonly string[];
  readonly egressCidrs: readonly string[];
}

/** The instance metadata service, which gives a node's role to whoever asks. Pod identity and DNS caches have other link-local addresses. */
const METADATA_SERVICE = "169.254.169.254/32";
const EVERY_POD = {};

/**
 * The policies of an event's namespace by name: nothing passes that none of them lets through.
 * Kubelet's probes pass in any case; they come from the pod's own node.
 */
export const NETWORK_POLICIES: Readonly<Record<string, (traffic: Traffic) => PolicySpec>> = {
  "default-deny": () => ({ podSelector: EVERY_POD, policyTypes: ["Ingress", "Egress"] }),
  "allow-inside": () => ({
    podSelector: EVERY_POD,
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [{ podSelector: EVERY_POD }] }],
    egress: [{ to: [{ podSelector: EVERY_POD }] }],
  }),
  "allow-balancers": ({ balancerCidrs }) => ({
    podSelector: EVERY_POD,
    policyTypes: ["Ingress"],
    ingress: [{ from: balancerCidrs.map((cidr) => ({ ipBlock: { cidr } })) }],
  }),
  // To any address: the cache on the node and the cluster's service both answer.
  "allow-dns": () => ({
    podSelector: EVERY_POD,
    policyTypes: ["Egress"],
    egress: [{ ports: ["UDP", "TCP"].map((protocol) => ({ protocol, port: 53 })) }],
  }),
  "allow-outside": ({ egressCidrs }) => ({
    podSelector: EVERY_POD,
    policyTypes: ["Egress"],
    egress: egressCidrs.length === 0 ? [] : [{ to: egressCidrs.map((cidr) => ({ ipBlock: withoutMetadata(cidr) })) }],
  }),
};

function withoutMetadata(cidr: string) {
  const [block, metadata] = [parseCidr(cidr), parseCidr(METADATA_SERVICE)];
  const hidesIt =
    block !== undefined && metadata !== undefined && contains(block, metadata) && block.size > metadata.size;
  return hidesIt ? { cidr, except: [METADATA_SERVICE] } : { cidr };
}
