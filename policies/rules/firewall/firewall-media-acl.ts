import { fine, rule, violated } from "../../rule";
import { TYPES } from "../../types";
import { inputAt } from "../../values";

export const mediaAcl = rule({
  id: "firewall-media-acl",
  area: "firewall",
  level: "mandatory",
  severity: "high",
  title: "No web ACL on media hosts",
  why: "Inspecting every segment of a large audience costs more than all machines together, and adds nothing to a signature",
  fix: "Take webAclId out; media is protected by signed URLs",
  sources: [{ document: "plan: finding media-not-inspected" }],
  appliesTo: "media hosts on CloudFront",
  check: ({ graph }) =>
    graph
      .ofType(TYPES.cloudFront)
      .filter((each) => graph.ancestor(each, TYPES.distribution) !== undefined)
      .map((at) => {
        const acl = inputAt(at, "webAclId");
        return acl === undefined || acl === "" ? fine(at) : violated(at, "a web ACL on a media host", "none");
      }),
});
