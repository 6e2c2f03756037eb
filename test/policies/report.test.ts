import { beforeAll, describe, expect, it } from "vitest";
import { checkExitCode, checkStack, renderChecks } from "../../cli/commands/check-stacks";
import type { ResourceGraph } from "../../cli/engine/resource-graph";
import { renderSarif } from "../../cli/report/check/sarif";
import type { Evaluation } from "../../policies/evaluate";
import { evaluate } from "../../policies/evaluate";
import { packsFor } from "../../policies/packs";
import { graphOf } from "../components/record";
import { expectGolden } from "../support/golden";
import { all, type Change, OPEN, options, set } from "./support/change";
import { happyEvent } from "./support/happy-event";
import { happyFacts, platformFacts } from "./support/happy-facts";
import { happyPlatform } from "./support/happy-platform";

const broken: Change = all(
  set("core-group-us-east-1a-1", "scalingConfig.maxSize", 500),
  set("core-group-us-east-1b-1", "scalingConfig.maxSize", 500),
  set("web-acl", "rules.2.statement.rateBasedStatement.limit", 2000),
  set("core", "instanceTypes", ["c8a.12xlarge"]),
  set("api-floor", "spec", OPEN),
  options("ingress-alb-1", { protect: true }),
);

let graphs: { readonly event: ResourceGraph; readonly platform: ResourceGraph };
let evaluations: readonly Evaluation[];
beforeAll(async () => {
  graphs = {
    event: await graphOf(happyEvent, { stack: "event-1m" }),
    platform: await graphOf(happyPlatform, { stack: "platform" }),
  };
  const settings = {
    value: { "survival-cdns": { level: "off", because: "the customer names one CDN" } },
    file: "policies.yaml",
  };
  const event = checkStack({ graph: broken(graphs.event as never) as never, facts: happyFacts, settings });
  const platform = checkStack({ graph: graphs.platform, facts: platformFacts });
  if (!event.ok || !platform.ok) throw new Error(JSON.stringify([event, platform]));
  evaluations = [event.value, platform.value];
});

const OUTPUT = {
  width: 100,
  colors: "plain",
  fileOf: (stack: string) => `stacks/config/Pulumi.${stack}.yaml`,
} as const;

describe("a check", () => {
  it.each([
    ["table", "check-100.txt"],
    ["markdown", "check.md"],
  ] as const)("reads as a %s like this", async (format, file) => {
    const text = await renderChecks(evaluations, { ...OUTPUT, format });
    expectGolden(`${text.trimEnd()}\n`, `policies/${file}`);
  });

  it("is JSON that says what the table says", async () => {
    const { version, stacks } = JSON.parse(await renderChecks(evaluations, { ...OUTPUT, format: "json" }));
    expect(version).toBe(1);
    expect(stacks).toEqual(JSON.parse(JSON.stringify(evaluations)));
  });

  it("is SARIF with a rule for every result, and a place for each violation", async () => {
    const sarif = JSON.parse(await renderChecks(evaluations, { ...OUTPUT, format: "sarif" }));
    const [{ tool, results }] = sarif.runs;
    expect(sarif.version).toBe("2.1.0");
    const violations = evaluations.flatMap((each) => each.results.flatMap((result) => result.violations));
    expect(results).toHaveLength(violations.length);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("stacks/config/Pulumi.event-1m.yaml");
    }
    expect(results[0]).toEqual({
      ruleId: "firewall-office-limit",
      ruleIndex: expect.any(Number),
      level: "error",
      message: {
        text: "2,000 requests in 300 s in rule per-address, allowed 82,833 in 300 s at least, for an office of 400. Raise the limit to the plan's perAddressLimit (layer firewall), or declare audience.viewersBehindOneAddress as it is.",
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "stacks/config/Pulumi.event-1m.yaml" },
            region: { startLine: 1 },
          },
          logicalLocations: [
            {
              name: "web-acl",
              fullyQualifiedName:
                "urn:pulumi:event-1m::tidegate::tidegate:guard:WebFirewall$aws:wafv2/webAcl:WebAcl::web-acl",
              kind: "resource",
            },
          ],
        },
      ],
      partialFingerprints: {
        "tidegate/v1":
          "event-1m/firewall-office-limit/urn:pulumi:event-1m::tidegate::tidegate:guard:WebFirewall$aws:wafv2/webAcl:WebAcl::web-acl",
      },
    });
  });

  it("has nothing for code scanning where nothing is violated", () => {
    expect(JSON.parse(renderSarif(evaluations.slice(1), String)).runs[0].results).toEqual([]);
  });

  it("ends with 3 when a mandatory rule is violated, else with 0", () => {
    expect(checkExitCode(evaluations)).toBe(3);
    expect(checkExitCode(evaluations.slice(1))).toBe(0);
  });

  it("of an event stack without a plan is refused", () => {
    const graph = { stack: "event-1m", resources: [] };
    const evaluated = evaluate({ graph, facts: { ...happyFacts, plan: null }, packs: packsFor("event") });
    expect(evaluated.ok ? [] : evaluated.problems.map(({ id, where, found }) => [id, where, found])).toEqual([
      ["policy-plan-missing", "event-1m", "an event stack without a plan"],
    ]);
  });

  it("may be only advisory by a team's settings, which the verdict follows", () => {
    const settings = Object.fromEntries(
      evaluations[0]?.results
        .filter(({ state }) => state === "violated")
        .map(({ id }) => [id, { level: "advisory" }]) ?? [],
    );
    const evaluated = checkStack({
      graph: broken(graphs.event as never) as never,
      facts: happyFacts,
      settings: { value: settings, file: "policies.yaml" },
    });
    expect(evaluated.ok && evaluated.value.verdict).toBe("warned");
  });
});
