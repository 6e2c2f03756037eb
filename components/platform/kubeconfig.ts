import { type Input, jsonStringify, type Output } from "@pulumi/pulumi";

/** How to reach a cluster. */
export interface ClusterAddress {
  readonly name: Input<string>;
  readonly region: string;
  readonly endpoint: Input<string>;
  /** The cluster's certificate authority, base64. */
  readonly certificateAuthority: Input<string>;
}

/** A kubeconfig without a secret: whoever uses it asks `aws eks get-token` for a token of its own. */
export function kubeconfigFor({ name, region, endpoint, certificateAuthority }: ClusterAddress): Output<string> {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", name, "--region", region, "--output", "json"],
    interactiveMode: "Never",
  };
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    users: [{ name, user: { exec } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
