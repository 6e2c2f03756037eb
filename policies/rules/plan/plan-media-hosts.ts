import { asPlanned } from "../../planned";
import { fine, rule, violated } from "../../rule";
import { TYPES } from "../../types";
import { numberAt } from "../../values";

export const mediaHosts = rule({
  id: "plan-media-hosts",
  area: "plan",
  level: "mandatory",
  severity: "critical",
  title: "There are as many media hosts on CloudFront as planned, each told the traffic that the plan expects of it",
  why: "Fewer hosts carry more each, above the quota of one distribution; the quota rule judges what the host is told",
  fix: "Take count and expected traffic from the plan's layers edge:*",
  sources: [{ document: "plan: layers edge:*, distributions" }],
  appliesTo: "media hosts on CloudFront",
  check: ({ graph, facts }) => {
    const edges = (facts.plan?.layers ?? []).filter(({ settings }) => settings.distributions !== undefined);
    const planned = edges.reduce((total, { settings }) => total + (settings.distributions ?? 0), 0);
    const hosts = graph.ofType(TYPES.distribution);
    if (facts.plan === null || (planned === 0 && hosts.length === 0)) return [];
    const [only, ...others] = edges;
    const counted =
      hosts.length === planned
        ? fine()
        : violated(undefined, `${hosts.length} media hosts on CloudFront`, `${planned}, as planned`);
    // With several CDNs on CloudFront, which host belongs to which isn't told.
    if (only === undefined || others.length > 0) return [counted];
    return [
      counted,
      ...hosts.flatMap((at) => [
        asPlanned(at, numberAt(at.inputs, "expected.gbps"), only.settings.gbpsPerDistribution, {
          noun: "Gbps expected",
        }),
        asPlanned(
          at,
          numberAt(at.inputs, "expected.requestsPerSecond"),
          only.settings.requestsPerSecondPerDistribution,
          { noun: "requests/s expected" },
        ),
      ]),
    ];
  },
});
