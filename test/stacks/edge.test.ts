import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PropertyMap } from "../../cli/engine/property-value";
import type { ResourceGraph } from "../../cli/engine/resource-graph";
import { edgeOutputsSchema } from "../../stacks/outputs/edge-outputs";
import { FULL_PLATFORM } from "./outputs";
import { recordStack, refusalOf } from "./record-stack";
import { TemporaryProject } from "./temporary-project";

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject();
});
afterEach(() => project.remove());

async function graphOf(): Promise<ResourceGraph> {
  const { graph, errors } = await recordStack(project, "edge");
  expect(errors).toEqual([]);
  return graph;
}

interface Rule {
  readonly ref: string;
  readonly expression: string;
}

/** The rules of each phase. */
function rulesOf({ resources }: ResourceGraph): Readonly<Record<string, readonly Rule[]>> {
  const sets = resources.filter(({ type }) => type === "cloudflare:index/ruleset:Ruleset");
  return Object.fromEntries(
    sets.map(({ inputs }) => [String(inputs.phase), inputs.rules as unknown as readonly Rule[]]),
  );
}

describe("the edge", () => {
  it("has one rule set for each phase, with rules for every declared event by host", async () => {
    const graph = await graphOf();
    const rules = rulesOf(graph);
    expect(Object.keys(rules).sort()).toEqual([
      "http_ratelimit",
      "http_request_cache_settings",
      "http_request_firewall_custom",
    ]);
    const limited = rules.http_ratelimit?.map(({ expression }) => expression).join("\n");
    for (const host of ["live", "meeting", "town-hall-app", "product-launch-app"]) {
      expect(limited).toContain(`${host}.example.com`);
    }
    // Two events have a share of their media on Cloudflare: playlists and segments of each.
    expect(rules.http_request_cache_settings).toHaveLength(4);
    const { events } = edgeOutputsSchema.parse(graph.outputs.edge);
    expect(events.map(({ name, mediaHosts }) => [name, mediaHosts.length]).sort()).toEqual([
      ["cup-final", 1],
      ["morning-meeting", 1],
      ["product-launch", 0],
      ["town-hall", 0],
    ]);
  });

  it("changes no other event's rules when one comes or goes", async () => {
    const all = rulesOf(await graphOf());
    project.forget("event-1m");
    const fewer = rulesOf(await graphOf());
    for (const [phase, rules] of Object.entries(fewer)) {
      const others = all[phase]?.filter(({ expression }) => !/live\.example\.com|cup-cl/.test(expression));
      expect(rules).toEqual(others);
    }
  });

  it("is refused on a platform without a zone, and before the platform is deployed", async () => {
    const { cloudflare: _none, ...bare } = FULL_PLATFORM;
    const stackOutputs = { platform: { platform: bare as unknown as PropertyMap } };
    expect(await refusalOf(project, "edge", { stackOutputs })).toContain("no Cloudflare zone");
    expect(await refusalOf(project, "edge", { stackOutputs: { platform: {} } })).toContain(
      "the stack platform has no output platform",
    );
  });

  it("is refused with every event that can't be read and every host outside the zone", async () => {
    project.changeEvent("cup-final-1m.yaml", { duration: "soon" });
    expect(await refusalOf(project, "edge")).toMatch(/duration \(stacks\/events\/cup-final-1m\.yaml:\d+\)/);
    project.forget("event-1m");
    project.changeEvent("morning-meeting.yaml", { hosts: { app: "meeting.example.org", zone: "example.org" } });
    expect(await refusalOf(project, "edge")).toContain("meeting.example.org is not in the platform's zone example.com");
  });

  it("is refused where the zone's plan has fewer rules than the events need", async () => {
    const cloudflare = { ...FULL_PLATFORM.cloudflare, plan: "pro" };
    const platform = { ...FULL_PLATFORM, cloudflare } as unknown as PropertyMap;
    const refusal = await refusalOf(project, "edge", { stackOutputs: { platform: { platform } } });
    // Four events with a limit each; and a playlist that has to be new every second or two.
    expect(refusal).toMatch(/http_ratelimit.*4 rules, expected at most 2/);
    expect(refusal).toMatch(/playlistSeconds.*expected.*3600/);
  });
});
