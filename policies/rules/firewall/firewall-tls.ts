import { z } from "zod";
import { fine, type Observation, rule, unknown, violated } from "../../rule";
import { TYPES } from "../../types";
import { listAt, textAt, UNKNOWN } from "../../values";

/** Policies of balancers by the oldest TLS they take. */
const BALANCER = {
  "1.2": /^ELBSecurityPolicy-(TLS13-1-2|TLS13-1-3|FS-1-2|TLS-1-2)/,
  "1.3": /^ELBSecurityPolicy-TLS13-1-3/,
} as const;
const CLOUDFRONT = { "1.2": /^TLSv1\.[23]_/, "1.3": /^TLSv1\.3_/ } as const;

export const tls = rule({
  id: "firewall-tls",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "Balancers and media hosts take TLS 1.2 or newer, and nothing in the clear",
  why: "What viewers sign in with is else readable on the way",
  fix: "Use a security policy with TLS 1.2 or 1.3, and redirect port 80",
  sources: [
    { document: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html" },
    {
      document:
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
    },
  ],
  appliesTo: "listeners and distributions",
  config: z.strictObject({
    oldest: z.enum(["1.2", "1.3"]).default("1.2").describe("Oldest version of TLS that is taken."),
  }),
  check: ({ graph, config: { oldest } }) => [
    ...graph.ofType(TYPES.listener).map((at): Observation => {
      const protocol = textAt(at.inputs, "protocol");
      const policy = textAt(at.inputs, "sslPolicy");
      if (protocol === UNKNOWN) return unknown(at, "its protocol");
      // TLS ends in the pods.
      if (protocol === "TCP" || protocol === "UDP") return fine(at);
      if (protocol === "HTTP") {
        const actions = listAt(at.inputs, "defaultActions");
        const redirects = actions !== UNKNOWN && actions.every((action) => textAt(action, "type") === "redirect");
        return redirects ? fine(at) : violated(at, "a listener in the clear", "a redirect to HTTPS");
      }
      if (policy === UNKNOWN) return unknown(at, "its security policy");
      return policy !== undefined && BALANCER[oldest].test(policy)
        ? fine(at)
        : violated(at, `security policy ${policy ?? "of AWS's choice"}`, `TLS ${oldest} or newer`);
    }),
    ...graph.ofType(TYPES.cloudFront).map((at): Observation => {
      const version = textAt(at.inputs, "viewerCertificate.minimumProtocolVersion");
      if (version === UNKNOWN) return unknown(at, "its oldest TLS");
      return version !== undefined && CLOUDFRONT[oldest].test(version)
        ? fine(at)
        : violated(at, `TLS from ${version ?? "TLSv1"}`, `TLS ${oldest} or newer`);
    }),
  ],
});
