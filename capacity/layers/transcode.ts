import type { transcodeAssumptions } from "../catalog/assumptions/transcode";
import type { DemandName } from "../demand";
import { Equations } from "../equation";
import type { Event } from "../event/event";
import type { LocalName } from "../parameter";
import type { LayerModel } from "./layer";
import { nothingOfOurs } from "./outside";
import { CARD_CHANNEL_STREAMS, pictureUnits } from "./picture-units";
import { sizeCards, sizeEncoders } from "./transcode-sizing";

const TRANSCODE = "transcode";
const TITLE = "Transcoding";

function streams(event: Event) {
  const ladderStreams = pictureUnits(event.stream.ladder.map((rung) => rung.height));
  return Equations.over<DemandName | LocalName<typeof transcodeAssumptions>>()
    .let("ladderStreams", "streams", ladderStreams.toFixed(6), () => ladderStreams)
    .let("pipelines", "streams", "channels × pipelinesPerChannel", (s) => s.channels * s.pipelinesPerChannel)
    .let(
      "encodedStreams",
      "streams",
      "pipelines × ladderStreams × framesPerSecond ÷ 30",
      (s) => (s.pipelines * s.ladderStreams * s.framesPerSecond) / 30,
    );
}

function onProcessors(event: Event) {
  return streams(event)
    .let(
      "vcpu",
      "vCPU",
      "encodedStreams × overheadRatio ÷ streamsPerVcpu",
      (s) => (s.encodedStreams * s.overheadRatio) / s.streamsPerVcpu,
    )
    .let("memoryGib", "GiB", "encodedStreams × memoryGibPerStream", (s) => s.encodedStreams * s.memoryGibPerStream);
}

function onCards(event: Event) {
  return streams(event)
    .let(
      "streamsPerCard",
      "streams",
      `channelsPerGpu × ${CARD_CHANNEL_STREAMS.toFixed(6)}`,
      (s) => s.channelsPerGpu * CARD_CHANNEL_STREAMS,
    )
    .let("cards", "count", "encodedStreams ÷ streamsPerCard", (s) => s.encodedStreams / s.streamsPerCard)
    .let("memoryGib", "GiB", "encodedStreams × memoryGibPerStream", (s) => s.encodedStreams * s.memoryGibPerStream);
}

/** The ladder is made of the source: two pipelines for each channel that share nothing. */
export function transcodeModel(event: Event): LayerModel {
  const model = { layer: TRANSCODE, title: TITLE, stage: "demand", emits: {} } as const;
  switch (event.delivery.transcodeOn) {
    case "cpu":
      return { ...model, equations: onProcessors(event).list, requires: ["vcpu", "memoryGib"], size: sizeEncoders };
    case "gpu":
      return { ...model, equations: onCards(event).list, requires: ["cards", "memoryGib"], size: sizeCards };
    case "external":
      return {
        ...model,
        equations: streams(event).list,
        requires: [],
        size: () =>
          nothingOfOurs(model, {
            id: "transcode-external",
            found: "delivery.transcodeOn external: somebody else makes the ladder",
            expected: `two pipelines for ${event.stream.channels === 1 ? "the channel" : `each of ${event.stream.channels} channels`}, with quotas of that provider`,
            fix: "Check the provider's quota of channels, for AWS Elemental MediaLive L-D1AFAF75 (5 in a new account)",
          }),
      };
  }
}
