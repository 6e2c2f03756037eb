import type { Rule } from "../../rule";
import { balancerRules } from "./limits-balancer-rules";
import { cacheNodes } from "./limits-cache-nodes";
import { cloudFrontPolicies } from "./limits-cloudfront-policies";
import { clusterEnvelope } from "./limits-cluster-envelope";
import { databaseInstances } from "./limits-database-instances";
import { disks } from "./limits-disks";
import { distributionRates } from "./limits-distribution-rates";
import { distributions } from "./limits-distributions";
import { elasticAddresses } from "./limits-elastic-addresses";
import { endpointsPerService } from "./limits-endpoints-per-service";
import { loadBalancers } from "./limits-load-balancers";
import { nameLengths } from "./limits-name-lengths";
import { natAddresses } from "./limits-nat-addresses";
import { natGateways } from "./limits-nat-gateways";
import { networkAddresses } from "./limits-network-addresses";
import { networkInterfaces } from "./limits-network-interfaces";
import { nodeGroupsPerCluster } from "./limits-node-groups-per-cluster";
import { nodesPerCluster } from "./limits-nodes-per-cluster";
import { nodesPerGroup } from "./limits-nodes-per-group";
import { platformCeiling } from "./limits-platform-ceiling";
import { podsPerNamespace } from "./limits-pods-per-namespace";
import { reservedCapacity } from "./limits-reserved-capacity";
import { roles } from "./limits-roles";
import { rulesetRules } from "./limits-ruleset-rules";
import { securityGroupRules } from "./limits-security-group-rules";
import { targetsPerBalancer } from "./limits-targets-per-balancer";
import { targetsPerGroup } from "./limits-targets-per-group";
import { vcpuOnDemand } from "./limits-vcpu-on-demand";
import { vcpuSpot } from "./limits-vcpu-spot";
import { vpcBlocks } from "./limits-vpc-blocks";
import { waitingRoom } from "./limits-waiting-room";
import { webAclAssociations } from "./limits-web-acl-associations";
import { webAclCapacity } from "./limits-web-acl-capacity";
import { webAclRate } from "./limits-web-acl-rate";
import { webAclRequests } from "./limits-web-acl-requests";

/** Rules of the area, in the order of their ids. */
export const LIMITS_RULES: readonly Rule[] = [
  balancerRules,
  cacheNodes,
  cloudFrontPolicies,
  clusterEnvelope,
  databaseInstances,
  disks,
  distributionRates,
  distributions,
  elasticAddresses,
  endpointsPerService,
  loadBalancers,
  nameLengths,
  natAddresses,
  natGateways,
  networkAddresses,
  networkInterfaces,
  nodeGroupsPerCluster,
  nodesPerCluster,
  nodesPerGroup,
  platformCeiling,
  podsPerNamespace,
  reservedCapacity,
  roles,
  rulesetRules,
  securityGroupRules,
  targetsPerBalancer,
  targetsPerGroup,
  vcpuOnDemand,
  vcpuSpot,
  vpcBlocks,
  waitingRoom,
  webAclAssociations,
  webAclCapacity,
  webAclRate,
  webAclRequests,
];
