import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { KEY_RULE, Requirements } from "../requirements";
import { NODE_LOCAL_DNS_ADDRESS } from "./node-local-dns";

/** Namespaces in which pods talk to nobody until a policy says to whom. */
export interface DefaultDenyArgs extends Overridable {
  /** Namespaces that exist. @default "default", where what names no namespace lands */
  readonly namespaces?: readonly string[];
}

/** Denies all traffic in namespaces, names aside: what an event adds is then all there is. Needs the network plugin's enforcer, which `Cluster` turns on. */
export class DefaultDeny extends ComponentResource {
  static readonly type = "tidegate:guard:DefaultDeny";

  constructor(name: string, args: DefaultDenyArgs, opts?: ComponentResourceOptions) {
    const { namespaces = ["default"] } = args;
    const checks = new Requirements(DefaultDeny.type, name).list("namespaces", namespaces, { min: 1 });
    for (const [at, namespace] of namespaces.entries()) checks.text(`namespaces[${at}]`, namespace, KEY_RULE);
    checks.enforce();
    super(DefaultDeny.type, name, { namespaces, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    for (const namespace of namespaces) {
      children.make(
        NetworkPolicy,
        { role: "deny", key: namespace },
        {
          metadata: { name: "default-deny", namespace },
          spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
        },
      );
      children.make(
        NetworkPolicy,
        { role: "dns", key: namespace },
        {
          metadata: { name: "allow-dns", namespace },
          spec: { podSelector: {}, policyTypes: ["Egress"], egress: [DNS] },
        },
      );
    }
    children.publish({});
  }
}

/** CoreDNS, and the cache on the node, which no selector finds since it has the node's address. */
const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
    { ipBlock: { cidr: `${NODE_LOCAL_DNS_ADDRESS}/32` } },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};
