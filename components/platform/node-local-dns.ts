import { DaemonSet } from "@pulumi/kubernetes/apps/v1/daemonSet";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { hash8 } from "../naming";
import { Children, type Overridable, overriddenInputs } from "../overrides";
import { Requirements } from "../requirements";

/** A DNS cache on every node. */
export interface NodeLocalDnsArgs extends Overridable {
  /** The address of the cluster's DNS service, which the cache answers on, too. */
  readonly clusterDnsAddress: string;
}

const NAMESPACE = "kube-system";
const LABELS = { "k8s-app": "node-local-dns" };
/** @see kubernetes/kubernetes cluster/addons/dns/nodelocaldns, image of 2026 */
const IMAGE = "registry.k8s.io/dns/k8s-dns-node-cache:1.26.4";
/** Link-local, so that it is the same on every node and leaves none. @see Kubernetes documentation, "Using NodeLocal DNSCache" */
export const NODE_LOCAL_DNS_ADDRESS = "169.254.20.10";
/** The service that the cache asks: CoreDNS under a second address, as its first one is answered by the cache itself. */
const UPSTREAM_SERVICE = "kube-dns-upstream";
const METRICS_PORT = 9253;
const HEALTH_PORT = 8080;

/**
 * A DNS cache on each node: a thousand nodes then ask CoreDNS once per name and not once per lookup, over TCP, so that no lookup is lost
 * in connection tracking. It belongs to the platform, since an event must not change how names are found.
 */
export class NodeLocalDns extends ComponentResource {
  static readonly type = "tidegate:compute:NodeLocalDns";

  constructor(name: string, args: NodeLocalDnsArgs, opts?: ComponentResourceOptions) {
    const { clusterDnsAddress } = args;
    new Requirements(NodeLocalDns.type, name)
      .text("clusterDnsAddress", clusterDnsAddress, { pattern: /^(\d{1,3}\.){3}\d{1,3}$/, words: "an IPv4 address" })
      .enforce();
    super(NodeLocalDns.type, name, { clusterDnsAddress, image: IMAGE, ...overriddenInputs(args) }, opts);
    const children = new Children(this, name, args);
    const account = children.make(ServiceAccount, "account", {
      metadata: { name: "node-local-dns", namespace: NAMESPACE, labels: LABELS },
      automountServiceAccountToken: false,
    });
    const upstream = children.make(Service, "upstream", {
      metadata: { name: UPSTREAM_SERVICE, namespace: NAMESPACE, labels: { "k8s-app": "kube-dns" } },
      spec: {
        selector: { "k8s-app": "kube-dns" },
        ports: DNS_PORTS.map((port) => ({ ...port, targetPort: port.port })),
      },
    });
    const corefile = corefileFor(clusterDnsAddress);
    // Named after what it says: a changed file is a new map, which rolls the pods, and never a map that is gone for a moment.
    const config = children.make(ConfigMap, "config", {
      metadata: { name: `node-local-dns-${hash8(corefile)}`, namespace: NAMESPACE, labels: LABELS },
      immutable: true,
      data: { "Corefile.base": corefile },
    });
    const pods = podTemplate({
      clusterDnsAddress,
      accountName: account.metadata.name,
      configName: config.metadata.name,
    });
    // A pod learns of the upstream service from its environment, so the service comes first.
    children.make(
      DaemonSet,
      "cache",
      {
        metadata: { name: "node-local-dns", namespace: NAMESPACE, labels: LABELS },
        spec: {
          selector: { matchLabels: LABELS },
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
          template: pods,
        },
      },
      { dependsOn: [upstream] },
    );
    children.make(Service, "metrics", {
      metadata: { name: "node-local-dns", namespace: NAMESPACE, labels: LABELS },
      spec: {
        clusterIP: "None",
        selector: LABELS,
        ports: [{ name: "metrics", port: METRICS_PORT, targetPort: METRICS_PORT }],
      },
    });
    children.publish({ address: NODE_LOCAL_DNS_ADDRESS });
  }
}

const DNS_PORTS = [
  { name: "dns", port: 53, protocol: "UDP" },
  { name: "dns-tcp", port: 53, protocol: "TCP" },
] as const;

type PodTemplate = NonNullable<ConstructorParameters<typeof DaemonSet>[1]>["spec"] extends infer Spec
  ? Extract<Spec, { template: unknown }>["template"]
  : never;

interface CachePods {
  readonly clusterDnsAddress: string;
  readonly accountName: ServiceAccount["metadata"]["name"];
  readonly configName: ConfigMap["metadata"]["name"];
}

function podTemplate({ clusterDnsAddress, accountName, configName }: CachePods): PodTemplate {
  const localAddresses = `${NODE_LOCAL_DNS_ADDRESS},${clusterDnsAddress}`;
  return {
    metadata: { labels: LABELS },
    spec: {
      priorityClassName: "system-node-critical",
      serviceAccountName: accountName,
      hostNetwork: true,
      // The node's resolver: the cluster's would ask the cache that isn't up yet.
      dnsPolicy: "Default",
      tolerations: [{ operator: "Exists" }],
      containers: [
        {
          name: "node-cache",
          image: IMAGE,
          args: ["-localip", localAddresses, "-conf", "/etc/Corefile", "-upstreamsvc", UPSTREAM_SERVICE],
          // CPU as upstream asks; 10,000 cached names take about 30 MB by upstream's documentation, the limit is four times that.
          resources: { requests: { cpu: "25m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          securityContext: { capabilities: { add: ["NET_ADMIN"] } },
          ports: [
            ...DNS_PORTS.map(({ name, port, protocol }) => ({ name, containerPort: port, protocol })),
            { name: "metrics", containerPort: METRICS_PORT, protocol: "TCP" },
          ],
          livenessProbe: {
            httpGet: { host: NODE_LOCAL_DNS_ADDRESS, path: "/health", port: HEALTH_PORT },
            initialDelaySeconds: 60,
            timeoutSeconds: 5,
          },
          volumeMounts: [
            { name: "iptables-lock", mountPath: "/run/xtables.lock" },
            { name: "config", mountPath: "/etc/coredns" },
          ],
        },
      ],
      volumes: [
        { name: "iptables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
        { name: "config", configMap: { name: configName } },
      ],
    },
  };
}

/** Names of the cluster go to CoreDNS over TCP, others to the node's own resolver; the cache fills in both addresses when it starts. */
function corefileFor(clusterDnsAddress: string): string {
  const toCluster = "forward . __PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }";
  const zone = (name: string, lines: readonly string[]) => {
    const common = [
      "errors",
      "reload",
      "loop",
      `bind ${NODE_LOCAL_DNS_ADDRESS} ${clusterDnsAddress}`,
      `prometheus :${METRICS_PORT}`,
    ];
    return `${name}:53 {\n${[...common, ...lines].map((line) => `    ${line}`).join("\n")}\n}\n`;
  };
  return [
    zone("cluster.local", [
      "cache {\n        success 9984 30\n        denial 9984 5\n    }",
      toCluster,
      `health ${NODE_LOCAL_DNS_ADDRESS}:${HEALTH_PORT}`,
    ]),
    zone("in-addr.arpa", ["cache 30", toCluster]),
    zone("ip6.arpa", ["cache 30", toCluster]),
    zone(".", ["cache 30", "forward . __PILLAR__UPSTREAM__SERVERS__"]),
  ].join("");
}
