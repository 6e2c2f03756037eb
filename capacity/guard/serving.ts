/** What of a component's sizing intent serves viewers. Paths go by dots into the intent; `*` is every entry of a map. */
export interface Serving {
  /** Numbers that must not fall. */
  readonly sizes: readonly string[];
  /** Lists, and maps by key, that must not lose an entry. */
  readonly members: readonly string[];
  /** What replaces, restarts or re-routes something when it changes, whatever to. */
  readonly fixed: readonly string[];
}

/**
 * Components that serve viewers, by type token. A component that isn't here may change and go at any time: labels, budgets, alarms.
 * Whatever is here must not be deleted while it is live either.
 */
export const SERVING: Readonly<Record<string, Serving>> = {
  "tidegate:compute:NodePool": {
    sizes: ["nodesPerZone", "groupsPerZone", "maxNodesPerGroup"],
    members: ["zones"],
    fixed: [
      "instanceTypes",
      "capacityType",
      "amiType",
      "diskGib",
      "podsPerNode",
      "metadataHopLimit",
      "sysctls",
      "sizedBy",
    ],
  },
  "tidegate:compute:Workload": {
    sizes: ["replicas", "maxReplicas", "shards", "vcpu", "memoryGib", "gpus", "preStopSeconds", "graceSeconds"],
    members: [],
    fixed: ["pool", "port", "sizedBy"],
  },
  "tidegate:network:Ingress": {
    sizes: ["requests.count", "requests.reservedUnits", "connections.count", "connections.reservedUnits"],
    members: ["requests.targets", "connections.targets", "allowedCidrs"],
    fixed: ["connections.protocol"],
  },
  "tidegate:edge:Admission": {
    sizes: ["totalActiveUsers", "newUsersPerMinute", "sessionDurationMinutes"],
    members: [],
    fixed: ["host", "path", "queueingMethod"],
  },
  "tidegate:delivery:Distribution": { sizes: [], members: [], fixed: ["host", "protocol"] },
  "tidegate:delivery:CdnSplit": { sizes: [], members: [], fixed: ["steeringHost", "prefix", "buckets"] },
  "tidegate:guard:WebFirewall": {
    sizes: ["perAddressLimit", "tightPerAddressLimit"],
    members: [],
    fixed: ["scope", "windowSeconds"],
  },
  "tidegate:data:SessionCache": {
    sizes: ["shards", "replicasPerShard"],
    members: [],
    fixed: ["nodeType", "engineVersion", "parameters"],
  },
  "tidegate:data:ChatBroker": {
    sizes: ["shards", "replicasPerShard"],
    members: [],
    fixed: ["nodeType", "engineVersion", "parameters"],
  },
  "tidegate:data:DatabaseReaders": { sizes: ["readers"], members: [], fixed: ["engine", "instanceClass"] },
  "tidegate:media:UploadLane": {
    sizes: ["workSeconds", "retentionSeconds"],
    members: ["pageOrigins"],
    fixed: ["prefix"],
  },
  "tidegate:guard:ScalingTimers": { sizes: ["largest.*"], members: [], fixed: [] },
  "tidegate:compute:EventNamespace": { sizes: [], members: [], fixed: [] },
  "tidegate:network:Network": {
    sizes: ["nodesPerZone", "podsPerNode", "privateAddressesPerZone", "natAddressesPerZone"],
    members: ["zones", "cidrBlocks", "interfaceEndpoints"],
    fixed: ["cidr", "subnets"],
  },
  "tidegate:compute:Cluster": {
    sizes: ["dnsReplicas.min", "dnsReplicas.max"],
    members: ["publicAccessCidrs"],
    fixed: ["tier", "version", "serviceCidr"],
  },
  "tidegate:compute:SystemNodes": { sizes: ["nodes"], members: [], fixed: ["instanceTypes", "amiType", "diskGib"] },
  "tidegate:compute:ClusterServices": { sizes: [], members: [], fixed: [] },
  "tidegate:compute:NodeLocalDns": { sizes: [], members: [], fixed: [] },
  "tidegate:delivery:Certificates": { sizes: [], members: [], fixed: [] },
  "tidegate:delivery:SharedDelivery": { sizes: [], members: [], fixed: [] },
  "tidegate:media:MediaStore": { sizes: [], members: [], fixed: [] },
  "tidegate:media:PrivateBucket": { sizes: [], members: [], fixed: [] },
  "tidegate:edge:EdgeHosts": { sizes: [], members: [], fixed: [] },
  "tidegate:edge:EdgeRules": { sizes: [], members: [], fixed: [] },
};
