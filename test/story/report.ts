import type { LayerSizing } from "../../capacity/layers/layer";
import { required } from "../../capacity/problems";
import type { StoryPlan } from "../support/story";
import { given } from "../validation/cases";
import { commandOf, planOf, VARIANTS, type Variant } from "./variants";

/** The node that their count is compared in: its size was not published, and 4 vCPU were common. */
const NODE_VCPU = 4;
/** More than a thousand. */
export const THEIR_NODES = 1000;

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** Numbers of about three digits: a ratio of counts is no more exact. */
function about(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function demandOf({ plan }: StoryPlan, name: string): number {
  return required(
    plan.demand.find((one) => one.name === name),
    name,
  ).design;
}

/** vCPU of the reference machine that layers need at their planning quantile, and what the pods provide. */
export function vcpuOf({ plan }: StoryPlan, layers: (layer: LayerSizing) => boolean) {
  const vcpu = plan.layers
    .filter((layer) => layer.workload !== null && layers(layer))
    .flatMap((layer) => layer.resources.filter((one) => one.resource === "vcpu"));
  const sum = (of: (one: (typeof vcpu)[number]) => number) => vcpu.reduce((total, one) => total + of(one), 0);
  return {
    design: sum((one) => one.design),
    required: sum((one) => one.required),
    provisioned: sum((one) => one.provisioned),
  };
}

function machines({ plan }: StoryPlan): string {
  return plan.nodePools
    .map((pool) => `${count(pool.nodes)} ${required(pool.instanceTypes[0], "a type")} (${pool.name})`)
    .join(", ");
}

/** Work of a vCPU of the core pool, in vCPU of the reference machine. */
function speedOf({ plan }: StoryPlan): number {
  return required(
    plan.nodePools.find((pool) => pool.name === "core"),
    "the core pool",
  ).relativeSpeed;
}

function poolNodes({ plan }: StoryPlan, name: string): number {
  return plan.nodePools.find((pool) => pool.name === name)?.nodes ?? 0;
}

function perNode({ plan, nodes }: StoryPlan): string {
  return about(plan.verdict.plannedViewers / nodes);
}

function variantRow(variant: Variant): string {
  const planned = planOf(variant);
  return row(
    variant.title,
    variant.sets.length === 0 ? "none" : variant.sets.map((set) => `\`${set}\``).join("<br>"),
    `**${count(planned.nodes)}**`,
    count(planned.vcpu),
    count(planned.vcpu / NODE_VCPU),
    perNode(planned),
  );
}

/** `docs/story.md`: what the story's event needs, and why that is not what its team ran on. */
export function renderStory(): string {
  const ours = planOf(VARIANTS.ours);
  const older = planOf(VARIANTS.older);
  const relays = planOf(VARIANTS.relays);
  const both = planOf(VARIANTS.both);
  const came = planOf(VARIANTS.came);
  const small = planOf(VARIANTS.small);
  const smallCame = planOf(VARIANTS.smallCame);
  const { plan } = ours;
  const viewers = plan.verdict.plannedViewers;
  const theirs = given("STORY-01", "steady_concurrent");
  const work = vcpuOf(ours, () => true);
  const blockers = plan.findings.filter((finding) => finding.severity === "blocker");
  const late = plan.deadlines.filter((deadline) => deadline.status === "late");
  const raises = plan.quotas.filter((quota) => quota.status !== "ok");
  const ourNodes = ours.nodes;
  return `${[
    "<!-- Generated. UPDATE_GOLDEN=1 npm test -- test/story writes it anew; a test holds that it is current. -->",
    "",
    "# The story, planned",
    "",
    `A team is asked on 27 January to move a daily morning meeting online for the 31st, from ten thousand to a million concurrent viewers. They did, on more than`,
    `a thousand servers. [The event file](../stacks/events/morning-meeting.yaml), planned as of the asking:`,
    "",
    "```",
    `$ ${commandOf(VARIANTS.ours)}`,
    plan.verdict.sentence,
    "```",
    "",
    "## What it needs",
    "",
    `**${count(ourNodes)} nodes with ${count(ours.vcpu)} vCPU** for ${count(viewers)} viewers: ${machines(ours)}. ${about(demandOf(ours, "edgeGbps") / 1000)} Tbit/s leave through`,
    `the CDNs and touch none of them. One of ${plan.event.zones.length} zones may be lost.`,
    "",
    "On that afternoon the plan also says:",
    "",
    ...blockers.map(
      (finding) => `- blocked: ${finding.where}: ${finding.found}, wanted ${finding.expected}. ${finding.fix}.`,
    ),
    ...late.map(
      (deadline) =>
        `- too late: ${deadline.thing}${deadline.latestAsk === null ? "" : `, to be asked by ${deadline.latestAsk.local}`}.`,
    ),
    ...raises.map(
      (quota) =>
        `- ${quota.status === "late" ? "too late" : quota.status === "unknown" ? "unknown" : "ask"}: ${quota.name}${quota.code === null ? "" : ` (${quota.code})`}, ${
          quota.value === null ? "value not known" : `${count(quota.value)} now`
        }, ${count(quota.needed)} needed${quota.latestAsk === null ? "" : `, latest ${quota.latestAsk.local}`}.`,
    ),
    "",
    "`tidegate levers stacks/events/morning-meeting.yaml` lists what brings back an event that can't be had in time, and what viewers lose by each.",
    "",
    "## Why they ran on more than a thousand",
    "",
    "Their node size, bitrate and sign-in rate are not published, so the difference can be explained but not settled. Each row changes inputs of the event file and nothing else.",
    "",
    row("way to run it", "`--set`", "nodes", "vCPU", `as nodes of ${NODE_VCPU} vCPU`, "viewers a node"),
    row("---", "---", "---:", "---:", "---:", "---:"),
    ...Object.values(VARIANTS).map(variantRow),
    row(
      "theirs",
      "",
      `**more than ${count(THEIR_NODES)}**`,
      "unknown",
      "unknown",
      `${about(theirs / THEIR_NODES)} at most`,
    ),
    "",
    `- **Node size.** A node is no unit of work. Our ${count(ourNodes)} have ${about(ours.vcpu / ourNodes)} vCPU on average, because large machines cost no more for the same work; in nodes of ${NODE_VCPU} vCPU the`,
    `  same plan is ${count(ours.vcpu / NODE_VCPU)}.`,
    `- **Age of the machines.** A vCPU of today's cheapest types is a whole core and does ${about(speedOf(ours) / speedOf(older))} times the work of one in 2020. On types of 2020 the plan has ${count(older.vcpu)} vCPU:`,
    `  ${count(older.vcpu / NODE_VCPU)} nodes of ${NODE_VCPU}.`,
    `- **Utilization and reserve.** The work itself is ${about(work.design)} vCPU of the reference machine with expected numbers. What is uncertain raises it to ${about(work.required)}, and`,
    `  target utilization with a lost zone to ${about(work.provisioned)}, ${about(work.provisioned / work.design)} times the work.`,
    `- **CDN or own relays.** Sent from relays of one's own, ${about(demandOf(relays, "edgeGbps") / 1000)} Tbit/s need ${count(poolNodes(relays, "media"))} of today's largest machines, or`,
    `  ${count(poolNodes(both, "media"))} small ones of 2020 (a machine under 32 vCPU sends 5 Gbit/s to the internet); with the CDNs ${count(poolNodes(ours, "media"))} machines make the stream and send it once.`,
    "",
    "## Which input would have to change to need theirs",
    "",
    `On machines of 2020 (\`cluster.families\`), either of two is enough:`,
    "",
    `- \`cluster.nodeShareRatio\`: about one pod on each machine, as containers on small servers were run, and media through CDNs all the same: ${count(small.nodes)} nodes for the promised`,
    `  million, ${count(smallCame.nodes)} for the 840 thousand who came, ${perNode(smallCame)} viewers on each.`,
    `- \`stream.protocol\`: media from relays of one's own: ${count(both.nodes)} nodes for the million, ${count(came.nodes)} for those who came, ${perNode(came)} viewers on each. They had ${about(theirs / THEIR_NODES)} at most.`,
    "",
    "```",
    ...[VARIANTS.small, VARIANTS.smallCame, VARIANTS.both, VARIANTS.came].map((variant) => `$ ${commandOf(variant)}`),
    "```",
    "",
    `Older machines alone don't do it (${count(older.nodes)} nodes), nor half-empty ones (${count(planOf(VARIANTS.emptier).nodes)}), nor relays alone (${count(relays.nodes)}). Which of the two it was can't be told from what was published. A fleet's size`,
    "is no evidence of its need either: case CDN-12 used 7 % of what it owned. [Validation](validation.md) counts this case as a disagreement.",
  ].join("\n")}\n`;
}
