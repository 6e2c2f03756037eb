import { cdnUsages } from "../../../capacity/cost/delivery";
import { costOf, priceUsages } from "../../../capacity/cost/usage";
import type { Event } from "../../../capacity/event/event";
import { required } from "../../../capacity/problems";
import { plannedPace, raiseSteps } from "../../../capacity/scale-out";
import { storyPlan } from "../../support/story";
import { type CaseAnswers, notExpressible, predicted } from "../answer";
import { given } from "../cases";
import { answersOf, eventOf, streamOf } from "../model";

const SECONDS_PER_DAY = 86_400;
/** A price list multiplies the stated bitrate with time: no overhead is billed in its examples. */
const BILLED = { overheadRatio: 1 };

const rates = (id: string) =>
  notExpressible(`the rate of a control plane enters the model (${id}) and is not computed by it`);

/** Lines of the bill for so many viewer hours of an event's stream. */
function mediaBill(event: Event, traffic: { readonly mbps: number; readonly requests: number }, viewerHours: number) {
  const hours = {
    spans: [],
    viewerHours,
    nodeHours: 0,
    peakHours: 0,
    liveHours: 0,
    raisedHours: 0,
    standingHours: 0,
  };
  const lines = priceUsages(
    cdnUsages({ deliveredMbps: traffic.mbps, requestsPerViewerPerSecond: traffic.requests, flows: {} }, hours, event),
    event,
  );
  return { lines, usd: costOf(lines, []).knownUsd };
}

function billOf(document: Parameters<typeof answersOf>[0], viewerHours: number) {
  const answers = answersOf(document);
  const traffic = { mbps: answers.demand("deliveredMbps"), requests: answers.demand("requestsPerViewerPerSecond") };
  return mediaBill(answers.event, traffic, viewerHours);
}

const tencent = (days: number) =>
  billOf(
    {
      stream: streamOf(given("COST-02", "bitrate_mbps") * 1000, BILLED),
      delivery: { cdns: [{ provider: "other", usdPerGb: given("COST-02", "usd_per_gb") }] },
    },
    given("COST-02", "streams") * given("COST-02", "viewers_per_stream") * given("COST-02", "hours") * days,
  );

/** The default ladder with its mix, every rung scaled so that the top one has the stated bitrate. */
function ladderUpTo(kbps: number) {
  const { ladder } = eventOf({}).stream;
  const top = Math.max(...ladder.map((rung) => rung.kbps));
  return ladder.map((rung) => ({ kbps: (rung.kbps * kbps) / top, mixRatio: rung.mixRatio }));
}

