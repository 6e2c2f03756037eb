import { TYPES } from "../../../policies/types";
import type { Broken, Open } from "../support/case";
import { all, OPEN, plus, set, without } from "../support/change";
import { happyPlan } from "../support/happy-facts";

const RULE = "ingress-alb-from-443-173-245-48-0-20";
const RATE = "rules.2.statement.rateBasedStatement";
const world = { cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp" };

export const BROKEN_FIREWALL: readonly Broken[] = [
  {
    rule: "firewall-open-ports",
    change: plus(TYPES.ingressRule, "ssh", { ...world, fromPort: 22, toPort: 22 }),
    says: ["ssh: port 22 open to the world, allowed ports 443"],
  },
  {
    rule: "firewall-open-ports",
    change: plus(TYPES.ingressRule, "wide", { cidrIpv6: "::/0", ipProtocol: "tcp", fromPort: 443, toPort: 8443 }),
    says: ["wide: ports 443 to 8443 open to the world, allowed ports 443"],
  },
  {
    rule: "firewall-open-ports",
    change: plus(TYPES.ingressRule, "any", { ...world, ipProtocol: "-1" }),
    says: ["any: all ports open to the world, allowed ports 443"],
  },
  {
    rule: "firewall-inline-rules",
    change: set("broker-firewall", "ingress", [{ fromPort: 0 }]),
    says: ["broker-firewall: ingress rules inside the group, allowed rules as resources of their own"],
  },
  {
    rule: "firewall-balancer-sources",
    change: set("ingress", "allowedCidrs", ["0.0.0.0/0"]),
    says: ["ingress: balancers that let everybody in, allowed the proxy's blocks"],
  },
  {
    rule: "firewall-origin-access",
    change: set("media-1-cdn", "origins.0.originAccessControlId", undefined),
    says: [
      "media-1-cdn: origin segments.s3.us-east-1.amazonaws.com with no access control, allowed an origin access control, or https-only",
    ],
  },
  {
    rule: "firewall-origin-access",
    change: set("media-1-cdn", "origins.0", {
      originId: "origin",
      domainName: "origin.example.com",
      customOriginConfig: { originProtocolPolicy: "match-viewer" },
    }),
    says: [
      "media-1-cdn: origin origin.example.com with protocol match-viewer, allowed an origin access control, or https-only",
    ],
  },
  {
    rule: "firewall-signed-media",
    change: set("media-1-cdn", "defaultCacheBehavior.trustedKeyGroups", []),
    says: ["media-1-cdn: path * without a signature, allowed a trusted key group"],
  },
  {
    rule: "firewall-signed-media",
    change: set("media-1-cdn", "orderedCacheBehaviors.1.trustedKeyGroups", undefined),
    says: ["media-1-cdn: path *.ts without a signature, allowed a trusted key group"],
  },
  {
    rule: "firewall-media-acl",
    change: set("media-1-cdn", "webAclId", OPEN),
    says: ["media-1-cdn: a web ACL on a media host, allowed none"],
  },
  {
    rule: "firewall-app-acl",
    change: without("web-association-alb-1"),
    says: ["ingress-alb-1: an application balancer without a web ACL, allowed a web ACL"],
  },
  {
    rule: "firewall-office-limit",
    change: set("web-acl", `${RATE}.limit`, 2000),
    says: [
      "web-acl: 2,000 requests in 300 s in rule per-address, allowed 82,833 in 300 s at least, for an office of 400",
    ],
  },
  {
    rule: "firewall-office-limit",
    of: "platform",
    facts: { plan: happyPlan },
    change: set("edge-rate-limit", "rules.0.ratelimit.requestsPerPeriod", 399),
    says: ["edge-rate-limit: 399 requests in rule cup-final: join, allowed 400 at least, one for each of an office"],
  },
  {
    rule: "firewall-admin-private",
    of: "platform",
    change: set("cluster-eks", "vpcConfig.endpointPublicAccess", true),
    says: ["cluster-eks: an API that everybody reaches, allowed named blocks, or no public endpoint"],
  },
  {
    rule: "firewall-admin-private",
    change: set("readers-reader-1", "publiclyAccessible", true),
    says: ["readers-reader-1: a database that everybody reaches, allowed no public address"],
  },
  {
    rule: "firewall-default-deny",
    change: without("space-policy-default-deny"),
    says: ["space-namespace: a namespace without a default deny, allowed a policy that denies both ways"],
  },
  {
    rule: "firewall-default-deny",
    change: set("space-policy-default-deny", "spec.policyTypes", ["Ingress"]),
    says: ["space-namespace: a namespace without a default deny, allowed a policy that denies both ways"],
  },
  {
    rule: "firewall-instance-metadata",
    change: set("core-template", "metadataOptions.httpTokens", "optional"),
    says: ["core-template: credentials without a token, allowed httpTokens: required"],
  },
  {
    rule: "firewall-instance-metadata",
    change: set("space-policy-allow-outside", "spec.egress.0.to.0.ipBlock.except", undefined),
    says: [
      "space-policy-allow-outside: pods that may reach the metadata service, allowed everything except 169.254.169.254/32",
    ],
  },
  {
    rule: "firewall-tls",
    change: set("ingress-listener-alb-1", "sslPolicy", "ELBSecurityPolicy-2016-08"),
    says: ["ingress-listener-alb-1: security policy ELBSecurityPolicy-2016-08, allowed TLS 1.2 or newer"],
  },
  {
    rule: "firewall-tls",
    change: set("media-1-cdn", "viewerCertificate.minimumProtocolVersion", "TLSv1"),
    says: ["media-1-cdn: TLS from TLSv1, allowed TLS 1.2 or newer"],
  },
  {
    rule: "firewall-tls",
    change: plus(TYPES.listener, "clear", { protocol: "HTTP", port: 80, defaultActions: [{ type: "forward" }] }),
    says: ["clear: a listener in the clear, allowed a redirect to HTTPS"],
  },
  {
    rule: "firewall-tls",
    config: { oldest: "1.3" },
    change: all(without("media-1-cdn"), without("media-2-cdn")),
    says: ["ingress-listener-alb-1: security policy ELBSecurityPolicy-TLS13-1-2-2021-06, allowed TLS 1.3 or newer"],
  },
  {
    rule: "firewall-proxied-hosts",
    change: set("hosts-record-live.example.com", "proxied", false),
    says: ["hosts-record-live.example.com: an app host that is not proxied, allowed proxied"],
  },
  {
    rule: "firewall-proxied-hosts",
    change: set("hosts-record-m1.media.example.com", "proxied", true),
    says: ["hosts-record-m1.media.example.com: a media host that is proxied, allowed not proxied"],
  },
  {
    rule: "firewall-proxied-hosts",
    change: without("hosts-record-live.example.com"),
    says: ["hosts: host live.example.com without a record, allowed a record for every host"],
  },
];

export const OPEN_FIREWALL: readonly Open[] = [
  {
    rule: "firewall-open-ports",
    change: set(RULE, "cidrIpv4", OPEN),
    asks: ["ingress-alb-from-443-173-245-48-0-20: whom it lets in"],
  },
  {
    rule: "firewall-balancer-sources",
    change: set("ingress", "allowedCidrs", OPEN),
    asks: ["ingress: whom its balancers let in"],
  },
  { rule: "firewall-origin-access", change: set("media-1-cdn", "origins", OPEN), asks: ["media-1-cdn: its origins"] },
  {
    rule: "firewall-signed-media",
    change: set("media-1-cdn", "orderedCacheBehaviors", OPEN),
    asks: ["media-1-cdn: its behaviors"],
  },
  {
    rule: "firewall-app-acl",
    change: set("ingress-alb-1", "internal", OPEN),
    asks: ["ingress-alb-1: whether it faces the internet"],
  },
  { rule: "firewall-office-limit", change: set("web-acl", "rules", OPEN), asks: ["web-acl: its rules"] },
  {
    rule: "firewall-office-limit",
    change: set("web-acl", `${RATE}.limit`, OPEN),
    asks: ["web-acl: the limit of a rate rule"],
  },
  {
    rule: "firewall-admin-private",
    of: "platform",
    change: set("cluster-eks", "vpcConfig", OPEN),
    asks: ["cluster-eks: who reaches its API"],
  },
  {
    rule: "firewall-default-deny",
    change: set("space-policy-default-deny", "spec", OPEN),
    asks: ["space-namespace: what its policies let through"],
  },
  {
    rule: "firewall-instance-metadata",
    change: set("core-template", "metadataOptions", OPEN),
    asks: ["core-template: whether it asks for tokens"],
  },
  {
    rule: "firewall-tls",
    change: set("ingress-listener-alb-1", "sslPolicy", OPEN),
    asks: ["ingress-listener-alb-1: its security policy"],
  },
  {
    rule: "firewall-proxied-hosts",
    change: set("hosts-record-live.example.com", "proxied", OPEN),
    asks: ["hosts-record-live.example.com: whether it is proxied"],
  },
];

/** Not broken: only the edge's port is open, a redirect, and a rule that only counts. */
export const FINE_FIREWALL: readonly Omit<Broken, "says">[] = [
  { rule: "firewall-open-ports", change: plus(TYPES.ingressRule, "https", { ...world, fromPort: 443, toPort: 443 }) },
  {
    rule: "firewall-tls",
    change: plus(TYPES.listener, "redirect", { protocol: "HTTP", port: 80, defaultActions: [{ type: "redirect" }] }),
  },
  { rule: "firewall-office-limit", change: set("web-acl", "rules.3.statement.rateBasedStatement.limit", 100) },
];
