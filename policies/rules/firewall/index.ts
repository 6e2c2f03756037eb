import type { Rule } from "../../rule";
import { adminPrivate } from "./firewall-admin-private";
import { appAcl } from "./firewall-app-acl";
import { balancerSources } from "./firewall-balancer-sources";
import { defaultDeny } from "./firewall-default-deny";
import { inlineRules } from "./firewall-inline-rules";
import { instanceMetadata } from "./firewall-instance-metadata";
import { mediaAcl } from "./firewall-media-acl";
import { officeLimit } from "./firewall-office-limit";
import { openPorts } from "./firewall-open-ports";
import { originAccess } from "./firewall-origin-access";
import { proxiedHosts } from "./firewall-proxied-hosts";
import { signedMedia } from "./firewall-signed-media";
import { tls } from "./firewall-tls";

/** Rules of the area, in the order of their ids. */
export const FIREWALL_RULES: readonly Rule[] = [
  adminPrivate,
  appAcl,
  balancerSources,
  defaultDeny,
  inlineRules,
  instanceMetadata,
  mediaAcl,
  officeLimit,
  openPorts,
  originAccess,
  proxiedHosts,
  signedMedia,
  tls,
];
