/** How the machines of a pool start. */
export interface NodeSettings {
  /** Kernel settings by name. */
  readonly sysctls: Readonly<Record<string, string>>;
  /** Namespaced kernel settings that pods may ask for, besides those that are always safe. */
  readonly podSysctls: readonly string[];
  /** Most pods on a node. @default what EKS computes for the machine type */
  readonly podsPerNode?: number;
}

/**
 * Many short connections and bursts of new ones. Assumed: starting values to be confirmed in the load test before an event.
 * Connection tracking is absent: kube-proxy sets its table's size from the cores when it starts.
 */
export const NODE_SYSCTLS: Readonly<Record<string, string>> = {
  // How many connections may wait for accept(); the kernel's 4096 overflow in a rejoin storm.
  "net.core.somaxconn": "65535",
  "net.ipv4.tcp_max_syn_backlog": "65535",
  "net.core.netdev_max_backlog": "65535",
  // Ports for connections to caches and databases, without those that Kubernetes gives to services.
  "net.ipv4.ip_local_port_range": "10240 65535",
  "net.ipv4.ip_local_reserved_ports": "30000-32767",
  // Kubelet, its log readers and every container's watchers share these.
  "fs.inotify.max_user_instances": "8192",
  "fs.inotify.max_user_watches": "1048576",
};

/** What a pod may set for itself: the queue of waiting connections is counted for each network namespace. */
export const POD_SYSCTLS: readonly string[] = ["net.core.somaxconn"];

/** A kernel setting's name. */
export const SYSCTL_NAME = /^[a-z0-9_]+(\.[a-z0-9_-]+)+$/;
/** A kernel setting's value: one line that a shell's here-document takes as it is. */
export const SYSCTL_VALUE = /^[0-9a-zA-Z ,._-]+$/;

const BOUNDARY = "//";

/**
 * User data for Amazon Linux 2023: kernel settings by a script, kubelet's by nodeadm, which adds cluster and certificate by itself.
 * @returns MIME text, not yet base64
 * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/
 */
export function nodeUserData({ sysctls, podSysctls, podsPerNode }: NodeSettings): string {
  const settings = Object.entries(sysctls).map(([name, value]) => `${name} = ${value}`);
  const script = [
    "#!/bin/bash",
    "set -euo pipefail",
    "cat > /etc/sysctl.d/99-tidegate.conf <<'SETTINGS'",
    ...settings,
    "SETTINGS",
    "sysctl --load /etc/sysctl.d/99-tidegate.conf",
  ];
  const kubelet = {
    ...(podSysctls.length === 0 ? {} : { allowedUnsafeSysctls: podSysctls }),
    ...(podsPerNode === undefined ? {} : { maxPods: podsPerNode }),
  };
  const config = {
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: { kubelet: { config: kubelet } },
  };
  const parts = [
    ...(settings.length === 0 ? [] : [["text/x-shellscript", script.join("\n")]]),
    // YAML takes JSON as it is.
    ...(Object.keys(kubelet).length === 0 ? [] : [["application/node.eks.aws", JSON.stringify(config, null, 2)]]),
  ].flatMap(([type, body]) => [`--${BOUNDARY}`, `Content-Type: ${type}; charset="us-ascii"`, "", body, ""]);
  return [
    `MIME-Version: 1.0`,
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    "",
    ...parts,
    `--${BOUNDARY}--`,
    "",
  ].join("\n");
}