/** Scaling out, transcoding, money, and the story as a whole. */
export const OPERATIONS_ANSWERS: Readonly<Record<string, CaseAnswers>> = {
  "STORY-01": {
    "app nodes for 1M target": predicted(
      "all nodes of the shipped event, as tidegate plan stacks/events/morning-meeting.yaml plans it",
      () => storyPlan([]).nodes,
      {
        disagrees:
          "Their node size is not published, and a node is no unit of work: 1,000 nodes of 4 vCPU and ours of other sizes differ by size first. Our media leaves through CDNs. " +
          "docs/story.md takes the difference apart and shows which inputs would have to change to need theirs.",
      },
    ),
    "daily viewers / steady concurrency": notExpressible(
      "audience measurement: both enter, as dailyViewers and peakConcurrentViewers",
    ),
  },
  "PAN-01": {
    "hosts addable per day with a prepared scheduler": predicted(
      "machines that serve after 24 hours of raises at the planned pace",
      () => {
        const steps = raiseSteps(1_000_000, plannedPace(eventOf({})));
        return required(steps.filter((step) => step.servingSeconds <= SECONDS_PER_DAY).at(-1), "a raise within a day")
          .nodes;
      },
    ),
    "core per daily user, conferencing": notExpressible(
      "daily users are no concurrency, and a conference of many cameras is no broadcast",
    ),
  },
  "PAN-02": {
    "capacity / peak demand": predicted(
      "vCPU provisioned over required in api, three zones of which one may be lost",
      () => {
        const { resources } = answersOf({ audience: { peakConcurrentViewers: 1_000_000 } }).sizing("api");
        const vcpu = required(
          resources.find((one) => one.resource === "vcpu"),
          "vcpu of api",
        );
        return vcpu.provisioned / vcpu.required;
      },
    ),
  },
  "PAN-04": {
    "extra servers requestable at once without pre-checks": notExpressible(
      "the case sets no range but asks for a warning: the test beside this table holds that such a jump is raised in steps and needs a quota",
    ),
  },
  "TR-01": {
    "C7g/C6i streams per vCPU, H.264": notExpressible(
      "no Arm machine has a comparable speed in the catalog: it would be unknown, and the plan does not choose such machines",
    ),
  },
  "TR-02": {
    "1080p60 outputs per vt1.3xlarge": notExpressible(
      "media accelerators are not in the catalog of cards; this product is at its end of life",
    ),
  },
  "TR-04": {
    "vCPU per 1080p 4-rung ladder, software": predicted(
      "transcode.vcpu: 1080, 720, 480 and 360 lines, one pipeline",
      () =>
        answersOf({
          stream: {
            ladder: [1080, 720, 480, 360].map((height) => ({ height, kbps: height * 4 })),
            encoder: { pipelinesPerChannel: 1 },
          },
        }).number("transcode", "vcpu"),
    ),
  },
  "K8S-01": {
    "largest safe step": predicted(
      "largest raise on the way to 5,000 nodes",
      () => {
        const steps = raiseSteps(5000, plannedPace(eventOf({})));
        return Math.max(...steps.map((step, i) => step.nodes - (steps[i - 1]?.nodes ?? 0)));
      },
      { notIndependent: "timeline.stepNodesMaximum was taken from this case" },
    ),
  },
  "K8S-02": { "pods/s at 5000 nodes": rates("cluster.standardPodsPerSecond, taken from this case") },
  "K8S-03": { "pods/s": rates("limits of the paid tiers") },
  "K8S-04": {
    "decision latency at 300 nodes": notExpressible(
      "no autoscaler decides about an event's machines: timers raise them, so its latency is not in the model",
    ),
  },
  "COST-01": {
    "CDN cost": predicted(
      "lines of the bill for edge:cloudfront: 10,000 viewers × 1 h at 4.1 Mbit/s, list prices, requests of the default segments",
      () =>
        billOf(
          {
            stream: streamOf(given("COST-01", "top_rung_mbps") * 1000, BILLED),
            delivery: { cdns: [{ provider: "cloudfront" }] },
          },
          given("COST-01", "viewers") * given("COST-01", "hours"),
        ).usd,
    ),
    "encoder cost, 6 outputs": notExpressible(
      "prices of a managed encoder are not in the catalog: the bill lists encoders as unknown, with the key to state",
    ),
  },
  "COST-02": {
    "GB per day": predicted(
      "quantity of the bill's media: 10 × 1,000 viewers × 2 h at 1 Mbit/s",
      () => required(tencent(1).lines[0], "the media line").quantity,
    ),
    cost: predicted("the same for ten days at the stated price of a GB", () => tencent(given("COST-02", "days")).usd),
  },
  "COST-04": {
    "cost with ABR mix": predicted(
      "the bill's media: 500 viewers × 1 h, the default ladder scaled to a top rung of 6 Mbit/s with its mix, 0.1 for a GB",
      () =>
        billOf(
          {
            stream: { ladder: ladderUpTo(given("COST-04", "bitrate_mbps") * 1000), ...BILLED },
            delivery: { cdns: [{ provider: "other", usdPerGb: given("COST-04", "eur_per_gb") }] },
          },
          given("COST-04", "viewers") * given("COST-04", "hours"),
        ).usd,
    ),
  },
};
