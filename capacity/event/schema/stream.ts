import { z } from "zod";
import { LADDER_PRESET_NAMES } from "../../catalog/coefficients";
import { PROTOCOLS } from "../event";
import { durationField, intervalField, numberField, textField, wordField } from "../field";
import { rowFields, type SchemaUse } from "../row-fields";
import { LONGEST_EVENT_SECONDS, SHARE } from "./shapes";

/** The schema of the section `stream`. */
export function stream(use: SchemaUse) {
  const own = {
    protocol: wordField(PROTOCOLS, {
      is: "How media reaches the player. http-flv and webrtc hold one long connection per viewer. Default hls.",
      default: "hls",
    }).optional(),
    ladder: z
      .union([
        wordField(LADDER_PRESET_NAMES as readonly string[] as [string, ...string[]], { is: "A ladder by name." }),
        z
          .array(
            z.strictObject({
              name: textField({ expected: "a name", fix: "Write it like 720p" }, { is: "The rung's name." }).optional(),
              height: numberField(
                { unit: "count", min: 16, max: 8640, whole: true },
                { is: "Picture height in pixels." },
              ).optional(),
              kbps: numberField({ unit: "kbps", min: 1, max: 1_000_000 }, { is: "Video bitrate in kbps." }),
              mixRatio: numberField(SHARE, {
                is: "Share of the viewers who watch this rung, 0 to 1. The rungs sum to 1. Default: a mix that leans to the middle rungs.",
              }).optional(),
            }),
          )
          .min(1)
          .max(20),
      ])
      .meta({
        description: "The ladder: the name of a preset, or its rungs. Default aws-live-streaming-1080p.",
        default: "aws-live-streaming-1080p",
      })
      .optional(),
    meanKbps: intervalField(
      { unit: "kbps", min: 1, max: 1_000_000 },
      { is: "Mean video bitrate that viewers really get, in kbps, where logs tell it. It replaces the ladder's mix." },
    ).optional(),
    segmentSeconds: numberField(
      { unit: "s", min: 1, max: 10, ifBelow: "For low latency set partSeconds" },
      { is: "Length of a media segment in seconds. Default 6 for hls, 4 for ll-hls, 2 for dash." },
    ).optional(),
    partSeconds: numberField(
      { unit: "s", min: 0.1, max: 5 },
      { is: "Length of a part in seconds, for ll-hls only. Default 0.333.", default: 0.333 },
    ).optional(),
    channels: numberField(
      { unit: "channels", min: 1, max: 1000, whole: true },
      { is: "Pictures that are sent side by side (cameras, languages). Default 1.", default: 1 },
    ).optional(),
    audio: wordField(["muxed", "separate"], {
      is: "Whether audio travels with the picture or as its own track, which doubles the requests. Default muxed.",
      default: "muxed",
    }).optional(),
    timeShift: durationField(
      { min: 0, max: LONGEST_EVENT_SECONDS },
      { is: "How far back a viewer may seek, as a duration. Default 0s.", default: "0s" },
    ).optional(),
  };
  return z
    .strictObject({ ...own, ...rowFields("stream", Object.keys(own), use) })
    .describe("What is sent to each viewer.");
}
